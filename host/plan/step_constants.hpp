#pragma once

/// What the constants of a step are worked out with, in double.

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "vocabulary/date.hpp"

namespace hashlease {

inline constexpr double kWordCount = 4294967296.0;  // 32-bit words there are

inline float rounded(double value) { return static_cast<float>(value); }

/// Half-life to persistence over a number of days; half-life 0 forgets at once.
inline double persistence(double half_life_days, double days) {
  return half_life_days > 0.0 ? std::exp2(-days / half_life_days) : 0.0;
}

/// A word below it has that probability.
inline std::uint32_t word_threshold(double probability) {
  return static_cast<std::uint32_t>(std::clamp(std::round(probability * kWordCount), 0.0, kWordCount - 1.0));
}

}  // namespace hashlease
