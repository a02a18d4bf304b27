#pragma once

/// Body of the leaf kernels. Everything here is inlined or a template over the width, so that no code compiled for one
/// instruction set is lent to another through the linker.

#include <cstdint>
#include <cstring>

#include "stats/sums/leaf_sum.hpp"

namespace hashlease {

/// Histogram key of a value: FloatHistogram::key_of in a form without branches.
HASHLEASE_FUNCTION std::uint32_t leaf_key(std::uint32_t bits) {
  bits = bits == 0x80000000U ? 0U : bits;
  const std::uint32_t negative = static_cast<std::uint32_t>(static_cast<std::int32_t>(bits) >> 31);
  return (bits ^ (negative | 0x80000000U)) >> 14;
}

/// A register of doubles.
template <int Width>
struct PackOf;
template <>
struct PackOf<2> {
  using Type = double __attribute__((vector_size(16)));
};
template <>
struct PackOf<4> {
  using Type = double __attribute__((vector_size(32)));
};
template <>
struct PackOf<8> {
  using Type = double __attribute__((vector_size(64)));
};

/// Adds the powers of lanes [lane, lane + Width) and writes them to lanes[power][lane...].
template <int Width>
HASHLEASE_FUNCTION void sum_lanes(const double* deviations, int lane, double (*lanes)[kLeafLanes]) {
  using Pack = typename PackOf<Width>::Type;
  Pack sums[kPowerSums] = {};
  for (int step = 0; step < kLaneSteps; ++step) {
    Pack d;
    memcpy(&d, deviations + step * kLeafLanes + lane, sizeof d);
    add_powers(d, sums);
  }
  for (int power = 0; power < kPowerSums; ++power) memcpy(&lanes[power][lane], &sums[power], sizeof sums[power]);
}

/// See LeafKernel; `Width` is the number of doubles in a register.
template <int Width>
HASHLEASE_FUNCTION int leaf_kernel(const float* values, double shift, double* powers, std::uint32_t* keys) {
  constexpr int kPaths = static_cast<int>(kLeafPaths);
  alignas(64) double deviations[kPaths];
  alignas(64) std::uint32_t bits[kPaths];
  memcpy(bits, values, sizeof bits);
  std::uint32_t undefined = 0;
  for (int path = 0; path < kPaths; ++path) undefined += (bits[path] & 0x7f800000U) == 0x7f800000U ? 1U : 0U;
  for (int path = 0; path < kPaths; ++path) deviations[path] = static_cast<double>(values[path]) - shift;
  if (undefined != 0) {
    for (int path = 0; path < kPaths; ++path) deviations[path] = deviation(values[path], shift);
  }
  if (keys != nullptr) {
    for (int path = 0; path < kPaths; ++path) keys[path] = leaf_key(bits[path]);
  }
  alignas(64) double lanes[kPowerSums][kLeafLanes];
  for (int lane = 0; lane < kLeafLanes; lane += Width) sum_lanes<Width>(deviations, lane, lanes);
  for (int power = 0; power < kPowerSums; ++power) powers[power] = halve_lanes(lanes[power]);
  return static_cast<int>(undefined);
}

}  // namespace hashlease
