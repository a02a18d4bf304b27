#pragma once

/// Maximum likelihood with intervals.

#include <functional>
#include <string>
#include <vector>

#include "calibrate/fits/fit.hpp"
#include "calibrate/fits/optimiser.hpp"

namespace hashlease {

/// How a parameter is made free of bounds: as it is, ln(value), or ln((value - low) / (high - value)). Intervals are
/// symmetric there, so they keep the bounds.
enum class Scale { real, positive, bounded };

struct LikelihoodParameter {
  std::string key;
  std::string unit;
  double start;
  double step;  // of the first simplex, on the free scale
  Scale scale = Scale::real;
  double low = 0.0;  // of a bounded one
  double high = 1.0;
};

double to_free(const LikelihoodParameter& parameter, double value);
double from_free(const LikelihoodParameter& parameter, double free);

/// Log-likelihood of each observation given those before it; resized by the function.
using Contributions = std::function<void(const std::vector<double>& values, std::vector<double>& log_likelihoods)>;

/// Fits by maximum likelihood. Standard errors are A^-1 B A^-1 (Huber 1967, White 1982), A the negative second
/// derivatives of the log-likelihood and B the sum of squared scores: right also where the model is only an
/// approximation but for dependence it leaves; those of A^-1 where they are larger, for small samples make B too
/// small. A bounded parameter that ends on a bound is held there and has none. NaN
/// where A is not positive definite.
/// @param is_near  the starts are near the optimum already: no simplex
Fit maximise_likelihood(const std::vector<LikelihoodParameter>& parameters, const Contributions& contributions,
                        bool is_near = false);

/// Derivatives of each observation's log-likelihood with respect to each free parameter, [parameter][observation].
std::vector<std::vector<double>> scores(const std::vector<LikelihoodParameter>& parameters,
                                        const std::vector<double>& free, const Contributions& contributions);

/// Values with standard errors and 95 % intervals from free ones and their covariance; the intervals are mapped back.
std::vector<FittedParameter> fitted_parameters(const std::vector<LikelihoodParameter>& parameters,
                                               const std::vector<double>& free, const Matrix* covariance);

}  // namespace hashlease
