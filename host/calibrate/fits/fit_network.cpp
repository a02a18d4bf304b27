#include "calibrate/fits/fit_network.hpp"

#include <algorithm>
#include <cmath>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

namespace {

constexpr double kDt = 1.0 / kDaysPerYear;
/// Days over which errors of the hashprice trend are correlated: a year, or a quarter of the sample.
constexpr std::size_t kTrendLags = 365;

struct DailyInput {
  double above, below;  // max(x, 0), max(-x, 0) of the day before
};

/// What is known of ln hashrate after the last day.
struct Level {
  double value, variance;
};

/// One-step predictions of the Kalman filter for a random walk with known inputs seen through white noise.
template <class Visit>
Level filter(const std::vector<double>& values, const std::vector<DailyInput>& inputs, const std::vector<double>& p,
             const Visit& visit) {
  const double walk = p[3] * p[3] * kDt, noise = p[4] * p[4];
  double level = values[0], variance = noise;
  for (std::size_t k = 1; k < values.size(); ++k) {
    level += (p[0] + p[1] * inputs[k].above - p[2] * inputs[k].below) * kDt;
    variance += walk;
    const double total = variance + noise;
    visit(values[k] - level, total);
    const double gain = variance / total;
    level += gain * (values[k] - level);
    variance *= 1.0 - gain;
  }
  return {level, variance};
}

FittedParameter figure(const char* key, double value, double error, const char* unit) {
  FittedParameter parameter;
  parameter.key = key;
  parameter.value = value;
  parameter.standard_error = error;
  parameter.lower = value - 1.96 * error;
  parameter.upper = value + 1.96 * error;
  parameter.unit = unit;
  return parameter;
}

/// Long-run covariance of the slope's scores with Bartlett weights.
double long_run_sum(const std::vector<double>& scores) {
  const std::size_t lags = std::min(kTrendLags, scores.size() / 4);
  double sum = 0.0;
  for (std::size_t lag = 0; lag <= lags; ++lag) {
    const double weight = 1.0 - static_cast<double>(lag) / static_cast<double>(lags + 1);
    double covariance = 0.0;
    for (std::size_t k = lag; k < scores.size(); ++k) covariance += scores[k] * scores[k - lag];
    sum += (lag == 0 ? 1.0 : 2.0) * weight * covariance;
  }
  return std::max(sum, 0.0);
}

}  // namespace

HashpriceTrend hashprice_trend(const std::vector<double>& log_hashprices) {
  const auto count = static_cast<double>(log_hashprices.size());
  const double mean = mean_of(log_hashprices), middle = 0.5 * (count - 1.0);
  double squares = 0.0, cross = 0.0;
  for (std::size_t k = 0; k < log_hashprices.size(); ++k) {
    const double time = static_cast<double>(k) - middle;
    squares += time * time;
    cross += time * (log_hashprices[k] - mean);
  }
  const double slope = std::min(cross / squares, 0.0);
  std::vector<double> slope_scores, end_scores;
  for (std::size_t k = 0; k < log_hashprices.size(); ++k) {
    const double time = static_cast<double>(k) - middle;
    const double residual = log_hashprices[k] - mean - slope * time;
    slope_scores.push_back(residual * time / squares);
    end_scores.push_back(residual * (1.0 / count + middle * time / squares));
  }
  HashpriceTrend trend;
  trend.log_end = mean + slope * middle;
  trend.annual_fall = -slope * kDaysPerYear;
  trend.log_end_error = std::sqrt(long_run_sum(end_scores));
  trend.annual_fall_error = std::sqrt(long_run_sum(slope_scores)) * kDaysPerYear;
  return trend;
}

Fit fit_hashrate(const std::vector<double>& log_hashrates, const std::vector<double>& log_hashprices,
                 const HashpriceTrend& reference) {
  std::vector<DailyInput> inputs(1);
  for (std::size_t k = 1; k < log_hashrates.size(); ++k) {
    const auto days_left = static_cast<double>(log_hashrates.size() - k);
    const double excess = log_hashprices[k - 1] - reference.log_end - reference.annual_fall * days_left * kDt;
    inputs.push_back({std::max(excess, 0.0), std::max(-excess, 0.0)});
  }
  const auto contributions = [&](const std::vector<double>& values, std::vector<double>& result) {
    result.clear();
    filter(log_hashrates, inputs, values,
           [&](double error, double variance) { result.push_back(normal_log_density(error, 0.0, variance)); });
  };
  const double years = static_cast<double>(log_hashrates.size()) * kDt;
  const double growth = (log_hashrates.back() - log_hashrates.front()) / years;
  Fit fit = maximise_likelihood({{"annual_hashrate_growth", "1/year", growth, 0.1},
                                 {"response_up", "1/year", 0.4, 0.3},
                                 {"response_down", "1/year", 0.4, 0.3},
                                 {"annual_hashrate_volatility", "1/sqrt(year)", 0.2, 0.3, Scale::positive},
                                 {"daily_noise", "", 0.09, 0.2, Scale::positive}},
                                contributions);
  fit.model = "network";
  fit.method = "maximum likelihood by a Kalman filter, sandwich standard errors";
  for (FittedParameter& parameter : fit.parameters) {
    if (parameter.key.starts_with("response")) check_identified(parameter, 0.0, 1.5);
  }
  std::vector<double> values, residuals, uniforms;
  for (const FittedParameter& parameter : fit.parameters) values.push_back(parameter.value);
  const Level last = filter(log_hashrates, inputs, values, [&](double error, double variance) {
    residuals.push_back(error / std::sqrt(variance));
    uniforms.push_back(normal_distribution(residuals.back()));
  });
  const double hashrate = std::exp(last.value);
  fit.parameters.push_back(figure("hashrate", hashrate, hashrate * std::sqrt(last.variance), "EH/s"));
  fit.parameters.back().note = "at the end of the sample, the noise of block arrival filtered out";
  fit.tests.push_back(uniformity_of(uniforms, "prediction errors of the day"));
  fit.tests.push_back(ljung_box(residuals, 20, "prediction errors"));
  return fit;
}

Fit fit_network(const BtcHistory& history) {
  std::vector<double> log_hashprices, log_hashrates;
  for (const double value : hashprices(history)) log_hashprices.push_back(std::log(value));
  for (const double value : history.hashrate) log_hashrates.push_back(std::log(value));
  const HashpriceTrend trend = hashprice_trend(log_hashprices);
  Fit fit = fit_hashrate(log_hashrates, log_hashprices, trend);
  const double level = std::exp(trend.log_end);
  fit.parameters.push_back(figure("hashprice_reference", level, level * trend.log_end_error, "USD/PH/day"));
  fit.parameters.push_back(figure("annual_efficiency_gain", trend.annual_fall, trend.annual_fall_error, "1/year"));
  fit.notes.emplace_back(
      "hashprice_reference and annual_efficiency_gain are the line through ln hashprice of the sample: growth and "
      "reference cannot be told apart, for only growth - response x ln(reference) shows");
  return fit;
}

std::vector<double> difficulty_steps(const BtcHistory& history) {
  // A day without a retarget has the difficulty of the day before, to the digits of the data.
  constexpr double kSame = 1e-6;
  std::vector<double> steps;
  double settled = 0.0;
  for (std::size_t k = 1; k < history.difficulty.size(); ++k) {
    const double level = std::log(history.difficulty[k]);
    if (std::abs(level - std::log(history.difficulty[k - 1])) > kSame) continue;
    if (settled != 0.0 && std::abs(level - settled) > kSame) steps.push_back(level - settled);
    settled = level;
  }
  return steps;
}

Fit fit_difficulty(const BtcHistory& history) {
  const std::vector<double> steps = difficulty_steps(history);
  Fit fit;
  fit.model = "difficulty";
  fit.method = "moments";
  fit.sample_size = steps.size();
  if (steps.size() < 3) return fit;
  const auto count = static_cast<double>(steps.size());
  const double mean = mean_of(steps), variance = variance_of(steps);
  const double deviation = std::sqrt(variance * count / (count - 1.0));
  double product = 0.0;
  for (std::size_t k = 1; k < steps.size(); ++k) product += (steps[k] - mean) * (steps[k - 1] - mean);
  fit.parameters = {figure("mean_step", mean, deviation / std::sqrt(count), "1/retarget"),
                    figure("step_deviation", deviation, deviation / std::sqrt(2.0 * count), ""),
                    figure("step_correlation", product / (count * variance), 1.0 / std::sqrt(count), "")};
  return fit;
}

}  // namespace hashlease
