#include "commands/output/survival_summary.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/output/text.hpp"

namespace hashlease {

namespace {

nlohmann::ordered_json number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

/// "12.3 +- 0.4"; where none or all of the paths are counted, the end of the 95 % interval says more.
std::string probability_text(const ProbabilityArray& array, std::initializer_list<std::size_t> entry) {
  const Estimate share = array.at(entry);
  const std::size_t index = array.share.index(entry);
  if (share.value == 0.0) return fmt::format("0 (< {:.2g})", 100.0 * array.ci_high[index]);
  if (share.value == 1.0) return fmt::format("100 (> {:.4g})", 100.0 * array.ci_low[index]);
  return percent(share.value, share.standard_error);
}

Estimate median_of(const StudyTables& tables, SurvivalMeasure measure, std::size_t place) {
  const auto median = tables.axes.place_of_probability(0.5);
  return median ? tables.survival.measure(measure).quantile.at({place, *median}) : Estimate{};
}

nlohmann::ordered_json probability_json(const ProbabilityArray& array, std::initializer_list<std::size_t> entry) {
  const std::size_t index = array.share.index(entry);
  nlohmann::ordered_json json = estimate_json(array.at(entry));
  json["ci_low"] = number(array.ci_low[index]);
  json["ci_high"] = number(array.ci_high[index]);
  return json;
}

}  // namespace

nlohmann::ordered_json estimate_json(const Estimate& estimate) {
  return {{"value", number(estimate.value)}, {"standard_error", number(estimate.standard_error)}};
}

std::string survival_table(const StudyTables& tables) {
  const SurvivalTables& survival = tables.survival;
  if (survival.sites.empty()) return "";
  std::vector<std::vector<std::string>> rows = {{"site", "default %", "insolvent %", "lowest DSCR", "equity lost %"}};
  const std::size_t last = tables.axes.quarter.size() - 1;
  for (std::size_t place = 0; place < survival.sites.size(); ++place) {
    const Estimate lowest = median_of(tables, SurvivalMeasure::minimum_dscr, place);
    rows.push_back({tables.axes.entity[place], probability_text(survival.defaulted, {place, last}),
                    probability_text(survival.insolvent, {place, last}), plain(lowest.value, lowest.standard_error),
                    probability_text(survival.equity_lost, {place})});
  }
  return fmt::format(
      "Survival over {} months, +- one standard error\n{}"
      "  default: ever in uncured default of a covenant. lowest DSCR: median over paths of the lowest ratio tested.\n",
      tables.axes.month_count(), aligned_rows(rows));
}

nlohmann::ordered_json survival_json(const StudyTables& tables, std::size_t place) {
  const SurvivalTables& survival = tables.survival;
  const std::size_t last = tables.axes.quarter.size() - 1;
  const auto mean = [&](SurvivalMeasure measure) { return estimate_json(survival.measure(measure).mean.at({place})); };
  const auto median = [&](SurvivalMeasure measure) { return estimate_json(median_of(tables, measure, place)); };
  return {{"defaulted", probability_json(survival.defaulted, {place, last})},
          {"insolvent", probability_json(survival.insolvent, {place, last})},
          {"equity_lost", probability_json(survival.equity_lost, {place})},
          {"paid_back", probability_json(survival.paid_back, {place, last})},
          {"minimum_dscr_median", median(SurvivalMeasure::minimum_dscr)},
          {"insolvency_month_median", median(SurvivalMeasure::insolvency_month)},
          {"payback_month_median", median(SurvivalMeasure::payback_month)},
          {"cure_total", mean(SurvivalMeasure::cure_total)},
          {"cash_drawdown", mean(SurvivalMeasure::cash_drawdown)},
          {"terminal_equity", mean(SurvivalMeasure::terminal_equity)},
          {"undefined_dscr", survival.undefined_tests(place)}};
}

}  // namespace hashlease
