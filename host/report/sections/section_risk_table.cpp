#include <fmt/format.h>

#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/probability_text.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

std::string level_text(double level) { return significant_text(100.0 * level, 6); }

HtmlTable volatility_table(const StudyResult& study) {
  HtmlTable table;
  table.caption = fmt::format(
      "Means are a year's, over {} months, in million USD. Variation: standard deviation over mean of {}'s revenue "
      "over "
      "paths. Log volatility: annualised deviation of monthly changes of log revenue per day along a path, mean over "
      "paths. ± one standard error.",
      study.axes().month_count(), tail_period_name(study));
  table.headings = {"site",      "revenue",      "power cost",       "operating cost",
                    "cash flow", "variation, %", "log volatility, %"};
  for (std::size_t site = 0; site < study.axes().site.size(); ++site) {
    std::vector<std::string> row = {study.axes().site[site]};
    for (const Outcome outcome : {Outcome::revenue, Outcome::power_cost, Outcome::operating_cost, Outcome::cash_flow}) {
      row.push_back(estimate_text(study.tables.annual_mean(site, outcome), million_usd()));
    }
    row.push_back(estimate_text(study.tables.variation(site), percent_unit()));
    row.push_back(estimate_text(study.tables.risk.path_measure(PathMeasure::revenue_log_volatility).mean.at({site}),
                                percent_unit()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// How probable it is that an outcome of the tail period is below 0.
std::string negative_text(const StudyResult& study, std::size_t site, Outcome outcome) {
  const auto place = study.axes().place_of(outcome);
  if (!place) return kUndefinedText;
  return probability_text(study.tables.risk.negative, {site, *place, study.axes().tail_period()});
}

HtmlTable tail_table(const StudyResult& study, Outcome outcome) {
  const bool is_cash_flow = outcome == Outcome::cash_flow;
  const bool from_mean = study.configuration.run.loss_reference == LossReference::mean;
  const double first_level = study.tables.risk.confidence_levels.front();
  HtmlTable table;
  table.caption = fmt::format(
      "Tail of {}'s {} in million USD, as {}. VaR {} %: a loss that is exceeded in {} % of paths. ES: mean of the "
      "losses "
      "beyond it.{} ± one standard error.",
      tail_period_name(study), is_cash_flow ? "cash flow" : "revenue",
      from_mean ? "a shortfall from its mean" : "a loss below zero", level_text(first_level),
      level_text(1.0 - first_level),
      !is_cash_flow ? ""
      : from_mean   ? " This VaR is the cash flow at risk (CFaR)."
                    : " CFaR: cash flow at risk, from the mean.");
  table.headings = {"site"};
  for (const double level : study.tables.risk.confidence_levels) {
    table.headings.push_back(fmt::format("VaR {} %", level_text(level)));
    table.headings.push_back(fmt::format("ES {} %", level_text(level)));
    if (is_cash_flow && !from_mean) table.headings.push_back(fmt::format("CFaR {} %", level_text(level)));
  }
  const bool has_sign = is_cash_flow && !study.tables.risk.negative.share.empty();
  if (has_sign) table.headings.push_back("below 0, %");
  for (std::size_t site = 0; site < study.axes().site.size(); ++site) {
    std::vector<std::string> row = {study.axes().site[site]};
    for (std::size_t level = 0; level < study.tables.risk.confidence_levels.size(); ++level) {
      for (const auto measure : {&RiskTables::value_at_risk, &RiskTables::expected_shortfall}) {
        row.push_back(
            estimate_text(study.tables.of(measure, site, outcome, study.axes().tail_period(), level), million_usd()));
      }
      if (is_cash_flow && !from_mean) {
        row.push_back(estimate_text(study.tables.risk.cash_flow_at_risk.at({site, study.axes().tail_period(), level}),
                                    million_usd()));
      }
    }
    if (has_sign) row.push_back(negative_text(study, site, outcome));
    table.rows.push_back(std::move(row));
  }
  return table;
}

HtmlTable quantile_table(const StudyResult& study, Outcome outcome) {
  HtmlTable table;
  table.caption = fmt::format("Quantiles of {}'s {} in million USD, ± one standard error", tail_period_name(study),
                              outcome == Outcome::revenue ? "revenue" : "cash flow");
  table.headings = {"site"};
  for (const double probability : study.axes().probability) table.headings.push_back(level_text(probability) + " %");
  for (std::size_t site = 0; site < study.axes().site.size(); ++site) {
    std::vector<std::string> row = {study.axes().site[site]};
    for (std::size_t k = 0; k < study.axes().probability.size(); ++k) {
      const Estimate quantile = study.tables.quantile(site, outcome, study.axes().tail_period(), k);
      row.push_back(estimate_text(quantile, million_usd()));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Measures of whole paths that the study asked for; "" where it asked for none.
std::string path_measures_text(const StudyResult& study) {
  HtmlTable table;
  table.caption = "Measures of whole paths that run.path_measures asks for: means over paths, ± one standard error.";
  table.headings = {"site"};
  std::vector<const PathMeasureTable*> shown;
  for (std::size_t k = kCommonPathMeasureCount; k < study.tables.risk.path_measures.size(); ++k) {
    const PathMeasureTable& measure = study.tables.risk.path_measures[k];
    if (measure.mean.empty()) continue;
    shown.push_back(&measure);
    table.headings.push_back(std::string(kPathMeasures[k].long_name) +
                             (kPathMeasures[k].units == "USD" ? ", million USD" : ""));
  }
  if (shown.empty()) return "";
  for (std::size_t site = 0; site < study.axes().site.size(); ++site) {
    std::vector<std::string> row = {study.axes().site[site]};
    for (const PathMeasureTable* measure : shown) row.push_back(estimate_text(measure->mean.at({site}), million_usd()));
    table.rows.push_back(std::move(row));
  }
  return table.text();
}

}  // namespace

std::string risk_table_section(const StudyResult& study) {
  return volatility_table(study).text() + tail_table(study, Outcome::revenue).text() +
         tail_table(study, Outcome::cash_flow).text() + path_measures_text(study) +
         details("Quantiles of revenue", quantile_table(study, Outcome::revenue).text()) +
         details("Quantiles of cash flow", quantile_table(study, Outcome::cash_flow).text());
}

}  // namespace hashlease
