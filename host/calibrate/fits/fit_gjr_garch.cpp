#include <array>
#include <cmath>
#include <optional>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_support.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

namespace {

/// Residuals e and variances h of a day, with one variance more: that of the day after.
struct Filtered {
  std::vector<double> residual, variance;
};

/// @param values  alpha, gamma, beta, degrees of freedom
Filtered filter(const std::vector<double>& returns, double mean, double target, const std::vector<double>& values) {
  const auto [alpha, gamma, beta] = std::array{values[0], values[1], values[2]};
  const double omega = target * (1.0 - alpha - 0.5 * gamma - beta);
  Filtered filtered;
  double variance = target;
  for (const double value : returns) {
    const double residual = value - mean + 0.5 * (variance - target);
    filtered.residual.push_back(residual);
    filtered.variance.push_back(variance);
    variance = omega + (alpha + (residual < 0.0 ? gamma : 0.0)) * residual * residual + beta * variance;
  }
  filtered.variance.push_back(variance);
  return filtered;
}

Contributions likelihood_of(const std::vector<double>& returns, double mean, double target) {
  return [&returns, mean, target](const std::vector<double>& values, std::vector<double>& result) {
    result.assign(returns.size(), -1e6);
    const double persistence = values[0] + 0.5 * values[1] + values[2];
    if (persistence >= 1.0 || values[0] + values[1] < 0.0) return;
    const Filtered filtered = filter(returns, mean, target, values);
    const double degrees = values[3];
    const double constant = student_log_density(0.0, 1.0, degrees);
    for (std::size_t k = 0; k < returns.size(); ++k) {
      const double e = filtered.residual[k], h = filtered.variance[k];
      result[k] = constant - 0.5 * std::log(h) - 0.5 * (degrees + 1.0) * std::log1p(e * e / (h * (degrees - 2.0)));
    }
  };
}

/// What each day moves the sample variance by, as a martingale difference: from the mean of the recursion,
///   var - target = mean of [(1 - beta - gamma / 2) (e^2 - h) + gamma ([e < 0] e^2 - h / 2)] / (1 - persistence).
std::vector<double> target_influence(const Filtered& filtered, const std::vector<double>& values) {
  const auto [alpha, gamma, beta] = std::array{values[0], values[1], values[2]};
  std::vector<double> influence;
  for (std::size_t k = 0; k < filtered.residual.size(); ++k) {
    const double square = filtered.residual[k] * filtered.residual[k], h = filtered.variance[k];
    const double fall = (filtered.residual[k] < 0.0 ? square : 0.0) - 0.5 * h;
    influence.push_back(((1.0 - beta - 0.5 * gamma) * (square - h) + gamma * fall) /
                        (1.0 - alpha - 0.5 * gamma - beta));
  }
  return influence;
}

/// Mean derivative of each parameter's score with respect to the target.
std::vector<double> cross_derivatives(const std::vector<LikelihoodParameter>& parameters,
                                      const std::vector<double>& free, const std::vector<double>& returns, double mean,
                                      double target) {
  const double step = 1e-3 * target;
  const auto above = scores(parameters, free, likelihood_of(returns, mean, target + step));
  const auto below = scores(parameters, free, likelihood_of(returns, mean, target - step));
  std::vector<double> cross;
  for (std::size_t k = 0; k < free.size(); ++k) cross.push_back((mean_of(above[k]) - mean_of(below[k])) / (2.0 * step));
  return cross;
}

/// Covariance of the free parameters and, last, of the target. The influence of a day is A^-1 (score + C influence on
/// the target), A the negative second derivatives of the log-likelihood, C the mean derivative of the score by the
/// target.
std::optional<Matrix> covariance_of(const std::vector<LikelihoodParameter>& parameters, const std::vector<double>& free,
                                    const std::vector<double>& returns, double mean, double target,
                                    const std::vector<double>& influence) {
  const std::size_t size = free.size();
  const Contributions contributions = likelihood_of(returns, mean, target);
  const Objective negative = [&, buffer = std::vector<double>()](const std::vector<double>& point) mutable {
    std::vector<double> values(size);
    for (std::size_t k = 0; k < size; ++k) values[k] = from_free(parameters[k], point[k]);
    contributions(values, buffer);
    return -mean_of(buffer) * static_cast<double>(returns.size());
  };
  const std::optional<Matrix> bread = inverse(hessian(negative, free));
  if (!bread) return std::nullopt;
  const auto score = scores(parameters, free, contributions);
  const std::vector<double> cross = cross_derivatives(parameters, free, returns, mean, target);
  Matrix covariance(size + 1);
  std::vector<double> day(size + 1);
  for (std::size_t t = 0; t < returns.size(); ++t) {
    for (std::size_t i = 0; i < size; ++i) {
      day[i] = 0.0;
      for (std::size_t j = 0; j < size; ++j) day[i] += bread->at(i, j) * (score[j][t] + cross[j] * influence[t]);
    }
    day[size] = influence[t] / static_cast<double>(returns.size());
    for (std::size_t i = 0; i <= size; ++i) {
      for (std::size_t j = 0; j <= size; ++j) covariance.at(i, j) += day[i] * day[j];
    }
  }
  return covariance;
}

/// The drift and the stationary volatility, from the sample's mean and variance; their errors from the influences.
std::vector<FittedParameter> moment_parameters(std::size_t count, double mean, double target, double target_error) {
  const double volatility = std::sqrt(target * kDaysPerYear);
  const double drift_error = std::sqrt(target / static_cast<double>(count)) * kDaysPerYear;
  const double drift = mean * kDaysPerYear + 0.5 * volatility * volatility;
  const double relative = 0.5 * target_error / target;  // of the volatility
  FittedParameter annual_drift{
      "annual_drift", drift, drift_error, drift - 1.96 * drift_error, drift + 1.96 * drift_error, "1/year", true, ""};
  FittedParameter annual_volatility{"annual_volatility",
                                    volatility,
                                    volatility * relative,
                                    volatility * std::exp(-1.96 * relative),
                                    volatility * std::exp(1.96 * relative),
                                    "1/sqrt(year)",
                                    true,
                                    ""};
  return {annual_drift, annual_volatility};
}

void add_state_and_tests(const Filtered& filtered, double degrees, Fit& fit) {
  FittedParameter start;
  start.key = "initial_volatility";
  start.unit = "1/sqrt(year)";
  start.value = std::sqrt(filtered.variance.back() * kDaysPerYear);
  start.note = "the state at the end of the sample, no parameter";
  fit.parameters.push_back(start);
  std::vector<double> residuals, uniforms;
  for (std::size_t k = 0; k < filtered.residual.size(); ++k) {
    residuals.push_back(filtered.residual[k] / std::sqrt(filtered.variance[k]));
    uniforms.push_back(student_t_distribution(residuals.back() * std::sqrt(degrees / (degrees - 2.0)), degrees));
  }
  add_tests(fit, residuals, uniforms);
}

}  // namespace

Fit fit_gjr_garch(const std::vector<double>& returns) {
  const double mean = mean_of(returns), target = variance_of(returns);
  const std::vector<LikelihoodParameter> parameters = {
      {"alpha", "", 0.06, 0.5, Scale::positive},
      {"gamma", "", 0.01, 0.02},
      {"beta", "", 0.9, 0.3, Scale::bounded, 0.0, 1.0},
      {"degrees_of_freedom", "", 5.0, 0.5, Scale::bounded, 2.01, 200.0}};
  Fit fit = maximise_likelihood(parameters, likelihood_of(returns, mean, target));
  std::vector<double> values, free;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    values.push_back(fit.parameters[k].value);
    free.push_back(to_free(parameters[k], values[k]));
  }
  const Filtered filtered = filter(returns, mean, target, values);
  const std::vector<double> influence = target_influence(filtered, values);
  const auto covariance = covariance_of(parameters, free, returns, mean, target, influence);
  if (covariance) fit.parameters = fitted_parameters(parameters, free, &*covariance);
  const double target_error = covariance ? std::sqrt(covariance->at(4, 4)) : kNoFigure;
  const std::vector<FittedParameter> moments = moment_parameters(returns.size(), mean, target, target_error);
  fit.parameters.insert(fit.parameters.begin(), moments.begin(), moments.end());
  fit.model = name_of(BtcModel::gjr_garch);
  fit.method = "variance targeting, then maximum likelihood; standard errors of both steps";
  fit.free_parameter_count = 6;
  if (values[3] <= 4.0) {
    fit.notes.emplace_back(
        "with 4 degrees of freedom or fewer returns have no fourth moment: the standard error of the stationary "
        "volatility is nominal");
  }
  check_drift(fit);
  add_state_and_tests(filtered, values[3], fit);
  return fit;
}

}  // namespace hashlease
