#include "calibrate/fits/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace hashlease {

namespace {

/// Continued fraction of the incomplete beta function (Lentz's method; Abramowitz & Stegun 26.5.8).
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  double c = 1.0;
  double d = 1.0 / std::max(std::abs(1.0 - (a + b) * x / (a + 1.0)), kTiny);
  double result = d;
  for (int m = 1; m < 300; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1.0 / (1.0 + even * d);
    c = 1.0 + even / c;
    result *= c * d;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1.0 / (1.0 + odd * d);
    c = 1.0 + odd / c;
    const double change = c * d;
    result *= change;
    if (std::abs(change - 1.0) < 1e-14) break;
  }
  return result;
}

double incomplete_beta(double a, double b, double x) {
  if (x <= 0.0) return 0.0;
  if (x >= 1.0) return 1.0;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1.0) / (a + b + 2.0)) return front * beta_fraction(a, b, x) / a;
  return 1.0 - front * beta_fraction(b, a, 1.0 - x) / b;
}

/// Lower incomplete gamma function by its series, regularised.
double gamma_series(double a, double x) {
  double term = 1.0 / a, sum = term;
  for (int k = 1; k < 5000 && term > 1e-17 * sum; ++k) {
    term *= x / (a + k);
    sum += term;
  }
  return sum * std::exp(-x + a * std::log(x) - std::lgamma(a));
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_log_density(double x, double mean, double variance) {
  const double distance = x - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi * variance) + distance * distance / variance);
}

double student_log_density(double x, double variance, double degrees) {
  const double scale = variance * (degrees - 2.0);
  return std::lgamma(0.5 * (degrees + 1.0)) - std::lgamma(0.5 * degrees) - 0.5 * std::log(std::numbers::pi * scale) -
         0.5 * (degrees + 1.0) * std::log1p(x * x / scale);
}

double student_cdf(double t, double degrees) {
  const double tail = 0.5 * incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + t * t));
  return t < 0.0 ? tail : 1.0 - tail;
}

double chi_square_tail(double x, double degrees) {
  if (x <= 0.0) return 1.0;
  return std::clamp(1.0 - gamma_series(0.5 * degrees, 0.5 * x), 0.0, 1.0);
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0.0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size());
}

double quantile_of(std::vector<double> values, double probability) {
  std::sort(values.begin(), values.end());
  const double position = probability * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (position - static_cast<double>(below)) * (values[above] - values[below]);
}

double median_of(const std::vector<double>& values) { return quantile_of(values, 0.5); }

GoodnessOfFit kolmogorov_smirnov(std::vector<double> uniforms, const std::string& what) {
  std::erase_if(uniforms, [](double uniform) { return std::isnan(uniform); });
  std::sort(uniforms.begin(), uniforms.end());
  const auto count = static_cast<double>(uniforms.size());
  double distance = 0.0;
  for (std::size_t k = 0; k < uniforms.size(); ++k) {
    const auto rank = static_cast<double>(k);
    distance = std::max({distance, (rank + 1.0) / count - uniforms[k], uniforms[k] - rank / count});
  }
  const double root = std::sqrt(count);
  const double scaled = (root + 0.12 + 0.11 / root) * distance;
  double tail = 0.0;
  for (int k = 1; k <= 100; ++k) tail += 2.0 * (k % 2 == 1 ? 1.0 : -1.0) * std::exp(-2.0 * k * k * scaled * scaled);
  return {"Kolmogorov-Smirnov, " + what, distance, scaled < 0.2 ? 1.0 : std::clamp(tail, 0.0, 1.0)};
}

GoodnessOfFit ljung_box(const std::vector<double>& values, int lags, const std::string& what) {
  const auto count = static_cast<double>(values.size());
  const double mean = mean_of(values);
  const double variance = variance_of(values);
  double sum = 0.0;
  for (int lag = 1; lag <= lags; ++lag) {
    double covariance = 0.0;
    for (std::size_t k = static_cast<std::size_t>(lag); k < values.size(); ++k) {
      covariance += (values[k] - mean) * (values[k - static_cast<std::size_t>(lag)] - mean) / count;
    }
    const double correlation = covariance / variance;
    sum += correlation * correlation / (count - lag);
  }
  const double statistic = count * (count + 2.0) * sum;
  return {"Ljung-Box of " + std::to_string(lags) + " lags, " + what, statistic, chi_square_tail(statistic, lags)};
}

}  // namespace hashlease
