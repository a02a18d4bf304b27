#pragma once

/// The shape of a leaf of the summation tree, shared by every backend: given the same values, each of them must produce
/// the same bits. Products and sums are plain IEEE double operations; a compiler must not contract them
/// (-ffp-contract=off, nvcc -fmad=false).
///
/// A leaf is 64 consecutive paths of a column. Lane j = 0..7 starts from +0.0 and adds its paths j, j + 8, ... j + 56
/// in that order; then the eight lanes are halved: a[j] += a[j + 4] (j < 4), a[j] += a[j + 2] (j < 2), a[0] + a[1]. A
/// path that is missing (short last leaf) or not finite adds +0.0, which changes nothing: a sum here is never -0.0.
/// Above the leaves, a node is its left child + its right child.

#include <cstdint>
#include <cstring>

#include "base/macros.hpp"
#include "stats/sums/path_range.hpp"
#include "stats/sums/sum_forest.hpp"

namespace hashlease {

inline constexpr int kLeafLanes = 8;
inline constexpr int kLaneSteps = static_cast<int>(kLeafPaths) / kLeafLanes;

/// Whether a value counts: neither NaN nor infinite. A test of bits, so that no compiler flag can remove it.
HASHLEASE_FUNCTION bool is_finite_value(float value) {
  std::uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (bits & 0x7f800000U) != 0x7f800000U;
}

/// What a path adds to the sums: value - shift, or 0 where the value is not finite.
HASHLEASE_FUNCTION double deviation(float value, double shift) {
  return is_finite_value(value) ? static_cast<double>(value) - shift : 0.0;
}

/// Adds d, d^2, ... d^8 to sums[0..7]. `Real` is double or a vector of doubles.
template <typename Real>
HASHLEASE_FUNCTION void add_powers(const Real& d, Real* sums) {
  const Real d2 = d * d;
  const Real d4 = d2 * d2;
  sums[0] += d;
  sums[1] += d2;
  sums[2] += d2 * d;
  sums[3] += d4;
  sums[4] += d4 * d;
  sums[5] += d4 * d2;
  sums[6] += d4 * (d2 * d);
  sums[7] += d4 * d4;
}

/// Adds ab, a^2 b, a b^2, a^3 b, a^2 b^2, a b^3 to sums[0..5]; call it with a = b = 0 unless both values are finite.
template <typename Real>
HASHLEASE_FUNCTION void add_cross(const Real& a, const Real& b, Real* sums) {
  const Real ab = a * b;
  sums[0] += ab;
  sums[1] += a * ab;
  sums[2] += ab * b;
  sums[3] += (a * a) * ab;
  sums[4] += ab * ab;
  sums[5] += ab * (b * b);
}

/// Sum of the eight lanes of a leaf in the order given above.
HASHLEASE_FUNCTION double halve_lanes(const double* lanes) {
  const double even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6]);
  const double odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7]);
  return even + odd;
}

/// Power sums of one leaf of `count` <= 64 paths, written to sums[0..7]: the definition that faster versions follow.
HASHLEASE_FUNCTION void leaf_powers(const float* values, int count, double shift, double* sums) {
  double lanes[kPowerSums][kLeafLanes];
  for (int lane = 0; lane < kLeafLanes; ++lane) {
    double lane_sums[kPowerSums] = {};
    for (int path = lane; path < count; path += kLeafLanes) add_powers(deviation(values[path], shift), lane_sums);
    for (int power = 0; power < kPowerSums; ++power) lanes[power][lane] = lane_sums[power];
  }
  for (int power = 0; power < kPowerSums; ++power) sums[power] = halve_lanes(lanes[power]);
}

/// Cross sums of one leaf of two columns, written to sums[0..5].
HASHLEASE_FUNCTION void leaf_cross(const float* a, const float* b, int count, double shift_a, double shift_b,
                                   double* sums) {
  double lanes[kCrossSums][kLeafLanes];
  for (int lane = 0; lane < kLeafLanes; ++lane) {
    double lane_sums[kCrossSums] = {};
    for (int path = lane; path < count; path += kLeafLanes) {
      if (!is_finite_value(a[path]) || !is_finite_value(b[path])) continue;
      add_cross(deviation(a[path], shift_a), deviation(b[path], shift_b), lane_sums);
    }
    for (int sum = 0; sum < kCrossSums; ++sum) lanes[sum][lane] = lane_sums[sum];
  }
  for (int sum = 0; sum < kCrossSums; ++sum) sums[sum] = halve_lanes(lanes[sum]);
}

}  // namespace hashlease
