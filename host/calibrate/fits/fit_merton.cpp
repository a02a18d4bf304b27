#include <algorithm>
#include <cmath>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_support.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

namespace {

constexpr double kYears = 1.0 / kDaysPerYear;

/// One normal of the mixture.
struct Component {
  double weight, mean, variance;
};

/// @param values  drift, volatility, intensity, jump mean, jump deviation
std::vector<Component> mixture_of(const std::vector<double>& values) {
  const double variance = values[1] * values[1];
  const double rate = values[2] * kYears;
  const double growth = std::expm1(values[3] + 0.5 * values[4] * values[4]);
  const double mean = (values[0] - 0.5 * variance - values[2] * growth) * kYears;
  std::vector<Component> mixture;
  double weight = std::exp(-rate);
  for (int count = 0; count < 40; ++count) {
    mixture.push_back({weight, mean + count * values[3], variance * kYears + count * values[4] * values[4]});
    weight *= rate / (count + 1);
    if (count + 1 > rate && weight < 1e-9) break;
  }
  return mixture;
}

double density_of(const std::vector<Component>& mixture, double value) {
  double density = 0.0;
  for (const Component& part : mixture) {
    density += part.weight * std::exp(normal_log_density(value, part.mean, part.variance));
  }
  return density;
}

}  // namespace

Fit fit_merton(const std::vector<double>& returns, double most_jumps) {
  const auto contributions = [&](const std::vector<double>& values, std::vector<double>& result) {
    result.resize(returns.size());
    const std::vector<Component> mixture = mixture_of(values);
    for (std::size_t k = 0; k < returns.size(); ++k) {
      result[k] = std::log(std::max(density_of(mixture, returns[k]), 1e-300));
    }
  };
  // Most days have no jump: their deviation is that of the middle of the returns (normal quartiles are 1.349 apart).
  const double core = (quantile_of(returns, 0.75) - quantile_of(returns, 0.25)) / 1.349;
  const double total = variance_of(returns);
  const double intensity = std::min(12.0, 0.5 * most_jumps);
  const double jump = std::sqrt(std::max(total - core * core, 0.2 * total) / (intensity * kYears));
  Fit fit = maximise_likelihood(
      {{"annual_drift", "1/year", mean_of(returns) / kYears + 0.5 * total / kYears, 0.1},
       {"annual_volatility", "1/sqrt(year)", std::max(core, 1e-6) / std::sqrt(kYears), 0.1, Scale::positive},
       {"jump_intensity", "1/year", intensity, 0.5, Scale::bounded, 0.0, most_jumps},
       {"jump_mean", "", 0.0, 0.01},
       {"jump_deviation", "", jump, 0.2, Scale::positive}},
      contributions);
  fit.model = name_of(BtcModel::merton);
  check_drift(fit);
  std::vector<double> values;
  for (const FittedParameter& parameter : fit.parameters) values.push_back(parameter.value);
  std::vector<double> residuals, uniforms;
  const double mean = mean_of(returns);
  for (const double value : returns) {
    double uniform = 0.0;
    for (const Component& part : mixture_of(values)) {
      uniform += part.weight * normal_distribution((value - part.mean) / std::sqrt(part.variance));
    }
    uniforms.push_back(uniform);
    residuals.push_back(value - mean);
  }
  add_tests(fit, residuals, uniforms);
  return fit;
}

}  // namespace hashlease
