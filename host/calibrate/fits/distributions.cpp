#include "calibrate/fits/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "base/special_functions.hpp"
#include "calibrate/fits/kolmogorov.hpp"

namespace hashlease {

double normal_log_density(double x, double mean, double variance) {
  const double distance = x - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi * variance) + distance * distance / variance);
}

double student_log_density(double x, double variance, double degrees) {
  const double scale = variance * (degrees - 2.0);
  return std::lgamma(0.5 * (degrees + 1.0)) - std::lgamma(0.5 * degrees) - 0.5 * std::log(std::numbers::pi * scale) -
         0.5 * (degrees + 1.0) * std::log1p(x * x / scale);
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

GoodnessOfFit uniformity_of(std::vector<double> uniforms, const std::string& what) {
  std::erase_if(uniforms, [](double uniform) { return std::isnan(uniform); });
  const UniformityTest test = kolmogorov_smirnov(std::move(uniforms));
  return {"Kolmogorov-Smirnov, " + what, test.statistic, test.p_value};
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
