#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "vocabulary/factors.hpp"

namespace hashlease {

/// Shocks beyond those of the factors that [[market.empirical]] may name.
inline constexpr std::array<std::string_view, 3> kFurtherShocks = {"own_demand", "btc_jump", "fee_spike"};

/// Shocks that [[market.empirical]] may name: those of the factors in their order, then the own demand of GPU classes
/// and the sizes of BTC jumps and fee spikes.
inline constexpr auto kEmpiricalShocks = [] {
  std::array<std::string_view, kFactorNames.size() + kFurtherShocks.size()> shocks{};
  std::copy(kFurtherShocks.begin(), kFurtherShocks.end(),
            std::copy(kFactorNames.begin(), kFactorNames.end(), shocks.begin()));
  return shocks;
}();

/// Rows of history, or quantiles of a sample, that a configuration takes: what fits an attribute of a result file.
inline constexpr std::size_t kMaxHistoryRows = 8000;

/// Tables of a normal's function reach from -kNormalReach to kNormalReach: no normal of the simulation lies beyond.
inline constexpr double kNormalReach = 6.8;

}  // namespace hashlease
