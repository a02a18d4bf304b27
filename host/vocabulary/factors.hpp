#pragma once

#include <array>
#include <string_view>

namespace hashlease {

/// The factors whose normal shocks `market.dependence.correlation` names in pairs, in the order of the matrix.
inline constexpr std::array<std::string_view, 5> kFactorNames = {"btc", "hashrate", "fee", "power", "gpu_demand"};

}  // namespace hashlease
