#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backtest/evaluation.hpp"
#include "backtest/rolling_origin.hpp"
#include "results/quantity.hpp"

namespace hashlease {

/// A likelihood ratio test of coverage. Axes: series, level, side.
struct LikelihoodRatioTable {
  std::vector<double> statistic;
  std::vector<double> p_value;
  std::vector<double> exact_p_value;
};

/// A test of uniformity. Axis: series.
struct UniformityTable {
  std::vector<double> statistic;
  std::vector<double> p_value;
};

/// The group /backtest: forecasts of all series and what was worked out for each, as arrays in C order.
struct BacktestTables {
  // Axes.
  std::vector<std::string> series;
  std::vector<double> level;
  std::vector<std::string> side;
  std::vector<double> tail_share;
  std::vector<double> probability;
  // [series]
  std::vector<std::string> variable;
  std::vector<std::string> model;
  std::vector<std::int64_t> horizon;
  std::vector<std::int64_t> outcome_count;
  std::vector<std::int64_t> independent_outcome_count;
  std::vector<std::int64_t> subset_count;
  std::vector<double> mean_score;
  std::vector<std::int8_t> verdict;
  std::vector<std::string> reason;
  UniformityTable kolmogorov_smirnov;
  UniformityTable anderson_darling;
  std::vector<std::int64_t> transform_count;  // [series][tenth]
  // [series][level][side]
  std::vector<std::int64_t> outside_count;
  std::vector<double> coverage;
  std::vector<double> binomial_p_value;
  LikelihoodRatioTable proportion_of_failures;
  LikelihoodRatioTable independence;
  LikelihoodRatioTable conditional_coverage;
  std::vector<std::int8_t> basel_zone;
  // [series][tail share]; NaN where the test is not defined
  std::vector<double> z2;
  std::vector<double> z2_p_value;
  std::vector<double> z2_critical_value_5;
  std::vector<double> z2_critical_value_1;
  // [forecast]: those of all series behind each other
  std::vector<std::int64_t> forecast_series;
  std::vector<std::int64_t> forecast_origin;
  std::vector<double> forecast_outcome;
  std::vector<double> forecast_transform;
  std::vector<double> forecast_score;
  std::vector<double> forecast_quantile;  // [forecast][probability]
};

/// What a backtest file holds beside /config and /provenance.
struct BacktestResult {
  BacktestTables backtest;
};

/// Series and their evaluations stand in the same order.
BacktestResult backtest_result(const std::vector<ForecastSeries>& series,
                               const std::vector<SeriesEvaluation>& evaluations);

/// Rows of /backtest, over BacktestResult.
ResultGroup backtest_group();

}  // namespace hashlease
