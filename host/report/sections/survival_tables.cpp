#include "report/sections/survival_tables.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "report/drawing/numbers.hpp"
#include "report/sections/probability_text.hpp"

namespace hashlease {

Estimate measure_quantile(const StudyResult& study, SurvivalMeasure measure, std::size_t site, double probability) {
  const auto index = study.axes().place_of_probability(probability);
  const EstimateArray& quantile = study.tables.survival.measure(measure).quantile;
  return index ? quantile.at({site, *index}) : Estimate{};
}

HtmlTable survival_probability_table(const StudyResult& study, std::size_t shown) {
  const SurvivalTables& survival = study.tables.survival;
  const std::size_t last = study.axes().quarter.size() - 1;
  HtmlTable table;
  table.caption = fmt::format(
      "Probabilities within {} months in %, ± one standard error; where no path or every path is counted, the end of "
      "the 95\u00A0% interval. Default: uncured, in any test. Equity is lost when the site is insolvent or nothing is "
      "left for its owners after the last month.",
      study.axes().month_count());
  table.headings = {"site", "default", "insolvent", "equity lost", "equity paid back"};
  for (std::size_t site = 0; site < shown; ++site) {
    table.rows.push_back({study.axes().entity[site], probability_text(survival.defaulted, {site, last}),
                          probability_text(survival.insolvent, {site, last}),
                          probability_text(survival.equity_lost, {site}),
                          probability_text(survival.paid_back, {site, last})});
  }
  return table;
}

HtmlTable survival_measure_table(const StudyResult& study, std::size_t shown) {
  const SurvivalTables& survival = study.tables.survival;
  HtmlTable table;
  table.caption =
      "What befalls the sites, over the paths on which it is defined, ± one standard error. Lowest DSCR: median of the "
      "lowest ratio that a path meets. "
      "Months: medians over the paths that become insolvent, or whose owners have their money back. Money: million "
      "USD, means over paths. Undefined: tests of all paths and quarters without any debt service.";
  table.headings = {"site",  "lowest DSCR",   "months to insolvency", "months to payback",
                    "cures", "cash drawdown", "equity left",          "undefined"};
  const auto mean = [&](SurvivalMeasure measure, std::size_t site) {
    return estimate_text(survival.measure(measure).mean.at({site}), million_usd());
  };
  for (std::size_t site = 0; site < shown; ++site) {
    const auto quantile = [&](SurvivalMeasure measure, double probability, const Unit& unit) {
      return estimate_text(measure_quantile(study, measure, site, probability), unit);
    };
    const Unit whole{1.0, "", 0};
    table.rows.push_back({study.axes().entity[site], quantile(SurvivalMeasure::minimum_dscr, 0.5, plain_unit()),
                          quantile(SurvivalMeasure::insolvency_month, 0.5, whole),
                          quantile(SurvivalMeasure::payback_month, 0.5, whole), mean(SurvivalMeasure::cure_total, site),
                          mean(SurvivalMeasure::cash_drawdown, site), mean(SurvivalMeasure::terminal_equity, site),
                          count_text(survival.undefined_tests(site))});
  }
  return table;
}

}  // namespace hashlease
