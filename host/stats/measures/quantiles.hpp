#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "stats/measures/column_distribution.hpp"

namespace hashlease {

/// The quantiles of every distribution.
inline constexpr std::array<double, 11> kQuantileProbabilities = {0.001, 0.01, 0.05, 0.1,  0.25, 0.5,
                                                                  0.75,  0.9,  0.95, 0.99, 0.999};

/// A quantile x_(ceil(n p)). Standard error: half the distance of the order statistics at ranks n p -+ sqrt(n p (1 -
/// p)) (both at most at the ends of the sample, and then scaled by the ranks they are apart); NaN where the sample is
/// too small to say. The 95 % interval lies between two order statistics (David & Nagaraja 2003, section 7.1); a bound
/// that the sample does not reach is NaN.
struct QuantileEstimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();
  double ci_low = std::numeric_limits<double>::quiet_NaN();
  double ci_high = std::numeric_limits<double>::quiet_NaN();
  /// false: from the histogram, within one bin of the order statistic: at most 2^-9 of its size.
  bool exact = false;
};

QuantileEstimate quantile_estimate(const ColumnDistribution& distribution, double probability);

/// Standard error of the order statistic next to n p, as for QuantileEstimate.
double quantile_standard_error(const ColumnDistribution& distribution, double probability);

/// Adds the ranks that quantile_estimate reads, for ColumnDistribution::refine.
void add_quantile_ranks(std::vector<std::uint64_t>& ranks, std::uint64_t n, double probability);

}  // namespace hashlease
