#pragma once

#include <cstdint>

#include "vocabulary/capacities.hpp"
#include "vocabulary/factors.hpp"

namespace hashlease {

inline constexpr int kMaxMiningProfiles = 32;
inline constexpr int kMaxStepDays = 7;
inline constexpr int kMaxEventCount = 48;  // of one Poisson count in one step

/// Inverse distribution function of a Poisson count on a 32-bit word: the count is the number of thresholds <= word.
struct PoissonThresholds {
  std::int32_t size;
  std::uint32_t thresholds[kMaxEventCount];  // the highest word beyond `size`
};

}  // namespace hashlease
