#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hashlease {

/// Shocks that [[market.empirical]] may name: the five correlated factors in their order, then the own demand of GPU
/// classes and the sizes of BTC jumps and fee spikes.
inline constexpr std::array<std::string_view, 8> kEmpiricalShocks = {
    "btc", "hashrate", "fee", "power", "gpu_demand", "own_demand", "btc_jump", "fee_spike"};

/// Rows of history, or quantiles of a sample, that a configuration takes: what fits an attribute of a result file.
inline constexpr std::size_t kMaxHistoryRows = 8000;

/// Tables of a normal's function reach from -kNormalReach to kNormalReach: no normal of the simulation lies beyond.
inline constexpr double kNormalReach = 6.8;

}  // namespace hashlease
