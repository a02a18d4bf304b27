#include "backtest/backtest_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hashlease {

namespace {

std::string probability(double p) { return p < 0.0005 ? "<.001" : fmt::format("{:.3f}", p); }

/// Share of outcomes inside and the exact p-value: "94.3 .812".
std::string coverage_text(const CoverageResult& result) {
  const double inside = 100.0 * (result.outcomes - result.outside) / std::max(result.outcomes, 1);
  return fmt::format("{:5.1f} {:>5}", inside, probability(result.failures.exact_p_value));
}

/// Number of outcomes beyond a quantile and the exact p-value.
std::string side_text(const CoverageResult& result) {
  return fmt::format("{:3} {:>5}", result.outside, probability(result.failures.exact_p_value));
}

std::string line_of(const SeriesEvaluation& e, std::size_t width) {
  const CoverageResult& below_95 = e.at(0.95, CoverageSide::below);
  const CoverageResult& below_99 = e.at(0.99, CoverageSide::below);
  const ShortfallTest& z2 = e.shortfall.front().test;
  return fmt::format(
      "{:<{}} {:>2} {:<9} {:>3}/{:<3} {} {} | {} {} {} {} | {:<6} {:>5} {:>5} {:>5} {:.4f} {}\n", e.variable, width,
      e.horizon_months, e.model, e.outcomes, e.independent_outcomes, coverage_text(e.at(0.95, CoverageSide::interval)),
      coverage_text(e.at(0.99, CoverageSide::interval)), side_text(below_95), side_text(below_99),
      side_text(e.at(0.95, CoverageSide::above)), side_text(e.at(0.99, CoverageSide::above)), zone_name(below_99.zone),
      probability(e.kolmogorov_smirnov.p_value), probability(e.anderson_darling.p_value),
      z2.is_defined ? probability(z2.p_value) : "-", e.mean_score, e.reason);
}

nlohmann::json ratio_json(const LikelihoodRatio& ratio) {
  return {{"statistic", ratio.statistic}, {"p_value", ratio.p_value}, {"exact_p_value", ratio.exact_p_value}};
}

nlohmann::json coverage_json(const CoverageResult& result) {
  return {{"level", result.level},
          {"side", side_name(result.side)},
          {"outcomes", result.outcomes},
          {"outside", result.outside},
          {"coverage", 1.0 - static_cast<double>(result.outside) / std::max(result.outcomes, 1)},
          {"exact_binomial_p_value", result.failures.exact_p_value},
          {"proportion_of_failures", ratio_json(result.failures)},
          {"independence", ratio_json(result.independence)},
          {"conditional_coverage", ratio_json(result.conditional)},
          {"basel_zone", zone_name(result.zone)}};
}

nlohmann::json shortfall_json(const ShortfallResult& result) {
  if (!result.test.is_defined) return {{"tail_share", result.tail_share}, {"z2", nullptr}};
  return {{"tail_share", result.tail_share},
          {"z2", result.test.statistic},
          {"p_value", result.test.p_value},
          {"critical_value_5_percent", result.test.critical_value_5},
          {"critical_value_1_percent", result.test.critical_value_1}};
}

nlohmann::json evaluation_json(const SeriesEvaluation& e) {
  nlohmann::json json = {
      {"variable", e.variable},
      {"model", e.model},
      {"horizon_months", e.horizon_months},
      {"outcomes", e.outcomes},
      {"independent_outcomes", e.independent_outcomes},
      {"subsets", e.subset_count},
      {"mean_score", e.mean_score},
      {"verdict", verdict_name(e.verdict)},
      {"reason", e.reason},
      {"kolmogorov_smirnov",
       {{"statistic", e.kolmogorov_smirnov.statistic}, {"p_value", e.kolmogorov_smirnov.p_value}}},
      {"anderson_darling", {{"statistic", e.anderson_darling.statistic}, {"p_value", e.anderson_darling.p_value}}},
      {"transform_histogram", e.transform_histogram}};
  for (const CoverageResult& result : e.coverage) json["coverage"].push_back(coverage_json(result));
  for (const ShortfallResult& result : e.shortfall) json["shortfall"].push_back(shortfall_json(result));
  return json;
}

}  // namespace

std::string backtest_table(const BacktestFacts& facts, const std::vector<SeriesEvaluation>& evaluations) {
  std::size_t width = 8;
  for (const SeriesEvaluation& e : evaluations) width = std::max(width, e.variable.size());
  std::string text = fmt::format("{}\norigins {} to {}, every {} month(s); {} paths each; {:.1f} s\n\n", facts.title,
                                 facts.first_origin, facts.last_origin, facts.every_months, facts.paths, facts.seconds);
  text += fmt::format("{:<{}} {:>2} {:<9} {:>7} {:>11} {:>11} | {:<9} {:<9} {:<9} {:<9} | {:<6} {:>5} {:>5} {:>5} {}\n",
                      "", width, "", "", "", "inside 95 %", "inside 99 %", "< 5 %", "< 1 %", "> 95 %", "> 99 %", "", "",
                      "", "", "");
  text += fmt::format(
      "{:<{}} {:>2} {:<9} {:>7} {:>11} {:>11} | {:>9} {:>9} {:>9} {:>9} | {:<6} {:>5} {:>5} {:>5} {:>6} {}\n",
      "variable", width, "mo", "model", "n/ind", "%     p", "%     p", "n     p", "n     p", "n     p", "n     p",
      "Basel", "KS", "AD", "Z2", "CRPS", "verdict on coverage");
  for (const SeriesEvaluation& e : evaluations) text += line_of(e, width);
  text += fmt::format(
      "\nn outcomes, of which ind do not overlap. p: exact two-sided binomial; KS, AD: uniformity of the transforms;\n"
      "Z2: expected shortfall of the worst 5 %; CRPS: mean score of the log change, lower is better. Tests run on the\n"
      "subsets of origins that do not overlap; p is the smallest times their number. Basel's zone is of the outcomes\n"
      "below the 1 % quantile. Rejected: a p of coverage below {:g}. Fitted on the {} days (network {}) before each\n"
      "origin; lease rates as configured.\n",
      facts.significance, facts.btc_window_days, facts.network_window_days);
  for (const std::string& notice : facts.notices) text += notice + "\n";
  return text;
}

std::string backtest_json(const BacktestFacts& facts, const std::vector<SeriesEvaluation>& evaluations) {
  nlohmann::json json = {{"title", facts.title},
                         {"sources", facts.sources},
                         {"first_origin", facts.first_origin},
                         {"last_origin", facts.last_origin},
                         {"every_months", facts.every_months},
                         {"paths", facts.paths},
                         {"btc_window_days", facts.btc_window_days},
                         {"network_window_days", facts.network_window_days},
                         {"significance", facts.significance},
                         {"seconds", facts.seconds},
                         {"notices", facts.notices},
                         {"series", nlohmann::json::array()}};
  for (const SeriesEvaluation& e : evaluations) json["series"].push_back(evaluation_json(e));
  return json.dump(2) + "\n";
}

}  // namespace hashlease
