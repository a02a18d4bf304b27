#pragma once

/// The outcomes that every site reports for every period, all in USD; the names are those of the result file.

#include <array>
#include <string_view>

namespace hashlease {

enum class Outcome : int {
  revenue,              // all streams
  mining_revenue,       // bitcoin mined, at the price of the day, after pool fee
  ai_revenue,           // contract_ai_revenue + spot_ai_revenue
  contract_ai_revenue,  // GPU-hours under contract
  spot_ai_revenue,      // GPU-hours sold on the spot market
  power_cost,           // electricity, net of what is sold back
  operating_cost,       // everything else that is paid each month
  cash_flow,            // revenue - power_cost - operating_cost
};

inline constexpr int kOutcomeCount = 8;

inline constexpr std::array<std::string_view, kOutcomeCount> kOutcomeNames = {
    "revenue",         "mining_revenue", "ai_revenue",     "contract_ai_revenue",
    "spot_ai_revenue", "power_cost",     "operating_cost", "cash_flow"};

/// Whether more of it is worse: measures of loss are not stated for costs.
constexpr bool is_cost(Outcome outcome) { return outcome == Outcome::power_cost || outcome == Outcome::operating_cost; }

}  // namespace hashlease
