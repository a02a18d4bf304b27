#include "calibrate/fits/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hashlease {

namespace {

constexpr double kTwoSided95 = 1.959963984540054;

std::vector<double> values_of(const std::vector<LikelihoodParameter>& parameters, const std::vector<double>& free) {
  std::vector<double> values(free.size());
  for (std::size_t k = 0; k < free.size(); ++k) values[k] = from_free(parameters[k], free[k]);
  return values;
}

bool is_positive_definite(Matrix matrix) {
  for (std::size_t k = 0; k < matrix.size; ++k) {
    if (!(matrix.at(k, k) > 0.0)) return false;
    for (std::size_t row = k + 1; row < matrix.size; ++row) {
      const double factor = matrix.at(row, k) / matrix.at(k, k);
      for (std::size_t column = k; column < matrix.size; ++column) {
        matrix.at(row, column) -= factor * matrix.at(k, column);
      }
    }
  }
  return true;
}

/// A^-1 B A^-1, its diagonal that of A^-1 where that is larger; nothing where the likelihood has no proper maximum.
std::optional<Matrix> sandwich(const Matrix& information, const std::vector<std::vector<double>>& score) {
  if (!is_positive_definite(information)) return std::nullopt;
  const std::optional<Matrix> bread = inverse(information);
  if (!bread) return std::nullopt;
  Matrix squares(information.size);
  for (std::size_t i = 0; i < information.size; ++i) {
    for (std::size_t j = 0; j < information.size; ++j) {
      squares.at(i, j) = std::inner_product(score[i].begin(), score[i].end(), score[j].begin(), 0.0);
    }
  }
  Matrix covariance = product(product(*bread, squares), *bread);
  for (std::size_t k = 0; k < covariance.size; ++k) {
    covariance.at(k, k) = std::max(covariance.at(k, k), bread->at(k, k));
  }
  return covariance;
}

Objective negative_likelihood(const std::vector<LikelihoodParameter>& parameters, const Contributions& contributions) {
  return [parameters, contributions, buffer = std::vector<double>()](const std::vector<double>& free) mutable {
    contributions(values_of(parameters, free), buffer);
    return -std::accumulate(buffer.begin(), buffer.end(), 0.0);
  };
}

/// Share of the way from the low bound to the high one.
double place_between(const LikelihoodParameter& parameter, double value) {
  return (value - parameter.low) / (parameter.high - parameter.low);
}

double nearest_bound(const LikelihoodParameter& parameter, double value) {
  return place_between(parameter, value) < 0.5 ? parameter.low : parameter.high;
}

std::vector<bool> on_bound(const std::vector<LikelihoodParameter>& parameters, const std::vector<double>& free) {
  std::vector<bool> is_held;
  for (std::size_t k = 0; k < free.size(); ++k) {
    const double place = place_between(parameters[k], from_free(parameters[k], free[k]));
    is_held.push_back(parameters[k].scale == Scale::bounded && (place < 1e-3 || place > 1.0 - 1e-3));
  }
  return is_held;
}

/// The fit once the maximum is found: `rest` are the parameters that are not held on a bound.
Fit with_intervals(const std::vector<LikelihoodParameter>& parameters, const std::vector<bool>& is_held,
                   const std::vector<double>& values, const std::vector<LikelihoodParameter>& rest,
                   const std::vector<double>& rest_free, const Contributions& contributions) {
  const Objective negative = negative_likelihood(rest, contributions);
  Fit fit;
  fit.method = "maximum likelihood, sandwich standard errors";
  fit.log_likelihood = -negative(rest_free);
  fit.free_parameter_count = static_cast<int>(rest.size());
  const std::vector<std::vector<double>> score = scores(rest, rest_free, contributions);
  fit.sample_size = score.empty() ? 0 : score[0].size();
  const std::optional<Matrix> covariance = sandwich(hessian(negative, rest_free), score);
  if (!covariance) fit.notes.emplace_back("the likelihood has no proper maximum: no standard errors");
  const std::vector<FittedParameter> found = fitted_parameters(rest, rest_free, covariance ? &*covariance : nullptr);
  std::size_t next = 0;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    if (!is_held[k]) {
      fit.parameters.push_back(found[next++]);
      continue;
    }
    FittedParameter held;
    held.key = parameters[k].key;
    held.unit = parameters[k].unit;
    held.value = values[k];
    held.note = "on the bound of the fit";
    fit.parameters.push_back(held);
  }
  return fit;
}

}  // namespace

double to_free(const LikelihoodParameter& parameter, double value) {
  switch (parameter.scale) {
    case Scale::real: return value;
    case Scale::positive: return std::log(value);
    default: return std::log((value - parameter.low) / (parameter.high - value));
  }
}

double from_free(const LikelihoodParameter& parameter, double free) {
  switch (parameter.scale) {
    case Scale::real: return free;
    case Scale::positive: return std::exp(free);
    default: return parameter.low + (parameter.high - parameter.low) / (1.0 + std::exp(-free));
  }
}

std::vector<std::vector<double>> scores(const std::vector<LikelihoodParameter>& parameters,
                                        const std::vector<double>& free, const Contributions& contributions) {
  std::vector<std::vector<double>> result;
  std::vector<double> moved = free, above, below;
  for (std::size_t k = 0; k < free.size(); ++k) {
    const double step = 1e-4 * std::max(1.0, std::abs(free[k]));
    moved[k] = free[k] + step;
    contributions(values_of(parameters, moved), above);
    moved[k] = free[k] - step;
    contributions(values_of(parameters, moved), below);
    moved[k] = free[k];
    for (std::size_t n = 0; n < above.size(); ++n) above[n] = (above[n] - below[n]) / (2.0 * step);
    result.push_back(above);
  }
  return result;
}

std::vector<FittedParameter> fitted_parameters(const std::vector<LikelihoodParameter>& parameters,
                                               const std::vector<double>& free, const Matrix* covariance) {
  std::vector<FittedParameter> fitted;
  for (std::size_t k = 0; k < free.size(); ++k) {
    FittedParameter figure;
    figure.key = parameters[k].key;
    figure.unit = parameters[k].unit;
    figure.value = from_free(parameters[k], free[k]);
    if (covariance != nullptr) {
      const double error = std::sqrt(covariance->at(k, k));
      figure.lower = from_free(parameters[k], free[k] - kTwoSided95 * error);
      figure.upper = from_free(parameters[k], free[k] + kTwoSided95 * error);
      const double slope = (from_free(parameters[k], free[k] + 1e-6) - from_free(parameters[k], free[k] - 1e-6)) / 2e-6;
      figure.standard_error = std::abs(slope) * error;
    }
    fitted.push_back(figure);
  }
  return fitted;
}

Fit maximise_likelihood(const std::vector<LikelihoodParameter>& parameters, const Contributions& contributions,
                        bool is_near) {
  std::vector<double> start, steps;
  for (const LikelihoodParameter& parameter : parameters) {
    start.push_back(to_free(parameter, parameter.start));
    steps.push_back(parameter.step);
  }
  const Objective negative = negative_likelihood(parameters, contributions);
  const std::vector<double> free = is_near ? polish(negative, start) : minimise(negative, start, steps);
  const std::vector<bool> is_held = on_bound(parameters, free);
  std::vector<LikelihoodParameter> rest;
  std::vector<double> rest_free;
  std::vector<double> all_values = values_of(parameters, free);
  for (std::size_t k = 0; k < free.size(); ++k) {
    if (is_held[k]) {
      all_values[k] = nearest_bound(parameters[k], all_values[k]);
    } else {
      rest.push_back(parameters[k]);
      rest_free.push_back(free[k]);
    }
  }
  const Contributions rest_contributions = [&](const std::vector<double>& values, std::vector<double>& result) {
    std::size_t next = 0;
    for (std::size_t k = 0; k < free.size(); ++k) {
      if (!is_held[k]) all_values[k] = values[next++];
    }
    contributions(all_values, result);
  };
  if (rest.size() < free.size()) rest_free = polish(negative_likelihood(rest, rest_contributions), rest_free);
  return with_intervals(parameters, is_held, all_values, rest, rest_free, rest_contributions);
}

}  // namespace hashlease
