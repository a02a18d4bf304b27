#pragma once

/// What is kept of the survival of a site with a treasury or debt on each path: measures of the whole path, one row
/// each, and what its quarters are like. Layout, state, tables and the group /survival of the result file go by these.

#include <array>
#include <string_view>

#include "base/macros.hpp"

namespace hashlease {

/// In the order of SurvivalMeasures.
enum class SurvivalMeasure : int {
  minimum_dscr,
  minimum_dscr_quarter,
  insolvency_month,
  default_month,
  cure_total,
  cash_drawdown,
  terminal_equity,
  distribution_total,
  payback_month,
  equity_lost,
};

struct SurvivalMeasureRow {
  std::string_view name;         // of the variables of /survival
  std::string_view units;        // CF; "1" for a plain number
  std::string_view long_name;    // of its value on a path
  std::string_view undefined;    // on which paths it is not a number; "" when it always is one
  std::string_view former_name;  // before format 3 of result files; "" when it was the same
  bool is_whole;                 // its values are whole numbers below 1024, which a histogram keeps apart
};

inline constexpr std::array kSurvivalMeasures = {
    SurvivalMeasureRow{"minimum_dscr", "1", "lowest debt service cover ratio tested, before any cure",
                       "on which no ratio was defined", "minimum_cover_ratio", false},
    SurvivalMeasureRow{"minimum_dscr_quarter", "1", "first quarter of the lowest debt service cover ratio",
                       "on which no ratio was defined", "minimum_cover_quarter", true},
    SurvivalMeasureRow{"insolvency_month", "month", "months until insolvency", "that stay solvent", "", true},
    SurvivalMeasureRow{"default_month", "month", "months until the first test in uncured default",
                       "that are never in default", "", true},
    SurvivalMeasureRow{"cure_total", "USD", "equity paid in to cure", "", "", false},
    SurvivalMeasureRow{"cash_drawdown", "USD", "largest fall of cash from its peak, dealings with the owners left out",
                       "", "", false},
    SurvivalMeasureRow{"terminal_equity", "USD", "value of the first owners' equity after the last month", "", "",
                       false},
    SurvivalMeasureRow{"distribution_total", "USD", "distributions to the first owners", "", "", false},
    SurvivalMeasureRow{"payback_month", "month", "months until distributions reach the equity paid in",
                       "on which they never do", "", true},
    SurvivalMeasureRow{"equity_lost", "1", "loss of equity: insolvent, or nothing left for the owners", "", "", true},
};
inline constexpr int kSurvivalMeasureCount = static_cast<int>(kSurvivalMeasures.size());

constexpr const SurvivalMeasureRow& row_of(SurvivalMeasure measure) {
  return kSurvivalMeasures[static_cast<std::size_t>(measure)];  // NOLINT(*-constant-array-index)
}

/// One column each by quarter.
enum class QuarterColumn : int {
  standing,  // sum of the Standing that hold
  dscr,      // tested in the quarter; NaN: not tested, or no debt service
};
inline constexpr int kQuarterColumnCount = 2;

/// Flags of a quarter; a sum of them is a small whole number, which a histogram keeps apart from every other.
enum Standing : int {
  kTested = 1,         // the covenants were
  kBelowLockUp = 2,    // in that test
  kInDefault = 4,      // in that test, uncured
  kUndefinedDscr = 8,  // in that test, because nothing is due
  kInsolvent = 16,     // at the end of the quarter
  kStandingCount = 32,
};

/// Quarters of a horizon; the last may be short, and is not tested then.
HASHLEASE_FUNCTION constexpr int quarter_count(int months) { return (months + 2) / 3; }

}  // namespace hashlease
