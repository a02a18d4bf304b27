#pragma once

/// The tables of measures of a study, as plain arrays for the result file.

#include <cstdint>
#include <vector>

#include "stats/measures/column_distribution.hpp"
#include "stats/measures/moments.hpp"
#include "stats/measures/probability.hpp"
#include "stats/measures/study_totals.hpp"
#include "stats/state/study_state.hpp"
#include "vocabulary/losses.hpp"

namespace hashlease {

/// See QuantileEstimate.
struct QuantileArray {
  EstimateArray estimate;
  std::vector<double> ci_low;
  std::vector<double> ci_high;
  std::vector<std::int8_t> exact;  // 1 exact, 0 from the histogram
};

/// A measure of a site's path over the paths on which it is defined.
struct PathMeasureTable {
  EstimateArray mean;                    // [site]
  EstimateArray standard_deviation;      // [site]
  EstimateArray quantile;                // [site][quantile], within one bin of the histogram; NaN without one
  std::vector<std::uint64_t> undefined;  // [site]: paths without one
};

/// Axes: site; outcome as in ColumnLayout::outcomes(); period: months, whole years, the horizon (ColumnLayout); annual
/// period: whole years, the horizon; quantile: kQuantileProbabilities; level: confidence levels of the configuration.
/// Arrays are in C order, money in USD. Statistics run over the paths on which a column is finite. Distribution
/// measures are NaN for columns without one.
struct RiskTables {
  std::uint64_t paths = 0;
  std::vector<double> confidence_levels;

  // [site][outcome][period]
  std::vector<std::uint64_t> count;  // paths on which the outcome is finite
  EstimateArray mean;
  EstimateArray standard_deviation;
  EstimateArray skewness;
  EstimateArray excess_kurtosis;
  std::vector<double> minimum;  // NaN where neither tail samples nor kept values know it
  std::vector<double> maximum;
  std::vector<double> loss_reference;  // mean or 0
  ProbabilityArray negative;           // of an outcome below 0, among the paths on which it is finite; NaN for costs
                                       // and without a histogram
  // [site][outcome][period][quantile]
  QuantileArray quantile;
  // [site][outcome][period][level]
  EstimateArray value_at_risk;  // of losses reference - outcome; NaN for costs
  EstimateArray expected_shortfall;
  std::vector<std::int8_t> tail_exact;  // 1 exact, 0 from the histogram
  // [site][period][level]: mean cash flow - (1 - level)-quantile of cash flow, whatever the loss reference
  EstimateArray cash_flow_at_risk;
  // [site][annual period]: standard deviation / mean of revenue over paths (revenue volatility, first definition)
  EstimateArray revenue_coefficient_of_variation;
  std::vector<PathMeasureTable> path_measures;  // by PathMeasure; empty where the study does not keep it
  const PathMeasureTable& path_measure(PathMeasure measure) const {
    return path_measures[static_cast<std::size_t>(measure)];
  }
  // [site]: correlation of mining and AI revenue over the horizon
  EstimateArray mining_ai_correlation;
  // [site][tail probability]: lower tail dependence of mining and AI revenue over the horizon; NaN where a site lacks
  // one of them or it does not vary
  std::vector<double> tail_probabilities;
  EstimateArray mining_ai_tail_dependence;
  std::vector<double> mining_ai_tail_dependence_low;  // bounds that the cells of the joint histogram leave
  std::vector<double> mining_ai_tail_dependence_high;
  // [site][site]: correlation of horizon revenue; 1 with standard error 0 on the diagonal; NaN beyond
  // ColumnLayout::kMaxCorrelatedSites sites
  EstimateArray revenue_correlation;
};

/// All measures of a state. Quantiles and tails of columns that `source` streams are exact.
/// Throws RunError when the state is not of this layout or the kept values are not those of the state.
RiskTables compute_risk_tables(const StudyState& state, const ColumnLayout& layout, const LossSettings& losses,
                               const ColumnSource& source);

/// Mean horizon revenue of each site per year, from any part of a study, for progress and status.
struct EstimateTable {
  std::uint64_t paths = 0;
  EstimateArray annual_revenue;  // [site] USD per year
};
EstimateTable current_estimates(const StudyState& state, const ColumnLayout& layout);

}  // namespace hashlease
