#include <cmath>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_support.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

void check_drift(Fit& fit) {
  for (FittedParameter& parameter : fit.parameters) {
    if (parameter.key == "annual_drift") check_identified(parameter, kLowestDrift, kHighestDrift);
  }
}

void add_tests(Fit& fit, const std::vector<double>& scores, const std::vector<double>& uniforms) {
  fit.tests.push_back(uniformity_of(uniforms, "law of the day"));
  std::vector<double> squares;
  for (const double score : scores) squares.push_back(score * score);
  fit.tests.push_back(ljung_box(squares, 20, "squared residuals"));
}

Fit fit_gbm(const std::vector<double>& returns) {
  constexpr double dt = 1.0 / kDaysPerYear;
  const double variance = variance_of(returns) / dt;
  const double drift = mean_of(returns) / dt + 0.5 * variance;
  const auto contributions = [&](const std::vector<double>& values, std::vector<double>& result) {
    result.resize(returns.size());
    const double sigma2 = values[1] * values[1];
    for (std::size_t k = 0; k < returns.size(); ++k) {
      result[k] = normal_log_density(returns[k], (values[0] - 0.5 * sigma2) * dt, sigma2 * dt);
    }
  };
  Fit fit = maximise_likelihood({{"annual_drift", "1/year", drift, 0.1},
                                 {"annual_volatility", "1/sqrt(year)", std::sqrt(variance), 0.1, Scale::positive}},
                                contributions, true);
  fit.model = name_of(BtcModel::gbm);
  check_drift(fit);
  std::vector<double> residuals, uniforms;
  for (const double value : returns) {
    residuals.push_back((value - mean_of(returns)) / std::sqrt(variance * dt));
    uniforms.push_back(normal_distribution(residuals.back()));
  }
  add_tests(fit, residuals, uniforms);
  return fit;
}

}  // namespace hashlease
