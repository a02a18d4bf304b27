#pragma once

#include <cstdint>

namespace hashlease {

inline constexpr int kFactorCount = 5;  // correlated shocks: btc, hashrate, fee, power, gpu_demand
inline constexpr int kMaxGpuClasses = 8;
inline constexpr int kMaxMiningProfiles = 32;
inline constexpr int kMaxRegimes = 3;
inline constexpr int kMaxStepDays = 7;
inline constexpr int kMaxEventCount = 48;  // of one Poisson count in one step
inline constexpr int kMaxGenerations = 8;  // of a GPU class, at known dates

/// Inverse distribution function of a Poisson count on a 32-bit word: the count is the number of thresholds <= word.
struct PoissonThresholds {
  std::int32_t size;
  std::uint32_t thresholds[kMaxEventCount];  // the highest word beyond `size`
};

}  // namespace hashlease
