#include "commands/output/survival_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "commands/output/text.hpp"
#include "stats/measures/quantiles.hpp"

namespace hashlease {

namespace {

nlohmann::ordered_json number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

/// "12.3 +- 0.4"; where none or all of the paths are counted, the end of the 95 % interval says more.
std::string probability_text(const ProbabilityArray& array, std::size_t index) {
  const Estimate share = array.at(index);
  if (share.value == 0.0) return fmt::format("0 (< {:.2g})", 100.0 * array.ci_high[index]);
  if (share.value == 1.0) return fmt::format("100 (> {:.4g})", 100.0 * array.ci_low[index]);
  return percent(share.value, share.standard_error);
}

Estimate quantile_of(const PathMeasureTable& table, std::size_t place, double probability) {
  const auto found = std::find(kQuantileProbabilities.begin(), kQuantileProbabilities.end(), probability);
  const std::size_t index =
      place * kQuantileProbabilities.size() + static_cast<std::size_t>(found - kQuantileProbabilities.begin());
  return {table.quantile.value[index], table.quantile.standard_error[index]};
}

Estimate mean_of(const PathMeasureTable& table, std::size_t place) {
  return {table.mean.value[place], table.mean.standard_error[place]};
}

nlohmann::ordered_json probability_json(const ProbabilityArray& array, std::size_t index) {
  nlohmann::ordered_json json = estimate_json(array.at(index));
  json["ci_low"] = number(array.ci_low[index]);
  json["ci_high"] = number(array.ci_high[index]);
  return json;
}

std::uint64_t undefined_ratios(const SurvivalTables& survival, std::size_t place) {
  std::uint64_t count = 0;
  const auto quarters = static_cast<std::size_t>(survival.quarter_count);
  for (std::size_t quarter = 0; quarter < quarters; ++quarter) {
    count += survival.undefined_ratio[place * quarters + quarter];
  }
  return count;
}

}  // namespace

nlohmann::ordered_json estimate_json(const Estimate& estimate) {
  return {{"value", number(estimate.value)}, {"standard_error", number(estimate.standard_error)}};
}

std::string survival_table(const Configuration& configuration, const ColumnLayout& layout,
                           const SurvivalTables& survival) {
  if (survival.sites.empty()) return "";
  std::vector<std::vector<std::string>> rows = {{"site", "default %", "insolvent %", "lowest DSCR", "equity lost %"}};
  for (std::size_t place = 0; place < survival.sites.size(); ++place) {
    const std::size_t last = survival.last_quarter(place);
    const Estimate lowest = quantile_of(survival.measure(SurvivalMeasure::minimum_cover_ratio), place, 0.5);
    rows.push_back({configuration.site[static_cast<std::size_t>(survival.sites[place])].name,
                    probability_text(survival.defaulted, last), probability_text(survival.insolvent, last),
                    plain(lowest.value, lowest.standard_error), probability_text(survival.equity_lost, place)});
  }
  return fmt::format(
      "Survival over {} months, +- one standard error\n{}"
      "  default: ever in uncured default of a covenant. lowest DSCR: median over paths of the lowest ratio tested.\n",
      layout.month_count(), aligned_rows(rows));
}

nlohmann::ordered_json survival_json(const SurvivalTables& survival, std::size_t place) {
  const std::size_t last = survival.last_quarter(place);
  const auto mean = [&](SurvivalMeasure measure) { return estimate_json(mean_of(survival.measure(measure), place)); };
  const auto median = [&](SurvivalMeasure measure) {
    return estimate_json(quantile_of(survival.measure(measure), place, 0.5));
  };
  return {{"defaulted", probability_json(survival.defaulted, last)},
          {"insolvent", probability_json(survival.insolvent, last)},
          {"equity_lost", probability_json(survival.equity_lost, place)},
          {"paid_back", probability_json(survival.paid_back, last)},
          {"minimum_cover_ratio_median", median(SurvivalMeasure::minimum_cover_ratio)},
          {"insolvency_month_median", median(SurvivalMeasure::insolvency_month)},
          {"payback_month_median", median(SurvivalMeasure::payback_month)},
          {"cure_total", mean(SurvivalMeasure::cure_total)},
          {"cash_drawdown", mean(SurvivalMeasure::cash_drawdown)},
          {"terminal_equity", mean(SurvivalMeasure::terminal_equity)},
          {"undefined_cover_ratios", undefined_ratios(survival, place)}};
}

}  // namespace hashlease
