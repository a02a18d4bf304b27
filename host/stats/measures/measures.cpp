#include "stats/measures/measures.hpp"

#include <limits>

#include "stats/measures/quantiles.hpp"
#include "stats/measures/study_totals.hpp"
#include "stats/measures/tail.hpp"
#include "stats/measures/tail_dependence.hpp"

namespace hashlease {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

RiskTables empty_tables(const ColumnLayout& layout, const LossSettings& losses) {
  RiskTables tables;
  tables.confidence_levels = losses.confidence_levels;
  const auto columns = static_cast<std::size_t>(layout.outcome_column_count());
  const auto sites = static_cast<std::size_t>(layout.site_count());
  const auto outcomes = static_cast<std::size_t>(layout.outcome_count());
  const auto periods = static_cast<std::size_t>(layout.period_count());
  const std::size_t levels = losses.confidence_levels.size();
  const std::size_t quantiles = kQuantileProbabilities.size();
  const std::size_t tails = kTailProbabilities.size();
  tables.count.assign(columns, 0);
  for (auto* array : {&tables.mean, &tables.standard_deviation, &tables.skewness, &tables.excess_kurtosis}) {
    array->resize({sites, outcomes, periods});
  }
  for (auto* array : {&tables.minimum, &tables.maximum, &tables.loss_reference}) array->assign(columns, kNaN);
  tables.negative.resize({sites, outcomes, periods});
  tables.quantile.estimate.resize({sites, outcomes, periods, quantiles});
  for (auto* array : {&tables.quantile.ci_low, &tables.quantile.ci_high}) array->assign(columns * quantiles, kNaN);
  tables.quantile.exact.assign(columns * quantiles, 0);
  tables.value_at_risk.resize({sites, outcomes, periods, levels});
  tables.expected_shortfall.resize({sites, outcomes, periods, levels});
  tables.tail_exact.assign(columns * levels, 0);
  tables.cash_flow_at_risk.resize({sites, periods, levels});
  tables.revenue_coefficient_of_variation.resize({sites, static_cast<std::size_t>(layout.year_count()) + 1});
  tables.path_measures.resize(kPathMeasureCount);
  for (const PathMeasure which : layout.path_measures()) {
    PathMeasureTable& measure = tables.path_measures[static_cast<std::size_t>(which)];
    measure.mean.resize({sites});
    measure.standard_deviation.resize({sites});
    measure.quantile.resize({sites, quantiles});
    measure.undefined.assign(sites, 0);
  }
  tables.mining_ai_correlation.resize({sites});
  tables.revenue_correlation.resize({sites, sites});
  tables.tail_probabilities.assign(kTailProbabilities.begin(), kTailProbabilities.end());
  tables.mining_ai_tail_dependence.resize({sites, tails});
  tables.mining_ai_tail_dependence_low.assign(sites * tails, kNaN);
  tables.mining_ai_tail_dependence_high.assign(sites * tails, kNaN);
  return tables;
}

/// Fills the distribution measures of columns.
class DistributionMeasures {
 public:
  DistributionMeasures(RiskTables& tables, const StudyTotals& totals, const ColumnLayout& layout,
                       const LossSettings& losses, const ColumnSource& source)
      : tables_(tables), totals_(totals), layout_(layout), losses_(losses), source_(source) {}

  void fill(int column, const ColumnMoments& moments) {
    ColumnDistribution distribution = totals_.distribution(column, moments);
    if (distribution.count() == 0) return;
    if (source_ && !moments.is_constant()) refine(distribution, column);
    const auto index = static_cast<std::size_t>(column);
    const OrderStatistic first = distribution.order_statistic(1);
    const OrderStatistic last = distribution.order_statistic(distribution.count());
    if (first.exact) tables_.minimum[index] = first.value;
    if (last.exact) tables_.maximum[index] = last.value;
    for (std::size_t i = 0; i < kQuantileProbabilities.size(); ++i) {
      put_quantile(index * kQuantileProbabilities.size() + i,
                   quantile_estimate(distribution, kQuantileProbabilities[i]));
    }
    if (is_cost(layout_.outcome_of(column))) return;
    tables_.negative.put(index, distribution.count_negative(), distribution.count());
    for (std::size_t i = 0; i < losses_.confidence_levels.size(); ++i) put_tail(column, i, distribution, moments);
  }

 private:
  void refine(ColumnDistribution& distribution, int column) const {
    std::vector<std::uint64_t> ranks = {1, distribution.count()};
    for (const double p : kQuantileProbabilities) add_quantile_ranks(ranks, distribution.count(), p);
    for (const double level : losses_.confidence_levels) add_tail_ranks(ranks, distribution.count(), level);
    distribution.refine([&](const ColumnSink& sink) { return source_(column, sink); }, ranks);
  }

  void put_quantile(std::size_t index, const QuantileEstimate& estimate) {
    tables_.quantile.estimate.put(index, {estimate.value, estimate.standard_error});
    tables_.quantile.ci_low[index] = estimate.ci_low;
    tables_.quantile.ci_high[index] = estimate.ci_high;
    tables_.quantile.exact[index] = estimate.exact ? 1 : 0;
  }

  void put_tail(int column, std::size_t level, const ColumnDistribution& distribution, const ColumnMoments& moments) {
    const double confidence = losses_.confidence_levels[level];
    const std::size_t levels = losses_.confidence_levels.size();
    const std::size_t index = static_cast<std::size_t>(column) * levels + level;
    const TailEstimate tail = tail_estimate(distribution, moments, confidence, losses_.reference);
    tables_.value_at_risk.put(index, tail.value_at_risk);
    tables_.expected_shortfall.put(index, tail.expected_shortfall);
    tables_.tail_exact[index] = tail.exact ? 1 : 0;
    const int period = column % layout_.period_count();
    if (layout_.outcome_of(column) != Outcome::cash_flow) return;
    const int site = layout_.site_of(column);
    const auto row = static_cast<std::size_t>(site) * static_cast<std::size_t>(layout_.period_count()) +
                     static_cast<std::size_t>(period);
    tables_.cash_flow_at_risk.put(row * levels + level,
                                  tail_estimate(distribution, moments, confidence, LossReference::mean).value_at_risk);
  }

  RiskTables& tables_;
  const StudyTotals& totals_;
  const ColumnLayout& layout_;
  const LossSettings& losses_;
  const ColumnSource& source_;
};

void fill_moments(RiskTables& tables, std::size_t index, const ColumnMoments& moments, LossReference reference) {
  tables.mean.put(index, mean_estimate(moments));
  tables.standard_deviation.put(index, standard_deviation_estimate(moments));
  tables.skewness.put(index, skewness_estimate(moments));
  tables.excess_kurtosis.put(index, excess_kurtosis_estimate(moments));
  tables.loss_reference[index] = reference == LossReference::mean ? moments.mean : 0.0;
}

void fill_sites(RiskTables& tables, const StudyTotals& totals, const ColumnLayout& layout) {
  const std::size_t annual = tables.revenue_coefficient_of_variation.shape.back();
  for (int site = 0; site < layout.site_count(); ++site) {
    const auto index = static_cast<std::size_t>(site);
    for (std::size_t i = 0; i < annual; ++i) {
      const int column = layout.column(site, Outcome::revenue, layout.month_count() + static_cast<int>(i));
      tables.revenue_coefficient_of_variation.put(index * annual + i,
                                                  coefficient_of_variation_estimate(totals.moments(column)));
    }
  }
}

void fill_path_measures(RiskTables& tables, const StudyTotals& totals, const ColumnLayout& layout) {
  for (const PathMeasure measure : layout.path_measures()) {
    PathMeasureTable& table = tables.path_measures[static_cast<std::size_t>(measure)];
    for (int site = 0; site < layout.site_count(); ++site) {
      const int column = layout.path_measure_column(site, measure);
      const ColumnMoments moments = totals.moments(column);
      const auto index = static_cast<std::size_t>(site);
      table.mean.put(index, mean_estimate(moments));
      table.standard_deviation.put(index, standard_deviation_estimate(moments));
      table.undefined[index] = totals.paths() - totals.count(column);
      if (layout.has_distribution(column)) {
        totals.put_quantiles(column, table.quantile, index * kQuantileProbabilities.size());
      }
    }
    clear_subnormal(table.quantile);
  }
}

void fill_tail_dependence(RiskTables& tables, const StudyState& state, const ColumnLayout& layout) {
  for (std::size_t pair = 0; pair < state.joint.size(); ++pair) {
    const auto site = static_cast<std::size_t>(layout.joint_pairs()[pair].site);
    for (std::size_t k = 0; k < kTailProbabilities.size(); ++k) {
      const TailDependence dependence = lower_tail_dependence(state.joint[pair], kTailProbabilities[k]);
      const std::size_t index = site * kTailProbabilities.size() + k;
      tables.mining_ai_tail_dependence.put(index, dependence.estimate);
      tables.mining_ai_tail_dependence_low[index] = dependence.low;
      tables.mining_ai_tail_dependence_high[index] = dependence.high;
    }
  }
}

/// The first pairs are those within a site, the others those of sites a < b in order.
void fill_correlations(RiskTables& tables, const StudyTotals& totals, const ColumnLayout& layout) {
  const auto sites = static_cast<std::size_t>(layout.site_count());
  for (std::size_t site = 0; site < sites; ++site) tables.mining_ai_correlation.put(site, totals.correlation(site));
  if (layout.site_count() > ColumnLayout::kMaxCorrelatedSites) return;
  std::size_t pair = sites;
  for (std::size_t a = 0; a < sites; ++a) {
    tables.revenue_correlation.put(a * sites + a, {1.0, 0.0});
    for (std::size_t b = a + 1; b < sites; ++b, ++pair) {
      tables.revenue_correlation.put(a * sites + b, totals.correlation(pair));
      tables.revenue_correlation.put(b * sites + a, totals.correlation(pair));
    }
  }
}

}  // namespace

RiskTables compute_risk_tables(const StudyState& state, const ColumnLayout& layout, const LossSettings& losses,
                               const ColumnSource& source) {
  const StudyTotals totals(state, layout);
  RiskTables tables = empty_tables(layout, losses);
  tables.paths = totals.paths();
  DistributionMeasures distributions(tables, totals, layout, losses, source);
  for (int column = 0; column < layout.outcome_column_count(); ++column) {
    const ColumnMoments moments = totals.moments(column);
    tables.count[static_cast<std::size_t>(column)] = totals.count(column);
    fill_moments(tables, static_cast<std::size_t>(column), moments, losses.reference);
    if (layout.has_distribution(column)) distributions.fill(column, moments);
  }
  fill_sites(tables, totals, layout);
  fill_path_measures(tables, totals, layout);
  fill_correlations(tables, totals, layout);
  fill_tail_dependence(tables, state, layout);
  return tables;
}

EstimateTable current_estimates(const StudyState& state, const ColumnLayout& layout) {
  const StudyTotals totals(state, layout);
  EstimateTable table;
  table.paths = totals.paths();
  const double per_year = 12.0 / static_cast<double>(layout.month_count());
  for (int site = 0; site < layout.site_count(); ++site) {
    const Estimate revenue =
        mean_estimate(totals.moments(layout.column(site, Outcome::revenue, layout.horizon_period())));
    table.annual_revenue.value.push_back(revenue.value * per_year);
    table.annual_revenue.standard_error.push_back(revenue.standard_error * per_year);
  }
  return table;
}

}  // namespace hashlease
