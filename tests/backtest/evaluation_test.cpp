#include "backtest/evaluation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "backtest/support/synthetic_history.hpp"
#include "base/error.hpp"

namespace hashlease {
namespace {

using testing::standard_normal;

std::vector<double> normal_sample(int count, double deviation) {
  std::mt19937_64 words(11);
  std::vector<double> values;
  for (int k = 0; k < count; ++k) values.push_back(deviation * standard_normal(words));
  return values;
}

/// Monthly origins with a horizon of `horizon` months of independent standard normal shocks, predicted with a deviation
/// of `predicted` times the true one.
ForecastSeries overlapping(int count, int horizon, double predicted, std::mt19937_64& words) {
  std::vector<double> shocks;
  for (int k = 0; k < count + horizon; ++k) shocks.push_back(standard_normal(words));
  static const std::vector<double> sample = normal_sample(4'000, 1.0);
  ForecastSeries series{"btc_price", "gbm", horizon, horizon, {}};
  for (int k = 0; k < count; ++k) {
    double sum = 0.0;
    for (int month = 0; month < horizon; ++month) sum += shocks[static_cast<std::size_t>(k + month)];
    series.forecasts.push_back(make_forecast(k, sample, sum / std::sqrt(horizon) / predicted));
  }
  return series;
}

TEST(ForecastTest, TransformAndQuantiles) {
  std::vector<double> values;
  for (int k = 0; k < 999; ++k) values.push_back(998 - k);
  const Forecast forecast = make_forecast(5, values, 249.5);
  EXPECT_DOUBLE_EQ(forecast.transform, 250.5 / 1000);
  EXPECT_DOUBLE_EQ(forecast.quantiles[4], 499.0);
  EXPECT_DOUBLE_EQ(forecast.tails[0].outcome, 249.5 - 499.0) << "losses are counted from the median";
  EXPECT_GT(forecast.tails[0].shortfall, 0.0);
  EXPECT_THROW(make_forecast(5, {1.0, NAN}, 0.0), RunError);
}

/// E|X - y| - E|X - X'| / 2 by all pairs; of a normal and its mean, (sqrt(2) - 1) / sqrt(pi).
TEST(ForecastTest, Score) {
  EXPECT_NEAR(make_forecast(0, {1.0, 0.0}, 0.5).score, 0.25, 1e-15);
  const std::vector<double> values = {0.3, -1.0, 2.5, 0.7, 0.7, -0.2};
  for (const double outcome : {-2.0, 0.1, 0.7, 3.0}) {
    double expected = 0.0;
    for (const double a : values) {
      expected += std::abs(a - outcome) / 6.0;
      for (const double b : values) expected -= std::abs(a - b) / 72.0;
    }
    EXPECT_NEAR(make_forecast(0, values, outcome).score, expected, 1e-14) << outcome;
  }
  EXPECT_NEAR(make_forecast(0, normal_sample(40'000, 1.0), 0.0).score, 0.23370, 4 * 0.002);
  EXPECT_GT(make_forecast(0, normal_sample(4'000, 3.0), 0.0).score, 0.5) << "vague forecasts score badly";
}

TEST(EvaluationTest, OneSubsetWithoutOverlap) {
  std::mt19937_64 words(3);
  const SeriesEvaluation evaluation = evaluate(overlapping(88, 1, 1.0, words), 0.01, 200);
  EXPECT_EQ(evaluation.outcomes, 88);
  EXPECT_EQ(evaluation.independent_outcomes, 88);
  EXPECT_EQ(evaluation.verdict, Verdict::not_rejected);
  EXPECT_EQ(evaluation.reason, "not rejected");
  int all = 0;
  for (const int count : evaluation.transform_histogram) all += count;
  EXPECT_EQ(all, 88);
  const CoverageResult& below = evaluation.at(0.95, CoverageSide::below);
  const CoverageResult& above = evaluation.at(0.95, CoverageSide::above);
  EXPECT_EQ(below.failures.exact_p_value, exact_binomial_p_value(88, below.outside, 1.0 - 0.95));
  EXPECT_EQ(above.side, CoverageSide::above);
}

TEST(EvaluationTest, AForecastTooNarrowIsRejectedAndToldWhy) {
  std::mt19937_64 words(3);
  const SeriesEvaluation evaluation = evaluate(overlapping(88, 1, 0.5, words), 0.01, 200);
  EXPECT_EQ(evaluation.verdict, Verdict::rejected);
  EXPECT_NE(evaluation.reason.find("too many outside the"), std::string::npos) << evaluation.reason;
  EXPECT_NE(evaluation.reason.find("shape rejected"), std::string::npos) << evaluation.reason;
}

TEST(EvaluationTest, FewOutcomesGiveNoVerdict) {
  std::mt19937_64 words(3);
  const SeriesEvaluation evaluation = evaluate(overlapping(84, 12, 1.0, words), 0.01, 200);
  EXPECT_EQ(evaluation.subset_count, 12);
  EXPECT_EQ(evaluation.independent_outcomes, 7);
  EXPECT_EQ(evaluation.verdict, Verdict::too_few);
}

/// Overlapping outcomes in one test reject a true forecast far too often; the subsets do not. A wrong one is found
/// still.
TEST(EvaluationTest, SizeAndPowerWithOverlap) {
  constexpr int kTrials = 250;
  std::mt19937_64 words(2018);
  int size = 0, naive = 0, power = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    ForecastSeries series = overlapping(88, 3, 1.0, words);
    const auto p_value = [](const SeriesEvaluation& e) {
      return e.at(0.95, CoverageSide::interval).failures.exact_p_value;
    };
    size += p_value(evaluate(series, 0.05, 1)) <= 0.05 ? 1 : 0;
    series.subset_count = 1;
    naive += p_value(evaluate(series, 0.05, 1)) <= 0.05 ? 1 : 0;
    power += p_value(evaluate(overlapping(88, 3, 0.5, words), 0.05, 1)) <= 0.05 ? 1 : 0;
  }
  // 5 % of 250 and four standard errors.
  EXPECT_LE(size, 12.5 + 4 * std::sqrt(250 * 0.05 * 0.95));
  EXPECT_GT(naive, size + 10) << "otherwise the subsets were for nothing";
  EXPECT_GE(power, 0.9 * kTrials);
}

}  // namespace
}  // namespace hashlease
