#include "commands/output/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "commands/output/survival_summary.hpp"
#include "commands/output/text.hpp"

namespace hashlease {

namespace {

/// Picks figures of a site out of the tables.
struct SiteFigures {
  const ColumnLayout& layout;
  const RiskTables& tables;
  int site;

  /// The period that tails are stated for: the last whole year, or the horizon when there is none.
  int tail_period() const {
    return layout.year_count() > 0 ? layout.month_count() + layout.year_count() - 1 : layout.horizon_period();
  }
  Estimate at(const EstimateArray& array, std::size_t index) const {
    return {array.value[index], array.standard_error[index]};
  }
  std::size_t row(Outcome outcome, int period) const {
    return static_cast<std::size_t>(layout.column(site, outcome, period));
  }
  Estimate annual_mean(Outcome outcome) const {
    const Estimate horizon = at(tables.mean, row(outcome, layout.horizon_period()));
    const double per_year = 12.0 / layout.month_count();
    return {horizon.value * per_year, horizon.standard_error * per_year};
  }
  Estimate coefficient_of_variation() const {
    const int annual = layout.year_count() > 0 ? layout.year_count() - 1 : 0;
    return at(tables.revenue_coefficient_of_variation,
              static_cast<std::size_t>(site) * static_cast<std::size_t>(tables.annual_period_count) +
                  static_cast<std::size_t>(annual));
  }
  Estimate log_volatility() const {
    return at(tables.path_measure(PathMeasure::revenue_log_volatility).mean, static_cast<std::size_t>(site));
  }
  Estimate tail(const EstimateArray& array, Outcome outcome, std::size_t level) const {
    return at(array, row(outcome, tail_period()) * tables.confidence_levels.size() + level);
  }
  Estimate cash_flow_at_risk(std::size_t level) const {
    const std::size_t index = static_cast<std::size_t>(site) * static_cast<std::size_t>(layout.period_count()) +
                              static_cast<std::size_t>(tail_period());
    return at(tables.cash_flow_at_risk, index * tables.confidence_levels.size() + level);
  }
};

/// Indices of 95 and 99 %, or of the first two levels that there are.
std::vector<std::size_t> shown_levels(const std::vector<double>& levels) {
  std::vector<std::size_t> shown;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    if (levels[k] == 0.95 || levels[k] == 0.99) shown.push_back(k);
  }
  for (std::size_t k = 0; shown.empty() && k < std::min<std::size_t>(2, levels.size()); ++k) shown.push_back(k);
  return shown;
}

std::string level_text(double level) { return fmt::format("{:g}", level * 100.0); }

std::string tail_period_text(const ColumnLayout& layout) {
  return layout.year_count() > 0 ? fmt::format("year {}", layout.year_count()) : std::string("the horizon");
}

}  // namespace

std::string summary_table(const Configuration& configuration, const ColumnLayout& layout, const RiskTables& tables,
                          const SurvivalTables& survival) {
  const std::vector<std::size_t> levels = shown_levels(tables.confidence_levels);
  std::vector<std::vector<std::string>> rows(1);
  rows[0] = {"site", "revenue", "cash flow", "variation %", "log vol %"};
  for (const std::size_t level : levels) {
    rows[0].push_back("VaR " + level_text(tables.confidence_levels[level]));
    rows[0].push_back("ES " + level_text(tables.confidence_levels[level]));
  }
  for (int site = 0; site < layout.site_count(); ++site) {
    const SiteFigures figures{layout, tables, site};
    const auto money = [](const Estimate& e) { return millions(e.value, e.standard_error); };
    const auto share = [](const Estimate& e) { return percent(e.value, e.standard_error); };
    std::vector<std::string> row = {configuration.site[static_cast<std::size_t>(site)].name,
                                    money(figures.annual_mean(Outcome::revenue)),
                                    money(figures.annual_mean(Outcome::cash_flow)),
                                    share(figures.coefficient_of_variation()), share(figures.log_volatility())};
    for (const std::size_t level : levels) {
      row.push_back(money(figures.tail(tables.value_at_risk, Outcome::revenue, level)));
      row.push_back(money(figures.tail(tables.expected_shortfall, Outcome::revenue, level)));
    }
    rows.push_back(std::move(row));
  }
  const char* reference =
      configuration.run.loss_reference == LossReference::mean ? "a shortfall from the mean" : "a loss below zero";
  return fmt::format(
             "{} paths; million USD a year, +- one standard error\n{}"
             "  revenue, cash flow: mean over {} months. variation: deviation / mean of {}'s revenue over paths. log "
             "vol:\n"
             "  annualised deviation of monthly log revenue per day along a path. VaR, ES: of {}'s revenue, as {}.\n",
             grouped(tables.paths), aligned_rows(rows), layout.month_count(), tail_period_text(layout),
             tail_period_text(layout), reference) +
         survival_table(configuration, layout, survival);
}

nlohmann::ordered_json summary_json(const Configuration& configuration, const ColumnLayout& layout,
                                    const RiskTables& tables, const SurvivalTables& survival) {
  nlohmann::ordered_json sites = nlohmann::ordered_json::array();
  for (int site = 0; site < layout.site_count(); ++site) {
    const SiteFigures figures{layout, tables, site};
    nlohmann::ordered_json entry;
    entry["site"] = configuration.site[static_cast<std::size_t>(site)].name;
    entry["annual_revenue"] = estimate_json(figures.annual_mean(Outcome::revenue));
    entry["annual_cash_flow"] = estimate_json(figures.annual_mean(Outcome::cash_flow));
    entry["revenue_coefficient_of_variation"] = estimate_json(figures.coefficient_of_variation());
    entry["revenue_log_volatility"] = estimate_json(figures.log_volatility());
    entry["mining_ai_correlation"] =
        estimate_json(figures.at(tables.mining_ai_correlation, static_cast<std::size_t>(site)));
    for (std::size_t level = 0; level < tables.confidence_levels.size(); ++level) {
      entry["tail"].push_back(
          {{"level", tables.confidence_levels[level]},
           {"revenue_value_at_risk", estimate_json(figures.tail(tables.value_at_risk, Outcome::revenue, level))},
           {"revenue_expected_shortfall",
            estimate_json(figures.tail(tables.expected_shortfall, Outcome::revenue, level))},
           {"cash_flow_at_risk", estimate_json(figures.cash_flow_at_risk(level))}});
    }
    if (const auto place = survival.place_of(site)) entry["survival"] = survival_json(survival, *place);
    sites.push_back(std::move(entry));
  }
  return {{"title", configuration.title},
          {"paths", tables.paths},
          {"unit", "USD"},
          {"tail_period", tail_period_text(layout)},
          {"sites", std::move(sites)}};
}

}  // namespace hashlease
