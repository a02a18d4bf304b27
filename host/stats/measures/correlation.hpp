#pragma once

#include <cstdint>

#include "stats/measures/moments.hpp"

namespace hashlease {

/// Pearson's correlation rho of two columns from their power sums and cross sums (layout of SumNode) over `count`
/// paths. Standard error from the influence function u = y_a y_b - rho (y_a^2 + y_b^2) / 2 of the standardised values.
/// NaN when a column is constant or count < 2.
Estimate correlation_estimate(const double* power_sums_a, const double* power_sums_b, const double* cross_sums,
                              std::uint64_t count);

}  // namespace hashlease
