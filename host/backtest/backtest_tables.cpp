#include "backtest/backtest_tables.hpp"

#include <fmt/format.h>

#include <limits>

namespace hashlease {

namespace {

void add_ratio(LikelihoodRatioTable& table, const LikelihoodRatio& ratio) {
  table.statistic.push_back(ratio.statistic);
  table.p_value.push_back(ratio.p_value);
  table.exact_p_value.push_back(ratio.exact_p_value);
}

void add_coverage(BacktestTables& tables, const CoverageResult& result) {
  tables.outside_count.push_back(result.outside);
  tables.coverage.push_back(1.0 - static_cast<double>(result.outside) / result.outcomes);
  tables.binomial_p_value.push_back(result.failures.exact_p_value);
  add_ratio(tables.proportion_of_failures, result.failures);
  add_ratio(tables.independence, result.independence);
  add_ratio(tables.conditional_coverage, result.conditional);
  tables.basel_zone.push_back(static_cast<std::int8_t>(result.zone));
}

void add_shortfall(BacktestTables& tables, const ShortfallTest& test) {
  const auto defined = [&](double value) { return test.is_defined ? value : std::numeric_limits<double>::quiet_NaN(); };
  tables.z2.push_back(defined(test.statistic));
  tables.z2_p_value.push_back(defined(test.p_value));
  tables.z2_critical_value_5.push_back(defined(test.critical_value_5));
  tables.z2_critical_value_1.push_back(defined(test.critical_value_1));
}

void add_uniformity(UniformityTable& table, const UniformityTest& test) {
  table.statistic.push_back(test.statistic);
  table.p_value.push_back(test.p_value);
}

void add_evaluation(BacktestTables& tables, const SeriesEvaluation& evaluation) {
  tables.series.push_back(
      fmt::format("{} {} months {}", evaluation.variable, evaluation.horizon_months, evaluation.model));
  tables.variable.push_back(evaluation.variable);
  tables.model.push_back(evaluation.model);
  tables.horizon.push_back(evaluation.horizon_months);
  tables.outcome_count.push_back(evaluation.outcomes);
  tables.independent_outcome_count.push_back(evaluation.independent_outcomes);
  tables.subset_count.push_back(evaluation.subset_count);
  tables.mean_score.push_back(evaluation.mean_score);
  tables.verdict.push_back(static_cast<std::int8_t>(evaluation.verdict));
  tables.reason.push_back(evaluation.reason);
  for (const CoverageResult& result : evaluation.coverage) add_coverage(tables, result);
  for (const ShortfallResult& result : evaluation.shortfall) add_shortfall(tables, result.test);
  add_uniformity(tables.kolmogorov_smirnov, evaluation.kolmogorov_smirnov);
  add_uniformity(tables.anderson_darling, evaluation.anderson_darling);
  tables.transform_count.insert(tables.transform_count.end(), evaluation.transform_histogram.begin(),
                                evaluation.transform_histogram.end());
}

void add_forecast(BacktestTables& tables, std::size_t series, const Forecast& forecast) {
  tables.forecast_series.push_back(static_cast<std::int64_t>(series));
  tables.forecast_origin.push_back(forecast.origin);
  tables.forecast_outcome.push_back(forecast.outcome);
  tables.forecast_transform.push_back(forecast.transform);
  tables.forecast_score.push_back(forecast.score);
  tables.forecast_quantile.insert(tables.forecast_quantile.end(), forecast.quantiles.begin(), forecast.quantiles.end());
}

}  // namespace

BacktestResult backtest_result(const std::vector<ForecastSeries>& series,
                               const std::vector<SeriesEvaluation>& evaluations) {
  BacktestResult result;
  BacktestTables& tables = result.backtest;
  tables.level.assign(kCoverageLevels.begin(), kCoverageLevels.end());
  for (const CoverageSide side : kCoverageSides) tables.side.push_back(side_name(side));
  tables.tail_share.assign(std::begin(kShortfallShares), std::end(kShortfallShares));
  tables.probability.assign(std::begin(kForecastProbabilities), std::end(kForecastProbabilities));
  for (const SeriesEvaluation& evaluation : evaluations) add_evaluation(tables, evaluation);
  for (std::size_t k = 0; k < series.size(); ++k) {
    for (const Forecast& forecast : series[k].forecasts) add_forecast(tables, k, forecast);
  }
  return result;
}

}  // namespace hashlease
