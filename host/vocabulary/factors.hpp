#pragma once

/// The factors whose normal shocks are correlated, in the one order that the matrix of market.dependence.correlation,
/// rows of history, empirical laws and the simulation go by.

#include <array>
#include <cstddef>
#include <string_view>

namespace hashlease {

enum class Factor : int { btc, hashrate, fee, power, gpu_demand };
inline constexpr int kFactorCount = 5;

/// The words of a configuration for them, in the order of the enum.
inline constexpr std::array<std::string_view, kFactorCount> kFactorNames = {"btc", "hashrate", "fee", "power",
                                                                            "gpu_demand"};

constexpr std::string_view name_of(Factor factor) {
  return kFactorNames[static_cast<std::size_t>(factor)];  // NOLINT(*-constant-array-index)
}

}  // namespace hashlease
