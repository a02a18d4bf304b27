#include "commands/output/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "commands/output/survival_summary.hpp"
#include "commands/output/text.hpp"

namespace hashlease {

namespace {

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

std::string tail_period_text(const StudyAxes& axes) {
  const Period period = axes.period[axes.tail_period()];
  return period.kind == PeriodKind::year ? period.label : std::string("the horizon");
}

Estimate log_volatility(const StudyTables& tables, std::size_t site) {
  return tables.risk.path_measure(PathMeasure::revenue_log_volatility).mean.at({site});
}

std::vector<std::string> summary_row(const StudyTables& tables, std::size_t site,
                                     const std::vector<std::size_t>& levels) {
  const auto money = [](const Estimate& e) { return millions(e.value, e.standard_error); };
  const auto share = [](const Estimate& e) { return percent(e.value, e.standard_error); };
  const std::size_t tail_period = tables.axes.tail_period();
  std::vector<std::string> row = {tables.axes.site[site], money(tables.annual_mean(site, Outcome::revenue)),
                                  money(tables.annual_mean(site, Outcome::cash_flow)), share(tables.variation(site)),
                                  share(log_volatility(tables, site))};
  for (const std::size_t level : levels) {
    for (const auto measure : {&RiskTables::value_at_risk, &RiskTables::expected_shortfall}) {
      row.push_back(money(tables.of(measure, site, Outcome::revenue, tail_period, level)));
    }
  }
  return row;
}

nlohmann::ordered_json tail_json(const StudyTables& tables, std::size_t site, std::size_t level) {
  const std::size_t period = tables.axes.tail_period();
  const auto of_revenue = [&](EstimateArray RiskTables::*measure) {
    return estimate_json(tables.of(measure, site, Outcome::revenue, period, level));
  };
  return {{"level", tables.risk.confidence_levels[level]},
          {"revenue_value_at_risk", of_revenue(&RiskTables::value_at_risk)},
          {"revenue_expected_shortfall", of_revenue(&RiskTables::expected_shortfall)},
          {"cash_flow_at_risk", estimate_json(tables.risk.cash_flow_at_risk.at({site, period, level}))}};
}

nlohmann::ordered_json site_json(const StudyTables& tables, std::size_t site) {
  nlohmann::ordered_json entry;
  entry["site"] = tables.axes.site[site];
  entry["annual_revenue"] = estimate_json(tables.annual_mean(site, Outcome::revenue));
  entry["annual_cash_flow"] = estimate_json(tables.annual_mean(site, Outcome::cash_flow));
  entry["revenue_coefficient_of_variation"] = estimate_json(tables.variation(site));
  entry["revenue_log_volatility"] = estimate_json(log_volatility(tables, site));
  entry["mining_ai_correlation"] = estimate_json(tables.risk.mining_ai_correlation.at({site}));
  for (std::size_t k = kCommonPathMeasureCount; k < tables.risk.path_measures.size(); ++k) {
    const EstimateArray& mean = tables.risk.path_measures[k].mean;
    if (!mean.empty()) entry[std::string(kPathMeasures[k].name)] = estimate_json(mean.at({site}));
  }
  for (std::size_t level = 0; level < tables.risk.confidence_levels.size(); ++level) {
    entry["tail"].push_back(tail_json(tables, site, level));
  }
  if (const auto place = tables.survival.place_of(static_cast<int>(site))) {
    entry["survival"] = survival_json(tables, *place);
  }
  return entry;
}

Estimate btc_at_end(const StudyTables& tables, double probability) {
  const auto place = tables.axes.place_of_probability(probability);
  if (tables.market.variables.empty() || !place) return {};
  return tables.market.variable(MarketVariable::btc_price).quantile.at({tables.axes.month_count() - 1, *place});
}

/// What the market does under it all; "" where the study keeps no distribution of the market.
std::string market_line(const StudyTables& tables) {
  const Estimate median = btc_at_end(tables, 0.5);
  if (!std::isfinite(median.value)) return "";
  const auto price_text = [](double price, double error) {
    return decimal_text(rounded_by_error(price, error), decimals_for_error(error, 0));
  };
  const auto quantile_text = [&](double probability) {
    const Estimate price = btc_at_end(tables, probability);
    return price_text(price.value, price.standard_error);
  };
  const bool has_error = std::isfinite(median.standard_error);
  return fmt::format("BTC at the end: median {}{} USD, nine in ten paths between {} and {}\n",
                     price_text(median.value, median.standard_error),
                     has_error ? " +- " + price_text(median.standard_error, median.standard_error) : "",
                     quantile_text(0.05), quantile_text(0.95));
}

}  // namespace

std::string summary_table(const StudyTables& tables, LossReference reference) {
  const std::vector<std::size_t> levels = shown_levels(tables.risk.confidence_levels);
  std::vector<std::vector<std::string>> rows(1);
  rows[0] = {"site", "revenue", "cash flow", "variation %", "log vol %"};
  for (const std::size_t level : levels) {
    rows[0].push_back("VaR " + level_text(tables.risk.confidence_levels[level]));
    rows[0].push_back("ES " + level_text(tables.risk.confidence_levels[level]));
  }
  for (std::size_t site = 0; site < tables.axes.site.size(); ++site) rows.push_back(summary_row(tables, site, levels));
  const std::string tail_period = tail_period_text(tables.axes);
  return fmt::format(
             "{} paths; million USD a year, +- one standard error\n{}"
             "  revenue, cash flow: mean over {} months. variation: deviation / mean of {}'s revenue over paths. log "
             "vol:\n"
             "  annualised deviation of monthly log revenue per day along a path. VaR, ES: of {}'s revenue, as {}.\n",
             grouped(tables.risk.paths), aligned_rows(rows), tables.axes.month_count(), tail_period, tail_period,
             reference == LossReference::mean ? "a shortfall from the mean" : "a loss below zero") +
         market_line(tables) + survival_table(tables);
}

nlohmann::ordered_json summary_json(const std::string& title, const StudyTables& tables) {
  nlohmann::ordered_json sites = nlohmann::ordered_json::array();
  for (std::size_t site = 0; site < tables.axes.site.size(); ++site) sites.push_back(site_json(tables, site));
  return {{"title", title},
          {"paths", tables.risk.paths},
          {"unit", "USD"},
          {"tail_period", tail_period_text(tables.axes)},
          {"btc_price_at_end",
           {{"median", estimate_json(btc_at_end(tables, 0.5))},
            {"quantile_05", estimate_json(btc_at_end(tables, 0.05))},
            {"quantile_95", estimate_json(btc_at_end(tables, 0.95))}}},
          {"sites", std::move(sites)}};
}

}  // namespace hashlease
