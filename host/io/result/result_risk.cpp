#include <fmt/format.h>

#include <string>
#include <vector>

#include "io/result/group_writer.hpp"

namespace hashlease {

namespace {

constexpr const char* kByPeriod = "site outcome period";
constexpr const char* kExactness = "from_histogram exact";

void write_axes(GroupWriter& group, const StudyFrame& frame, const RiskTables& tables) {
  const ColumnLayout& layout = frame.layout;
  group.site_axis("site", frame);
  group.site_axis("site_b", frame);
  std::vector<std::string> outcomes;
  for (const Outcome outcome : layout.outcomes()) outcomes.push_back(outcome_name(outcome));
  group.label_axis("outcome", outcomes, "outcome of a site");
  if (layout.outcome_index(Outcome::cash) >= 0) {
    group.attribute("outcome", "comment", "cash is a balance at the end of the period; other outcomes are its sum");
  }
  group.period_axis("period", frame, 0, layout.period_count());
  group.period_axis("annual_period", frame, layout.month_count(), layout.period_count());
  group.number_axis("probability", tables.quantile_probabilities, {"1", "probability below the quantile"});
  group.number_axis("tail_probability", tables.tail_probabilities, {"1", "probability of the lower tail"});
  group.number_axis("confidence_level", tables.confidence_levels, {"1", "confidence level"});
}

void write_moments(GroupWriter& group, const RiskTables& tables) {
  group.write_counts("count", kByPeriod, tables.count, "number of paths on which the outcome is finite");
  group.write("mean", kByPeriod, tables.mean, {"USD", "mean over paths"});
  group.cell_methods("mean", "period: sum realization: mean");
  group.write("standard_deviation", kByPeriod, tables.standard_deviation, {"USD", "standard deviation over paths"});
  group.cell_methods("standard_deviation", "period: sum realization: standard_deviation");
  group.write("skewness", kByPeriod, tables.skewness, {"1", "skewness over paths"});
  group.write("excess_kurtosis", kByPeriod, tables.excess_kurtosis,
              {"1", "excess kurtosis over paths, 0 for a normal"});
  group.write("minimum", kByPeriod, tables.minimum, {"USD", "smallest outcome of a path"});
  group.cell_methods("minimum", "period: sum realization: minimum");
  group.write("maximum", kByPeriod, tables.maximum, {"USD", "largest outcome of a path"});
  group.cell_methods("maximum", "period: sum realization: maximum");
  group.write("loss_reference", kByPeriod, tables.loss_reference, {"USD", "outcome from which losses are counted"});
}

void write_quantiles(GroupWriter& group, const RiskTables& tables) {
  const std::string axes = "site outcome period probability";
  const QuantileArray& quantile = tables.quantile;
  group.write("quantile", axes, EstimateArray{quantile.value, quantile.standard_error}, {"USD", "quantile over paths"},
              " quantile_ci_low quantile_ci_high quantile_exact");
  group.write("quantile_ci_low", axes, quantile.ci_low, {"USD", "lower end of the 95 % interval of the quantile"});
  group.write("quantile_ci_high", axes, quantile.ci_high, {"USD", "upper end of the 95 % interval of the quantile"});
  group.write_flags("quantile_exact", axes, quantile.exact, kExactness,
                    "whether the quantile is an exact order statistic");
}

void write_losses(GroupWriter& group, const RiskTables& tables) {
  const std::string axes = "site outcome period confidence_level";
  group.write("value_at_risk", axes, tables.value_at_risk,
              {"USD", "value at risk of the loss: loss reference - outcome"}, " tail_exact");
  group.write("expected_shortfall", axes, tables.expected_shortfall,
              {"USD", "expected shortfall of the loss: loss reference - outcome"}, " tail_exact");
  group.write_flags("tail_exact", axes, tables.tail_exact, kExactness,
                    "whether value at risk and expected shortfall are exact");
  group.write("cash_flow_at_risk", "site period confidence_level", tables.cash_flow_at_risk,
              {"USD", "cash flow at risk: mean cash flow - its quantile at 1 - confidence level"});
}

/// Four variables for each path measure, by its name.
void write_path_measures(GroupWriter& group, const RiskTables& tables) {
  for (std::size_t number = 0; number < kPathMeasures.size(); ++number) {
    const PathMeasureRow& row = kPathMeasures[number];
    const PathMeasureTable& table = tables.path_measures[number];
    const std::string name(row.name);
    const std::string units(row.units);
    group.write(name, "site", table.mean, {units, std::string(row.long_name)});
    group.write(name + "_standard_deviation", "site", table.standard_deviation,
                {units, "standard deviation over paths of " + name});
    if (row.has_distribution) {
      group.write(name + "_quantile", "site probability", table.quantile, {units, "quantile over paths of " + name});
    }
    if (!row.undefined.empty()) {
      group.write_counts(name + "_undefined", "site", table.undefined,
                         fmt::format("number of paths {}, so that {} is not defined", row.undefined, name));
    }
  }
}

void write_volatilities(GroupWriter& group, const RiskTables& tables) {
  group.write("revenue_coefficient_of_variation", "site annual_period", tables.revenue_coefficient_of_variation,
              {"1", "revenue volatility, first definition: standard deviation over mean across paths"});
  group.write("mining_ai_correlation", "site", tables.mining_ai_correlation,
              {"1", "correlation of mining and AI revenue over the horizon"});
  const std::string tail = "mining_ai_tail_dependence";
  group.write(
      tail, "site tail_probability", tables.mining_ai_tail_dependence,
      {"1", "probability of AI revenue over the horizon below its quantile where mining revenue is below its own"},
      " " + tail + "_low " + tail + "_high");
  group.attribute(tail, "comment", "not a number where a site lacks one of the streams or one does not vary");
  group.write(tail + "_low", "site tail_probability", tables.mining_ai_tail_dependence_low,
              {"1", "least tail dependence of the sample that the cells of /joint allow"});
  group.write(tail + "_high", "site tail_probability", tables.mining_ai_tail_dependence_high,
              {"1", "largest tail dependence of the sample that the cells of /joint allow"});
  group.write("revenue_correlation", "site site_b", tables.revenue_correlation,
              {"1", "correlation of the horizon revenue of two sites"});
}

}  // namespace

void write_risk(Hdf5Writer& writer, const StudyFrame& frame, const RiskTables& tables) {
  GroupWriter group(writer, "risk", "measures of every outcome, each with its standard error");
  // xarray cuts labels and leaves units out when it prints a dataset; attributes it prints whole.
  std::string sites;
  for (const SiteConfiguration& site : frame.configuration.site) sites += (sites.empty() ? "" : ", ") + site.name;
  writer.attribute("/risk", "sites", sites);
  writer.attribute("/risk", "money", "USD, as the units of each variable say");
  write_axes(group, frame, tables);
  write_moments(group, tables);
  write_quantiles(group, tables);
  write_losses(group, tables);
  write_volatilities(group, tables);
  write_path_measures(group, tables);
}

}  // namespace hashlease
