#pragma once

/// The outcomes that a site reports for every period, all in USD; the names are those of the result file. The first
/// kCommonOutcomeCount are in every study, the others where a site of it has to do with them (study_outcomes).

#include <array>
#include <string_view>

#include "base/macros.hpp"

namespace hashlease {

enum class Outcome : int {
  revenue,                  // all streams
  mining_revenue,           // bitcoin mined, at the price of the day, after pool fee
  ai_revenue,               // contract_ai_revenue + spot_ai_revenue
  contract_ai_revenue,      // GPU-hours under contract
  spot_ai_revenue,          // GPU-hours sold on the spot market
  power_cost,               // electricity, net of what is sold back
  operating_cost,           // everything else that is paid each month
  cash_flow,                // revenue - power_cost - operating_cost
  colocation_revenue,       // rent of colocation tenants, and power passed through to them
  demand_response_revenue,  // paid for load that can be switched off
  capital_expenditure,      // spent on conversion and construction, with interest until delivery
  debt_service,             // interest and scheduled principal due in cash
  distribution,             // paid out to the owners
  cash,                     // balance at the end of the period
};

inline constexpr int kOutcomeCount = 14;
inline constexpr int kCommonOutcomeCount = 8;
inline constexpr int kFurtherOutcomeCount = kOutcomeCount - kCommonOutcomeCount;

inline constexpr std::array<std::string_view, kOutcomeCount> kOutcomeNames = {"revenue",
                                                                              "mining_revenue",
                                                                              "ai_revenue",
                                                                              "contract_ai_revenue",
                                                                              "spot_ai_revenue",
                                                                              "power_cost",
                                                                              "operating_cost",
                                                                              "cash_flow",
                                                                              "colocation_revenue",
                                                                              "demand_response_revenue",
                                                                              "capital_expenditure",
                                                                              "debt_service",
                                                                              "distribution",
                                                                              "cash"};

/// Whether more of it is worse: measures of loss are not stated for costs.
constexpr bool is_cost(Outcome outcome) {
  return outcome == Outcome::power_cost || outcome == Outcome::operating_cost ||
         outcome == Outcome::capital_expenditure || outcome == Outcome::debt_service;
}

/// Whether a period's value is that of its end; that of other outcomes is the sum of its months.
HASHLEASE_FUNCTION constexpr bool is_balance(Outcome outcome) { return outcome == Outcome::cash; }

}  // namespace hashlease
