#pragma once

/// Densities, moments and the tests of fit that stand on them.

#include <vector>

#include "calibrate/fits/fit.hpp"

namespace hashlease {

double normal_log_density(double x, double mean, double variance);
/// Log density of a Student-t with `degrees` > 2, scaled to the variance given.
double student_log_density(double x, double variance, double degrees);

double mean_of(const std::vector<double>& values);
/// Divided by n: the maximum likelihood form.
double variance_of(const std::vector<double>& values);
double quantile_of(std::vector<double> values, double probability);
double median_of(const std::vector<double>& values);

/// Kolmogorov-Smirnov test that values are uniform on [0, 1]; those that are not a number are left out. With fitted
/// parameters it rejects too rarely, never too often.
GoodnessOfFit uniformity_of(std::vector<double> uniforms, const std::string& what);
/// Ljung & Box (1978): no autocorrelation up to `lags`.
GoodnessOfFit ljung_box(const std::vector<double>& values, int lags, const std::string& what);

}  // namespace hashlease
