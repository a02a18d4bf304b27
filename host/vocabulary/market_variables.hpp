#pragma once

/// The monthly figures of the market whose distribution a study keeps (run.market_distribution), in the order of their
/// columns.

#include <array>
#include <cstddef>
#include <string_view>

namespace hashlease {

enum class MarketVariable : int {
  btc_price,
  hashprice,
  network_hashrate,
  difficulty,
  power_price,
  // Those from here on are of a GPU class.
  lease_rate,
  occupancy,
};
inline constexpr int kMarketVariableCount = 7;
inline constexpr int kClassMarketVariables = 2;  // of a GPU class
inline constexpr int kPlainMarketVariables = kMarketVariableCount - kClassMarketVariables;

struct MarketVariableRow {
  std::string_view name;  // of the variables of /market
  std::string_view units;
  std::string_view long_name;
  std::string_view title;         // of a chart
  std::string_view month_method;  // CF cell method over the month: "point" at its end, or "mean"
};

inline constexpr std::array<MarketVariableRow, kMarketVariableCount> kMarketVariables = {{
    {"btc_price", "USD", "BTC price at the end of the month", "BTC price", "point"},
    {"hashprice", "USD/PH/day", "hashprice, mean of the month", "hashprice", "mean"},
    {"network_hashrate", "EH/s", "hashrate of the Bitcoin network at the end of the month", "network hashrate",
     "point"},
    {"difficulty", "1", "difficulty of the Bitcoin network at the end of the month", "difficulty", "point"},
    {"power_price", "USD/MWh", "spot price of power, mean over the hours of the month", "power price", "mean"},
    {"lease_rate", "USD/GPU-hour", "spot lease rate of a GPU, mean of the month", "lease rate", "mean"},
    {"occupancy", "1", "share of the GPUs on the spot market that is leased, mean of the month",
     "occupancy of GPUs on the spot market", "mean"},
}};

constexpr const MarketVariableRow& row_of(MarketVariable variable) {
  return kMarketVariables[static_cast<std::size_t>(variable)];
}
constexpr bool is_of_gpu_class(MarketVariable variable) { return static_cast<int>(variable) >= kPlainMarketVariables; }

}  // namespace hashlease
