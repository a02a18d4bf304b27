#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

using RiskRows = Rows<StudyTables, &StudyTables::risk>;

constexpr const char* kByPeriod = "site outcome period";

constexpr const char* kNotes =
    R"(Outcomes are those of a site: `revenue` (all streams), `mining_revenue`, `ai_revenue` = `contract_ai_revenue` +
`spot_ai_revenue`, `power_cost` (net of what is sold back), `operating_cost`, `cash_flow` = revenue - both costs; and, where a
site of the study has to do with them, `colocation_revenue`, `demand_response_revenue`, `capital_expenditure`, `debt_service`
(interest and scheduled principal due), `distribution` (paid out to owners) and `cash`, which is the balance at the end of the
period while all others are sums over it. Periods are the months of the study ("month 1"), its whole years ("year 1") and all
of it ("horizon"); months run from the start day to the same day of the next month. Statistics run over the paths on which the
outcome is finite. NaN: not defined, as a quantile of a month whose distribution is not kept (`run.monthly_distribution`).
Losses are counted from `loss_reference`: loss = reference - outcome; they are not stated for costs (NaN), where more is worse.
The group's attributes `sites` and `money` name the sites and the unit in full. In xarray write `ds["mean"]`, `ds["count"]`,
`ds["quantile"]`: `ds.mean` is a method.)";

void add_axes(RiskRows& rows) {
  rows.label_axis<&StudyAxes::site>("site", since(1), "site");
  rows.label_axis<&StudyAxes::site>("site_b", since(1), "site");
  rows.label_axis<&StudyAxes::outcome>("outcome", since(1), "outcome of a site");
  rows.period_axis<&StudyAxes::period>("period", since(1));
  rows.period_axis<&StudyAxes::annual_period>("annual_period", since(1));
  rows.number_axis<&StudyAxes::probability>("probability", "1", since(1), "probability below the quantile");
  rows.number_axis<&RiskTables::tail_probabilities>("tail_probability", "1", since(2), "probability of the lower tail");
  rows.number_axis<&RiskTables::confidence_levels>("confidence_level", "1", since(1), "confidence level");
}

void add_moments(RiskRows& rows) {
  rows.counts<&RiskTables::count>("count", kByPeriod, since(1), "number of paths on which the outcome is finite");
  rows.estimate<&RiskTables::mean>("mean", kByPeriod, "USD", since(1), "mean over paths")
      .cell_methods("period: sum realization: mean");
  rows.estimate<&RiskTables::standard_deviation>("standard_deviation", kByPeriod, "USD", since(1),
                                                 "standard deviation over paths")
      .cell_methods("period: sum realization: standard_deviation");
  rows.estimate<&RiskTables::skewness>("skewness", kByPeriod, "1", since(1), "skewness over paths");
  rows.estimate<&RiskTables::excess_kurtosis>("excess_kurtosis", kByPeriod, "1", since(1),
                                              "excess kurtosis over paths, 0 for a normal");
  rows.numbers<&RiskTables::minimum>("minimum", kByPeriod, "USD", since(1), "smallest outcome of a path")
      .cell_methods("period: sum realization: minimum");
  rows.numbers<&RiskTables::maximum>("maximum", kByPeriod, "USD", since(1), "largest outcome of a path")
      .cell_methods("period: sum realization: maximum");
  rows.numbers<&RiskTables::loss_reference>("loss_reference", kByPeriod, "USD", since(1),
                                            "outcome from which losses are counted");
}

void add_losses(RiskRows& rows) {
  rows.probability<&RiskTables::negative>("negative", kByPeriod, since(3), "probability of an outcome below 0");
  const std::string axes = "site outcome period confidence_level";
  const auto loss = [&](RowList& row) { row.ancillary("tail_exact"); };
  loss(rows.estimate<&RiskTables::value_at_risk>("value_at_risk", axes, "USD", since(1),
                                                 "value at risk of the loss: loss reference - outcome"));
  loss(rows.estimate<&RiskTables::expected_shortfall>("expected_shortfall", axes, "USD", since(1),
                                                      "expected shortfall of the loss: loss reference - outcome"));
  rows.flags<&RiskTables::tail_exact>("tail_exact", axes, "from_histogram exact", since(1),
                                      "whether value at risk and expected shortfall are exact");
  rows.estimate<&RiskTables::cash_flow_at_risk>(
      "cash_flow_at_risk", "site period confidence_level", "USD", since(1),
      "cash flow at risk: mean cash flow - its quantile at 1 - confidence level");
}

void add_volatilities(RiskRows& rows) {
  rows.estimate<&RiskTables::revenue_coefficient_of_variation>(
      "revenue_coefficient_of_variation", "site annual_period", "1", since(1),
      "revenue volatility, first definition: standard deviation over mean across paths");
  rows.estimate<&RiskTables::mining_ai_correlation>("mining_ai_correlation", "site", "1", since(1),
                                                    "correlation of mining and AI revenue over the horizon");
  rows.estimate<&RiskTables::mining_ai_tail_dependence>(
          "mining_ai_tail_dependence", "site tail_probability", "1", since(2),
          "probability of AI revenue over the horizon below its quantile where mining revenue is below its own")
      .ancillary("mining_ai_tail_dependence_low")
      .ancillary("mining_ai_tail_dependence_high")
      .comment("not a number where a site lacks one of the streams or one does not vary");
  rows.numbers<&RiskTables::mining_ai_tail_dependence_low>(
      "mining_ai_tail_dependence_low", "site tail_probability", "1", since(2),
      "least tail dependence of the sample that the cells of /joint allow");
  rows.numbers<&RiskTables::mining_ai_tail_dependence_high>(
      "mining_ai_tail_dependence_high", "site tail_probability", "1", since(2),
      "largest tail dependence of the sample that the cells of /joint allow");
  rows.estimate<&RiskTables::revenue_correlation>("revenue_correlation", "site site_b", "1", since(1),
                                                  "correlation of the horizon revenue of two sites");
}

PathMeasureTable& measure_table(RiskTables& risk, std::size_t number) {
  if (risk.path_measures.size() < kPathMeasures.size()) risk.path_measures.resize(kPathMeasures.size());
  return risk.path_measures[number];
}

/// Up to four quantities of a path measure, by its name.
void add_path_measure(RiskRows& rows, std::size_t number) {
  const PathMeasureRow& row = kPathMeasures[number];
  const std::string name(row.name);
  const std::string units(row.units);
  const bool is_common = number < kCommonPathMeasureCount;
  const auto since_of = [&](std::int64_t version) { return since(is_common ? version : 3); };
  const auto add = [&](const Description& description, EstimateArray PathMeasureTable::*field) {
    rows.add_estimate(description,
                      RiskRows::found_by<EstimateArray>([number, field](RiskTables& risk) -> EstimateArray& {
                        return measure_table(risk, number).*field;
                      }));
    if (!is_common) rows.only_if_kept("asked for: `" + name + "`");
  };
  add({name, "site", units, since_of(1), std::string(row.long_name)}, &PathMeasureTable::mean);
  add({name + "_standard_deviation", "site", units, since_of(2), "standard deviation over paths of " + name},
      &PathMeasureTable::standard_deviation);
  if (row.has_distribution) {
    add({name + "_quantile", "site probability", units, since_of(2), "quantile over paths of " + name},
        &PathMeasureTable::quantile);
  }
  if (row.undefined.empty()) return;
  rows.add({name + "_undefined", "site", "1", since_of(1),
            "number of paths " + std::string(row.undefined) + ", so that " + name + " is not defined"},
           StoredType::int64, [number](void* root) -> DataPointer {
             return &measure_table(static_cast<StudyTables*>(root)->risk, number).undefined;
           });
  if (!is_common) rows.only_if_kept("asked for: `" + name + "`");
}

}  // namespace

ResultGroup risk_group() {
  RiskRows rows("risk", "measures of every outcome, each with its standard error");
  rows.page("the tables of measures", kNotes);
  // xarray cuts labels and leaves units out when it prints a dataset; attributes it prints whole.
  rows.group_attribute("sites", [](const void* root) {
    std::string names;
    for (const std::string& site : static_cast<const StudyTables*>(root)->axes.site) {
      names += (names.empty() ? "" : ", ") + site;
    }
    return names;
  });
  rows.group_attribute("money", [](const void*) { return std::string("USD, as the units of each variable say"); });
  add_axes(rows);
  add_moments(rows);
  rows.quantile<&RiskTables::quantile>("quantile", "site outcome period probability", "USD", since(1),
                                       "quantile over paths");
  add_losses(rows);
  add_volatilities(rows);
  for (std::size_t number = 0; number < kPathMeasures.size(); ++number) add_path_measure(rows, number);
  return rows.take();
}

}  // namespace hashlease
