#pragma once

/// The measures of a site's whole path, one number per site and path. A new one is a row here and the code of the site
/// stage that stores it; layout, state, tables and the groups of the result file go by this table.

#include <array>
#include <string_view>

namespace hashlease {

enum class PathMeasure : int {
  revenue_log_volatility,  // annualised deviation of the monthly changes of log revenue per day
  // Those from here on are kept where run.path_measures names them.
  peak_funding_need,         // most that cash flow less net capital expenditure since the start falls below 0
  lowest_monthly_cash_flow,  // cash flow of the worst month
};
inline constexpr int kCommonPathMeasureCount = 1;  // in every study

struct PathMeasureRow {
  std::string_view name;       // of the variables of /risk
  std::string_view units;      // CF; "1" for a plain number
  std::string_view long_name;  // what its mean over paths is
  std::string_view undefined;  // on which paths it is not a number; "" when it always is one
  bool has_distribution;       // whether a histogram is kept, which its quantiles need
};

inline constexpr std::array kPathMeasures = {
    PathMeasureRow{
        "revenue_log_volatility", "1/sqrt(year)",
        "revenue volatility, second definition: annualised deviation of monthly log revenue per day, mean over paths",
        "on which a month earns nothing", true},
    PathMeasureRow{
        "peak_funding_need", "USD",
        "most that cash flow less capital expenditure (net of tenants' funding and salvage), before debt, falls "
        "below 0 since the start, mean over paths",
        "", true},
    PathMeasureRow{"lowest_monthly_cash_flow", "USD",
                   "cash flow of a path's worst month, before debt (0 in months after insolvency), mean over paths", "",
                   true},
};
inline constexpr int kPathMeasureCount = static_cast<int>(kPathMeasures.size());

constexpr const PathMeasureRow& row_of(PathMeasure measure) {
  return kPathMeasures[static_cast<std::size_t>(measure)];  // NOLINT(*-constant-array-index)
}

}  // namespace hashlease
