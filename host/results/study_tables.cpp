#include "results/study_tables.hpp"

#include <algorithm>
#include <limits>

namespace hashlease {

namespace {

void add_site(JointTables& tables, const std::string& site, const JointHistogram& joint) {
  const std::vector<JointHistogram::Cell> cells = joint.occupied();
  tables.site.push_back(site);
  tables.cell_offset.push_back(static_cast<std::int64_t>(tables.count.size()));
  tables.cell_count.push_back(static_cast<std::int64_t>(cells.size()));
  tables.path_count.push_back(static_cast<std::int64_t>(joint.total()));
  for (const JointHistogram::Cell& cell : cells) {
    tables.mining_revenue_lower.push_back(JointHistogram::lower_edge(cell.key_a()));
    tables.mining_revenue_upper.push_back(JointHistogram::upper_edge(cell.key_a()));
    tables.ai_revenue_lower.push_back(JointHistogram::lower_edge(cell.key_b()));
    tables.ai_revenue_upper.push_back(JointHistogram::upper_edge(cell.key_b()));
    tables.count.push_back(static_cast<std::int64_t>(cell.count));
  }
}

JointTables joint_tables(const StudyFrame& frame, const StudyState& state) {
  JointTables tables;
  for (std::size_t pair = 0; pair < state.joint.size(); ++pair) {
    const auto site = static_cast<std::size_t>(frame.layout.joint_pairs()[pair].site);
    add_site(tables, frame.configuration.site[site].name, state.joint[pair]);
  }
  return tables;
}

using Tails = std::vector<std::vector<TailEntry>>;

std::size_t longest(const Tails& tails) {
  std::size_t length = 0;
  for (const auto& tail : tails) length = std::max(length, tail.size());
  return length;
}

void put_side(const Tails& tails, std::size_t ranks, std::vector<float>& values, std::vector<std::int64_t>& paths) {
  values.assign(tails.size() * ranks, std::numeric_limits<float>::quiet_NaN());
  paths.assign(values.size(), -1);
  for (std::size_t headline = 0; headline < tails.size(); ++headline) {
    for (std::size_t rank = 0; rank < tails[headline].size(); ++rank) {
      values[headline * ranks + rank] = tails[headline][rank].value;
      paths[headline * ranks + rank] = static_cast<std::int64_t>(tails[headline][rank].path);
    }
  }
}

/// Headline columns stand in the state as [site][headline].
TailTables tail_tables(const StudyState& state) {
  TailTables tables;
  const std::size_t ranks = std::max(longest(state.lowest), longest(state.highest));
  for (std::size_t rank = 1; rank <= ranks; ++rank) tables.rank.push_back(static_cast<std::int64_t>(rank));
  put_side(state.lowest, ranks, tables.lowest_value, tables.lowest_path);
  put_side(state.highest, ranks, tables.highest_value, tables.highest_path);
  return tables;
}

/// What a column with a histogram is called.
struct Label {
  int site = 0;
  std::string_view quantity;
  int period = 0;
  std::string_view units;
};

Label label_of(const ColumnLayout& layout, int column) {
  if (column < layout.outcome_column_count()) {
    return {layout.site_of(column), name_of(layout.outcome_of(column)), column % layout.period_count(), "USD"};
  }
  if (column < layout.first_survival_column()) {
    const PathMeasureRow& row = row_of(layout.path_measure_of(column));
    return {layout.site_of_path_measure(column), row.name, layout.horizon_period(), row.units};
  }
  const int number = column - layout.first_survival_column();
  const SurvivalMeasureRow& row = row_of(static_cast<SurvivalMeasure>(number % kSurvivalMeasureCount));
  const int site = layout.entity_sites()[static_cast<std::size_t>(number / kSurvivalMeasureCount)];
  return {site, row.name, layout.horizon_period(), row.units};
}

void add_histogram(DistributionTables& tables, const FloatHistogram& histogram) {
  std::vector<std::int32_t> keys;
  std::vector<std::uint64_t> counts;
  histogram.occupied(keys, counts);
  tables.bin_offset.push_back(static_cast<std::int64_t>(tables.bin_lower.size()));
  tables.bin_count.push_back(static_cast<std::int64_t>(keys.size()));
  tables.path_count.push_back(static_cast<std::int64_t>(histogram.total()));
  for (std::size_t bin = 0; bin < keys.size(); ++bin) {
    tables.bin_lower.push_back(FloatHistogram::lower_edge(keys[bin]));
    tables.bin_upper.push_back(FloatHistogram::upper_edge(keys[bin]));
    tables.count.push_back(static_cast<std::int64_t>(counts[bin]));
  }
}

}  // namespace

Estimate StudyTables::of(EstimateArray RiskTables::*measure, std::size_t site, Outcome outcome,
                         std::size_t period) const {
  const auto place = axes.place_of(outcome);
  return place ? (risk.*measure).at({site, *place, period}) : Estimate{};
}

Estimate StudyTables::of(EstimateArray RiskTables::*measure, std::size_t site, Outcome outcome, std::size_t period,
                         std::size_t level) const {
  const auto place = axes.place_of(outcome);
  return place ? (risk.*measure).at({site, *place, period, level}) : Estimate{};
}

Estimate StudyTables::quantile(std::size_t site, Outcome outcome, std::size_t period, std::size_t probability) const {
  const auto place = axes.place_of(outcome);
  return place ? risk.quantile.estimate.at({site, *place, period, probability}) : Estimate{};
}

double StudyTables::loss_reference(std::size_t site, Outcome outcome, std::size_t period) const {
  const auto place = axes.place_of(outcome);
  return place ? risk.loss_reference.at(risk.mean.index({site, *place, period}))
               : std::numeric_limits<double>::quiet_NaN();
}

Estimate StudyTables::annual_mean(std::size_t site, Outcome outcome) const {
  const Estimate total = of(&RiskTables::mean, site, outcome, axes.horizon());
  const double per_year = 12.0 / static_cast<double>(axes.month_count());
  return {total.value * per_year, total.standard_error * per_year};
}

Estimate StudyTables::variation(std::size_t site) const {
  return risk.revenue_coefficient_of_variation.at({site, axes.annual_index(axes.tail_period())});
}

StudyTables compute_study_tables(const StudyFrame& frame, const StudyState& state, const ColumnSource& source) {
  const LossSettings losses = frame.configuration.run.losses();
  StudyTables tables;
  tables.axes = study_axes(frame);
  tables.risk = compute_risk_tables(state, frame.layout, losses, source);
  tables.survival = compute_survival(state, frame.layout);
  tables.market.variables = compute_market_tables(state, frame.layout);
  tables.convergence = compute_convergence(state, frame.layout, losses);
  tables.joint = joint_tables(frame, state);
  tables.tail = tail_tables(state);
  tables.equipment = equipment_tables(frame.configuration);
  return tables;
}

DistributionTables distribution_tables(const StudyFrame& frame, const StudyState& state) {
  DistributionTables tables;
  for (int column = 0; column < frame.layout.first_quarter_column(); ++column) {
    if (!frame.layout.has_distribution(column)) continue;
    const Label label = label_of(frame.layout, column);
    tables.site.push_back(frame.configuration.site[static_cast<std::size_t>(label.site)].name);
    tables.quantity.emplace_back(label.quantity);
    tables.period.push_back(period_label(frame.layout, label.period));
    tables.value_units.emplace_back(label.units);
    add_histogram(tables, state.histograms[static_cast<std::size_t>(column)]);
  }
  return tables;
}

}  // namespace hashlease
