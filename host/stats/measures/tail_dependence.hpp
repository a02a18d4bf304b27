#pragma once

#include <array>
#include <limits>

#include "stats/measures/moments.hpp"
#include "stats/state/joint_histogram.hpp"

namespace hashlease {

/// Probabilities q for which lower tail dependence is stated.
inline constexpr std::array<double, 2> kTailProbabilities = {0.05, 0.01};

/// lambda(q) = P(b below its q-quantile | a below its q-quantile): q for independent columns, 1 where they fall
/// together; its limit at q -> 0 is the coefficient of lower tail dependence (Joe 1997, section 2.1.10).
struct TailDependence {
  Estimate estimate;
  // The histogram leaves open where in their cells the values lie; the sample's lambda is between these two.
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// With C(r, s) the number of paths among the r lowest of a and the s lowest of b: C(n q, n q) / (n q), where cells
/// that a quantile cuts count in proportion. Standard error from the influence function of the empirical copula,
/// 1{both} - C_a 1{a} - C_b 1{b}, over q (Fermanian, Radulovic & Wegkamp 2004), with the partial derivatives C_a and
/// C_b as differences over n q -+ sqrt(n q (1 - q)); NaN where n q < 10. All NaN where there is no path or all of a or
/// of b are in one bin.
TailDependence lower_tail_dependence(const JointHistogram& joint, double probability);

}  // namespace hashlease
