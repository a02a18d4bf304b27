#pragma once

/// What the fits of BTC models share.

#include <vector>

#include "calibrate/fits/fit.hpp"

namespace hashlease {

/// Plausible drifts of the expected BTC price [1/year].
inline constexpr double kLowestDrift = -0.25;
inline constexpr double kHighestDrift = 0.75;

/// Says so where the drift is not identified.
void check_drift(Fit& fit);

/// Kolmogorov-Smirnov of the uniforms that the model's law makes of the days, and Ljung-Box of squared residuals.
void add_tests(Fit& fit, const std::vector<double>& residuals, const std::vector<double>& uniforms);

}  // namespace hashlease
