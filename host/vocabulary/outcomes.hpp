#pragma once

/// The outcomes that a site reports for every period, all in USD; the names are those of the result file. The first
/// kCommonOutcomeCount are in every study, the others where a site of it has to do with them (study_outcomes).

#include <array>
#include <cstddef>
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

/// What is said of each, in the order of the enum; the words of keys, of the result file and of messages are these.
struct OutcomeRow {
  std::string_view name;
  bool is_cost;              // more of it is worse: measures of loss are not stated for it
  std::string_view absence;  // why a study lacks it; "" for those that every study has
};

inline constexpr std::array<OutcomeRow, kOutcomeCount> kOutcomes = {{
    {"revenue", false, ""},
    {"mining_revenue", false, ""},
    {"ai_revenue", false, ""},
    {"contract_ai_revenue", false, ""},
    {"spot_ai_revenue", false, ""},
    {"power_cost", true, ""},
    {"operating_cost", true, ""},
    {"cash_flow", false, ""},
    {"colocation_revenue", false, "no site has colocation"},
    {"demand_response_revenue", false, "no site has a power.demand_response_rate"},
    {"capital_expenditure", true, "no site converts or builds"},
    {"debt_service", true, "no site has debt"},
    {"distribution", false, "no site has a treasury.payout_share"},
    {"cash", false, "no site has a treasury or debt"},
}};

constexpr const OutcomeRow& row_of(Outcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];  // NOLINT(*-constant-array-index)
}
constexpr std::string_view name_of(Outcome outcome) { return row_of(outcome).name; }
constexpr bool is_cost(Outcome outcome) { return row_of(outcome).is_cost; }

/// Their names in the order of the enum, for lists of words.
inline constexpr std::array<std::string_view, kOutcomeCount> kOutcomeNames = [] {
  std::array<std::string_view, kOutcomeCount> names{};
  for (std::size_t k = 0; k < names.size(); ++k) names[k] = kOutcomes[k].name;
  return names;
}();

/// Whether a period's value is that of its end; that of other outcomes is the sum of its months.
HASHLEASE_FUNCTION constexpr bool is_balance(Outcome outcome) { return outcome == Outcome::cash; }

}  // namespace hashlease
