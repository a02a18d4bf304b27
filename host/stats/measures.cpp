#include "stats/measures.hpp"

#include <limits>
#include <optional>
#include <span>

#include "base/error.hpp"
#include "stats/correlation.hpp"
#include "stats/quantiles.hpp"
#include "stats/tail.hpp"

namespace hashlease {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void resize(EstimateArray& array, std::size_t size) {
  array.value.assign(size, kNaN);
  array.standard_error.assign(size, kNaN);
}

void put(EstimateArray& array, std::size_t index, const Estimate& estimate) {
  array.value[index] = estimate.value;
  array.standard_error[index] = estimate.standard_error;
}

std::uint64_t path_count(const StudyState& state) {
  std::uint64_t paths = 0;
  for (const PathRange& range : state.ranges) paths += range.count;
  return paths;
}

/// A state's totals, by column.
class StudyTotals {
 public:
  StudyTotals(const StudyState& state, const ColumnLayout& layout)
      : state_(state), layout_(layout), total_(state.sums.total()), paths_(path_count(state)) {
    if (total_.size() != sum_width(layout)) throw RunError("the state is not one of this study");
  }
  std::uint64_t paths() const { return paths_; }
  std::uint64_t count(int column) const { return paths_ - state_.undefined[static_cast<std::size_t>(column)]; }
  ColumnMoments moments(int column) const {
    return column_moments(powers(column), count(column), state_.shift[static_cast<std::size_t>(column)]);
  }
  /// Correlation of a pair of correlated_columns(); NaN where one of them is undefined on a path, because sums of
  /// powers and of products then run over different paths.
  Estimate correlation(std::size_t pair) const {
    const auto [a, b] = layout_.correlated_columns()[pair];
    if (count(a) != paths_ || count(b) != paths_) return {};
    const std::size_t cross = static_cast<std::size_t>(layout_.column_count()) * kPowerSums + pair * kCrossSums;
    return correlation_estimate(powers(a), powers(b), total_.data() + cross, paths_);
  }

 private:
  const double* powers(int column) const { return total_.data() + static_cast<std::size_t>(column) * kPowerSums; }

  const StudyState& state_;
  const ColumnLayout& layout_;
  std::vector<double> total_;
  std::uint64_t paths_;
};

RiskTables empty_tables(const ColumnLayout& layout, const RunConfiguration& run) {
  RiskTables tables;
  tables.site_count = layout.site_count();
  tables.period_count = layout.period_count();
  tables.annual_period_count = layout.year_count() + 1;
  tables.quantile_probabilities.assign(kQuantileProbabilities.begin(), kQuantileProbabilities.end());
  tables.confidence_levels = run.confidence_levels;
  const auto columns = static_cast<std::size_t>(layout.outcome_column_count());
  const auto sites = static_cast<std::size_t>(layout.site_count());
  const std::size_t levels = run.confidence_levels.size();
  tables.count.assign(columns, 0);
  for (auto* array : {&tables.mean, &tables.standard_deviation, &tables.skewness, &tables.excess_kurtosis}) {
    resize(*array, columns);
  }
  for (auto* array : {&tables.minimum, &tables.maximum, &tables.loss_reference}) array->assign(columns, kNaN);
  const std::size_t quantiles = columns * kQuantileProbabilities.size();
  for (auto* array :
       {&tables.quantile.value, &tables.quantile.standard_error, &tables.quantile.ci_low, &tables.quantile.ci_high}) {
    array->assign(quantiles, kNaN);
  }
  tables.quantile.exact.assign(quantiles, 0);
  resize(tables.value_at_risk, columns * levels);
  resize(tables.expected_shortfall, columns * levels);
  tables.tail_exact.assign(columns * levels, 0);
  resize(tables.cash_flow_at_risk, sites * static_cast<std::size_t>(layout.period_count()) * levels);
  resize(tables.revenue_coefficient_of_variation, sites * static_cast<std::size_t>(tables.annual_period_count));
  resize(tables.revenue_log_volatility, sites);
  tables.revenue_log_volatility_undefined.assign(sites, 0);
  resize(tables.mining_ai_correlation, sites);
  resize(tables.revenue_correlation, sites * sites);
  return tables;
}

/// Fills the distribution measures of columns.
class DistributionMeasures {
 public:
  DistributionMeasures(RiskTables& tables, const StudyState& state, const ColumnLayout& layout,
                       const RunConfiguration& run, const ColumnSource& source)
      : tables_(tables), state_(state), layout_(layout), run_(run), source_(source) {}

  void fill(int column, const ColumnMoments& moments) {
    ColumnDistribution distribution = distribution_of(column, moments);
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
    for (std::size_t i = 0; i < run_.confidence_levels.size(); ++i) put_tail(column, i, distribution, moments);
  }

 private:
  ColumnDistribution distribution_of(int column, const ColumnMoments& moments) const {
    const auto index = static_cast<std::size_t>(column);
    std::span<const TailEntry> lowest;
    std::span<const TailEntry> highest;
    for (std::size_t i = 0; i < layout_.headline_columns().size(); ++i) {
      if (layout_.headline_columns()[i] != column) continue;
      lowest = state_.lowest[i];
      highest = state_.highest[i];
    }
    const std::optional<double> constant =
        moments.is_constant() ? std::optional<double>(static_cast<float>(moments.mean)) : std::nullopt;
    return {state_.histograms[index], lowest, highest, constant};
  }

  void refine(ColumnDistribution& distribution, int column) const {
    std::vector<std::uint64_t> ranks = {1, distribution.count()};
    for (const double p : kQuantileProbabilities) add_quantile_ranks(ranks, distribution.count(), p);
    for (const double level : run_.confidence_levels) add_tail_ranks(ranks, distribution.count(), level);
    distribution.refine([&](const ColumnSink& sink) { return source_(column, sink); }, ranks);
  }

  void put_quantile(std::size_t index, const QuantileEstimate& estimate) {
    tables_.quantile.value[index] = estimate.value;
    tables_.quantile.standard_error[index] = estimate.standard_error;
    tables_.quantile.ci_low[index] = estimate.ci_low;
    tables_.quantile.ci_high[index] = estimate.ci_high;
    tables_.quantile.exact[index] = estimate.exact ? 1 : 0;
  }

  void put_tail(int column, std::size_t level, const ColumnDistribution& distribution, const ColumnMoments& moments) {
    const double confidence = run_.confidence_levels[level];
    const std::size_t levels = run_.confidence_levels.size();
    const std::size_t index = static_cast<std::size_t>(column) * levels + level;
    const TailEstimate tail = tail_estimate(distribution, moments, confidence, run_.loss_reference);
    put(tables_.value_at_risk, index, tail.value_at_risk);
    put(tables_.expected_shortfall, index, tail.expected_shortfall);
    tables_.tail_exact[index] = tail.exact ? 1 : 0;
    const int period = column % layout_.period_count();
    const int site = column / layout_.period_count() / kOutcomeCount;
    if (column != layout_.column(site, Outcome::cash_flow, period)) return;
    const auto row = static_cast<std::size_t>(site) * static_cast<std::size_t>(layout_.period_count()) +
                     static_cast<std::size_t>(period);
    put(tables_.cash_flow_at_risk, row * levels + level,
        tail_estimate(distribution, moments, confidence, LossReference::mean).value_at_risk);
  }

  RiskTables& tables_;
  const StudyState& state_;
  const ColumnLayout& layout_;
  const RunConfiguration& run_;
  const ColumnSource& source_;
};

void fill_moments(RiskTables& tables, std::size_t index, const ColumnMoments& moments, LossReference reference) {
  put(tables.mean, index, mean_estimate(moments));
  put(tables.standard_deviation, index, standard_deviation_estimate(moments));
  put(tables.skewness, index, skewness_estimate(moments));
  put(tables.excess_kurtosis, index, excess_kurtosis_estimate(moments));
  tables.loss_reference[index] = reference == LossReference::mean ? moments.mean : 0.0;
}

void fill_sites(RiskTables& tables, const StudyTotals& totals, const ColumnLayout& layout) {
  const auto annual = static_cast<std::size_t>(tables.annual_period_count);
  for (int site = 0; site < layout.site_count(); ++site) {
    const auto index = static_cast<std::size_t>(site);
    for (std::size_t i = 0; i < annual; ++i) {
      const int column = layout.column(site, Outcome::revenue, layout.month_count() + static_cast<int>(i));
      put(tables.revenue_coefficient_of_variation, index * annual + i,
          coefficient_of_variation_estimate(totals.moments(column)));
    }
    const int volatility = layout.revenue_log_volatility_column(site);
    put(tables.revenue_log_volatility, index, mean_estimate(totals.moments(volatility)));
    tables.revenue_log_volatility_undefined[index] = totals.paths() - totals.count(volatility);
  }
}

/// The first pairs are those within a site, the others those of sites a < b in order.
void fill_correlations(RiskTables& tables, const StudyTotals& totals, const ColumnLayout& layout) {
  const auto sites = static_cast<std::size_t>(layout.site_count());
  for (std::size_t site = 0; site < sites; ++site) put(tables.mining_ai_correlation, site, totals.correlation(site));
  if (layout.site_count() > ColumnLayout::kMaxCorrelatedSites) return;
  std::size_t pair = sites;
  for (std::size_t a = 0; a < sites; ++a) {
    put(tables.revenue_correlation, a * sites + a, {1.0, 0.0});
    for (std::size_t b = a + 1; b < sites; ++b, ++pair) {
      put(tables.revenue_correlation, a * sites + b, totals.correlation(pair));
      put(tables.revenue_correlation, b * sites + a, totals.correlation(pair));
    }
  }
}

}  // namespace

RiskTables compute_risk_tables(const StudyState& state, const ColumnLayout& layout, const RunConfiguration& run,
                               const ColumnSource& source) {
  const StudyTotals totals(state, layout);
  RiskTables tables = empty_tables(layout, run);
  tables.paths = totals.paths();
  DistributionMeasures distributions(tables, state, layout, run, source);
  for (int column = 0; column < layout.outcome_column_count(); ++column) {
    const ColumnMoments moments = totals.moments(column);
    tables.count[static_cast<std::size_t>(column)] = totals.count(column);
    fill_moments(tables, static_cast<std::size_t>(column), moments, run.loss_reference);
    if (layout.has_distribution(column)) distributions.fill(column, moments);
  }
  fill_sites(tables, totals, layout);
  fill_correlations(tables, totals, layout);
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
