#pragma once

/// Moments of a column from its power sums, each with the standard error that its influence function gives: for an
/// estimator with influence function u(y) of the standardised value y, the standard error is sqrt(Var u / n)
/// (Hampel 1974; Serfling 1980, section 6). It holds for any distribution with moments up to twice the estimator's
/// order.

#include <array>
#include <cstdint>
#include <limits>

namespace hashlease {

/// A measure and its standard error; NaN where it is not defined.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();
};

/// What is known of a column after its power sums are moved from the shift to the mean.
struct ColumnMoments {
  double count = 0.0;
  double mean = std::numeric_limits<double>::quiet_NaN();
  double variance = std::numeric_limits<double>::quiet_NaN();  // divided by n; 0: all values are equal
  std::array<double, 9> standardised{};                        // mean of ((x - mean) / sqrt(variance))^k, k = 0..8
  bool is_constant() const { return variance == 0.0; }
};

/// Moments from sums of (x - shift)^k, k = 1..8, over `count` values: binomial expansion about the mean in long double.
/// A variance below the resolution of the sums (64 epsilon of the mean square about the shift) counts as 0.
ColumnMoments column_moments(const double* power_sums, std::uint64_t count, double shift);

/// Mean; standard error s / sqrt(n).
Estimate mean_estimate(const ColumnMoments& moments);
/// Standard deviation with n - 1; u = s (y^2 - 1) / 2.
Estimate standard_deviation_estimate(const ColumnMoments& moments);
/// m3 / m2^1.5 =: g; u = y^3 - 3 y - g - 1.5 g (y^2 - 1). NaN for a constant column.
Estimate skewness_estimate(const ColumnMoments& moments);
/// m4 / m2^2 - 3; with b = m4 / m2^2: u = y^4 - b - 4 g y - 2 b (y^2 - 1). NaN for a constant column.
Estimate excess_kurtosis_estimate(const ColumnMoments& moments);
/// c = standard deviation / mean; u = c ((y^2 - 1) / 2 - c y). NaN when the mean is 0.
Estimate coefficient_of_variation_estimate(const ColumnMoments& moments);

}  // namespace hashlease
