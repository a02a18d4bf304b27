#include "calibrate/fits/fit_lease.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/optimiser.hpp"

namespace hashlease {

namespace {

/// Half a chi-square of one degree at 95 %: how far the log-likelihood falls within the interval.
constexpr double kInterval = 0.5 * 3.841458820694124;
/// Range of mean reversions looked at: half-lives of 600 years to 4 hours.
constexpr double kLowestLogReversion = -6.8;
constexpr double kHighestLogReversion = 7.3;

/// Generalised least squares of a line for one mean reversion.
struct LineFit {
  double log_likelihood, level, slope, slope_variance, stationary_variance;
  std::vector<double> innovations;  // standardised
};

struct Sums {
  double constant = 0.0, cross = 0.0, time = 0.0, with_constant = 0.0, with_time = 0.0, log_determinant = 0.0;
};

/// Each observation less its forecast from the one before, over the forecast's deviation.
struct Whitened {
  double constant, time, value;
};

std::vector<Whitened> whitened(const std::vector<double>& years, const std::vector<double>& logs, double reversion,
                               double& log_determinant) {
  std::vector<Whitened> rows = {{1.0, years[0], logs[0]}};
  log_determinant = 0.0;
  for (std::size_t k = 1; k < years.size(); ++k) {
    const double persistence = std::exp(-reversion * (years[k] - years[k - 1]));
    const double variance = -std::expm1(-2.0 * reversion * (years[k] - years[k - 1]));
    const double scale = 1.0 / std::sqrt(variance);
    rows.push_back({(1.0 - persistence) * scale, (years[k] - persistence * years[k - 1]) * scale,
                    (logs[k] - persistence * logs[k - 1]) * scale});
    log_determinant += std::log(variance);
  }
  return rows;
}

LineFit line_fit(const std::vector<double>& years, const std::vector<double>& logs, double log_reversion) {
  Sums sums;
  const std::vector<Whitened> rows = whitened(years, logs, std::exp(log_reversion), sums.log_determinant);
  for (const Whitened& row : rows) {
    sums.constant += row.constant * row.constant;
    sums.cross += row.constant * row.time;
    sums.time += row.time * row.time;
    sums.with_constant += row.constant * row.value;
    sums.with_time += row.time * row.value;
  }
  const double determinant = sums.constant * sums.time - sums.cross * sums.cross;
  LineFit fit{};
  fit.level = (sums.time * sums.with_constant - sums.cross * sums.with_time) / determinant;
  fit.slope = (sums.constant * sums.with_time - sums.cross * sums.with_constant) / determinant;
  double squares = 0.0;
  for (const Whitened& row : rows) {
    const double residual = row.value - fit.level * row.constant - fit.slope * row.time;
    squares += residual * residual;
    fit.innovations.push_back(residual);
  }
  const double freedom = static_cast<double>(years.size()) - 2.0;
  fit.stationary_variance = squares / freedom;
  fit.slope_variance = fit.stationary_variance * sums.constant / determinant;
  for (double& innovation : fit.innovations) innovation /= std::sqrt(fit.stationary_variance);
  fit.log_likelihood =
      -0.5 * (freedom * std::log(fit.stationary_variance) + sums.log_determinant + std::log(determinant) + freedom);
  return fit;
}

/// Where the restricted likelihood falls out of the interval, on one side of its top; infinite where it does not.
double interval_end(const std::vector<double>& years, const std::vector<double>& logs, double top, double highest,
                    double end) {
  const auto drop = [&](double place) { return highest - line_fit(years, logs, place).log_likelihood - kInterval; };
  if (drop(end) < 0.0) return end;
  double inside = top, outside = end;
  for (int k = 0; k < 50; ++k) {
    const double middle = 0.5 * (inside + outside);
    (drop(middle) < 0.0 ? inside : outside) = middle;
  }
  return 0.5 * (inside + outside);
}

double half_life_months(double log_reversion) { return 12.0 * std::log(2.0) / std::exp(log_reversion); }

/// The top of the profile: a grid first, for it may have two.
double best_reversion(const std::vector<double>& years, const std::vector<double>& logs) {
  const auto negative = [&](double place) { return -line_fit(years, logs, place).log_likelihood; };
  double best = kLowestLogReversion;
  for (double place = best; place < kHighestLogReversion; place += 0.2) {
    if (negative(place) < negative(best)) best = place;
  }
  return minimise_between(negative, std::max(best - 0.3, kLowestLogReversion),
                          std::min(best + 0.3, kHighestLogReversion));
}

}  // namespace

Fit fit_ornstein_uhlenbeck(const std::vector<double>& years, const std::vector<double>& logs, double given_half_life) {
  const bool is_given = given_half_life > 0.0;
  const double top = is_given ? std::log(12.0 * std::log(2.0) / given_half_life) : best_reversion(years, logs);
  const LineFit line = line_fit(years, logs, top);
  const double reversion = std::exp(top);
  const double volatility = std::sqrt(2.0 * reversion * line.stationary_variance);
  const double slowest = interval_end(years, logs, top, line.log_likelihood, kLowestLogReversion);
  const double fastest = interval_end(years, logs, top, line.log_likelihood, kHighestLogReversion);
  const double freedom = static_cast<double>(years.size()) - 2.0;
  const double relative = 1.0 / std::sqrt(2.0 * freedom);
  const double slope_error = std::sqrt(line.slope_variance);
  const double half_life = half_life_months(top);
  Fit fit;
  fit.model = "lease";
  fit.method = is_given ? "restricted maximum likelihood, half-life given"
                        : "restricted maximum likelihood; half-life by likelihood ratio";
  fit.sample_size = years.size();
  fit.free_parameter_count = 4;
  fit.log_likelihood = line.log_likelihood;
  fit.parameters = {{"annual_obsolescence", -line.slope, slope_error, -line.slope - 1.96 * slope_error,
                     -line.slope + 1.96 * slope_error, "1/year", true, ""},
                    {"annual_volatility", volatility, volatility * relative, volatility * std::exp(-1.96 * relative),
                     volatility * std::exp(1.96 * relative), "1/sqrt(year)", true, ""},
                    {"half_life_months", half_life, kNoFigure, half_life_months(fastest), half_life_months(slowest),
                     "month", true, ""}};
  FittedParameter& life = fit.parameters[2];
  if (is_given) {
    life.lower = life.upper = kNoFigure;
    life.note = "given";
    fit.free_parameter_count = 3;
  } else if (slowest > kLowestLogReversion && fastest < kHighestLogReversion) {
    // As much of a standard error as the interval has in it, on the log scale.
    life.standard_error = half_life * (fastest - slowest) / (2.0 * 1.96);
  } else {
    life.note = slowest > kLowestLogReversion ? "as good as independent months" : "a random walk is in the interval";
  }
  std::vector<double> uniforms;
  for (const double innovation : line.innovations) uniforms.push_back(normal_distribution(innovation));
  fit.tests.push_back(uniformity_of(uniforms, "innovations"));
  return fit;
}

MonthlyRates without_early_months(const MonthlyRates& rates) {
  std::size_t first = 0;
  for (std::size_t k = 1; k < rates.month.size(); ++k) {
    if (rates.month[k] - rates.month[k - 1] > 3) first = k;
  }
  MonthlyRates rest;
  rest.month.assign(rates.month.begin() + static_cast<std::ptrdiff_t>(first), rates.month.end());
  rest.rate.assign(rates.rate.begin() + static_cast<std::ptrdiff_t>(first), rates.rate.end());
  return rest;
}

Fit fit_lease(const MonthlyRates& rates, double given_half_life) {
  std::vector<double> years, logs;
  for (std::size_t k = 0; k < rates.rate.size(); ++k) {
    years.push_back(static_cast<double>(rates.month[k] - rates.month[0]) / 12.0);
    logs.push_back(std::log(rates.rate[k]));
  }
  Fit fit = fit_ornstein_uhlenbeck(years, logs, given_half_life);
  check_identified(fit.parameters[0], 0.0, 0.6);
  if (given_half_life <= 0.0) check_identified(fit.parameters[2], 1.0, 60.0);
  const std::int64_t span = rates.month.back() - rates.month.front() + 1;
  const auto missing = span - static_cast<std::int64_t>(rates.month.size());
  if (missing > 0) fit.notes.push_back(std::to_string(missing) + " months within the sample have no rate");
  return fit;
}

RateCorrelation correlation_of(const std::vector<double>& x, const std::vector<double>& y, std::size_t independent) {
  RateCorrelation result;
  result.months = independent;
  result.value = result.lower = result.upper = kNoFigure;
  if (independent < 4) return result;
  const double mean_x = mean_of(x), mean_y = mean_of(y);
  double product = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) product += (x[k] - mean_x) * (y[k] - mean_y);
  const double scale = static_cast<double>(x.size()) * std::sqrt(variance_of(x) * variance_of(y));
  result.value = std::clamp(product / scale, -0.999, 0.999);
  const double centre = std::atanh(result.value), half = 1.96 / std::sqrt(static_cast<double>(independent) - 3.0);
  result.lower = std::tanh(centre - half);
  result.upper = std::tanh(centre + half);
  return result;
}

RateCorrelation rate_correlation(const MonthlyRates& a, const MonthlyRates& b) {
  std::map<std::int64_t, double> other;
  for (std::size_t k = 0; k < b.month.size(); ++k) other[b.month[k]] = std::log(b.rate[k]);
  std::vector<double> x, y;
  for (std::size_t k = 1; k < a.month.size(); ++k) {
    const std::int64_t now = a.month[k], before = a.month[k - 1];
    if (now != before + 1 || other.count(now) == 0 || other.count(before) == 0) continue;
    x.push_back(std::log(a.rate[k] / a.rate[k - 1]));
    y.push_back(other[now] - other[before]);
  }
  return correlation_of(x, y, x.size());
}

}  // namespace hashlease
