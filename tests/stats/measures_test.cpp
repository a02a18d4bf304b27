#include "stats/measures/measures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "base/error.hpp"
#include "stats/measures/quantiles.hpp"
#include "stats/support/samples.hpp"
#include "stats/support/studies.hpp"

namespace hashlease {
namespace {

constexpr std::uint64_t kPaths = 3001;
constexpr std::size_t kQuantiles = kQuantileProbabilities.size();

/// Two sites over 25 months: two whole years, kept annual cash flow, monthly distributions of revenue.
class MeasuresTest : public testing::Test {
 protected:
  MeasuresTest()
      : configuration_(configuration_of({.sites = 2,
                                         .months = 25,
                                         .tail_paths = 40,
                                         .monthly_distribution = {"revenue"},
                                         .keep_paths = {"annual_cash_flow"}})),
        layout_(configuration_),
        outcomes_(draw_outcomes(layout_, kPaths, 61, [](auto& words) { return 1e6 * draw_lognormal(words); })),
        source_([this](int column, const ColumnSink& sink) { return stream(column, sink); }) {
    const auto constant =
        static_cast<std::size_t>(layout_.column(1, Outcome::mining_revenue, layout_.horizon_period()));
    std::fill(outcomes_.columns[constant].begin(), outcomes_.columns[constant].end(), 0.1F);
    std::vector<float>& volatility = column(layout_.path_measure_column(1, PathMeasure::revenue_log_volatility));
    for (std::size_t i = 0; i < kPaths; i += 10) volatility[i] = std::numeric_limits<float>::quiet_NaN();
    // Revenues of the sites move together.
    const std::vector<float>& first = column(layout_.column(0, Outcome::revenue, layout_.horizon_period()));
    std::vector<float>& second = column(layout_.column(1, Outcome::revenue, layout_.horizon_period()));
    for (std::size_t i = 0; i < kPaths; ++i) second[i] += first[i];
  }

  std::vector<float>& column(int index) { return outcomes_.columns[static_cast<std::size_t>(index)]; }

  bool stream(int index, const ColumnSink& sink) {
    const std::vector<int>& kept = layout_.kept_columns();
    if (std::find(kept.begin(), kept.end(), index) == kept.end()) return false;
    const std::span<const float> values(column(index));
    sink(values.first(1000));
    sink(values.subspan(1000));
    return true;
  }

  RiskTables tables() {
    return compute_risk_tables(simulate_study(layout_, outcomes_), layout_, configuration_.run.losses(), source_);
  }

  static double mean_of(const std::vector<float>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }
  static double deviation_of(const std::vector<float>& values) {
    const double mean = mean_of(values);
    double sum = 0.0;
    for (const float value : values) sum += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
  }

  Configuration configuration_;
  ColumnLayout layout_;
  Outcomes outcomes_;
  ColumnSource source_;
};

TEST_F(MeasuresTest, TablesHaveTheShapesOfTheLayout) {
  const RiskTables risk = tables();
  const std::size_t columns = 2 * 8 * 28;
  EXPECT_EQ(risk.paths, kPaths);
  EXPECT_EQ(risk.mean.shape, (std::vector<std::size_t>{2, 8, 28}));
  EXPECT_EQ(risk.revenue_coefficient_of_variation.shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(risk.mean.value.size(), columns);
  EXPECT_EQ(risk.quantile.estimate.value.size(), columns * kQuantiles);
  EXPECT_EQ(risk.value_at_risk.value.size(), columns * 2);
  EXPECT_EQ(risk.cash_flow_at_risk.value.size(), 2U * 28 * 2);
  EXPECT_EQ(risk.revenue_coefficient_of_variation.value.size(), 6U);
  EXPECT_EQ(risk.revenue_correlation.value.size(), 4U);
}

TEST_F(MeasuresTest, MomentsStandWhereTheirColumnDoes) {
  const RiskTables risk = tables();
  for (const int index : {0, layout_.column(1, Outcome::power_cost, 7), layout_.column(0, Outcome::cash_flow, 27)}) {
    const auto i = static_cast<std::size_t>(index);
    EXPECT_NEAR(risk.mean.value[i], mean_of(column(index)), 1e-6);
    EXPECT_NEAR(risk.standard_deviation.value[i], deviation_of(column(index)), 1e-5);
    EXPECT_EQ(risk.loss_reference[i], risk.mean.value[i]);
    EXPECT_EQ(risk.count[i], kPaths);
  }
}

TEST_F(MeasuresTest, KeptColumnsHaveExactQuantilesAndTails) {
  const RiskTables risk = tables();
  for (const int index : layout_.kept_columns()) {
    std::vector<float> order = column(index);
    std::sort(order.begin(), order.end());
    const auto i = static_cast<std::size_t>(index);
    EXPECT_EQ(risk.minimum[i], static_cast<double>(order.front()));
    EXPECT_EQ(risk.maximum[i], static_cast<double>(order.back()));
    EXPECT_EQ(risk.quantile.exact[i * kQuantiles + 5], 1);
    EXPECT_EQ(risk.quantile.estimate.value[i * kQuantiles + 5], static_cast<double>(order[1500]));  // the median
    EXPECT_EQ(risk.tail_exact[i * 2], 1);
    // ceil(3001 * 0.95) = 2851, so the 151st lowest.
    EXPECT_DOUBLE_EQ(risk.value_at_risk.value[i * 2], risk.mean.value[i] - static_cast<double>(order[150]));
  }
}

TEST_F(MeasuresTest, OtherColumnsHaveQuantilesWithinABin) {
  const RiskTables risk = tables();
  const int index = layout_.column(0, Outcome::revenue, 3);  // a month
  std::vector<float> order = column(index);
  std::sort(order.begin(), order.end());
  const auto i = static_cast<std::size_t>(index);
  EXPECT_EQ(risk.quantile.exact[i * kQuantiles + 5], 0);
  EXPECT_NEAR(risk.quantile.estimate.value[i * kQuantiles + 5], static_cast<double>(order[1500]),
              static_cast<double>(order[1500]) / 512);
  EXPECT_TRUE(std::isnan(risk.minimum[i]));
  const auto without = static_cast<std::size_t>(layout_.column(0, Outcome::ai_revenue, 3));
  EXPECT_TRUE(std::isnan(risk.quantile.estimate.value[without * kQuantiles + 5]));
  EXPECT_TRUE(std::isnan(risk.expected_shortfall.value[without * 2]));
  EXPECT_FALSE(std::isnan(risk.mean.value[without]));
}

/// Shares are counted, so they are exact; an outcome of 0 is not below it, and neither is one of -0.
TEST_F(MeasuresTest, NegativeOutcomesAreCounted) {
  const int index = layout_.column(1, Outcome::cash_flow, layout_.month_count());  // of the first year
  std::vector<float>& values = column(index);
  for (std::size_t k = 0; k < kPaths; ++k) {
    values[k] = k < 600 ? -1e-30F * static_cast<float>(k + 1) : k < 900 ? 0.0F : k < 1000 ? -0.0F : 1e-30F;
  }
  const RiskTables risk = tables();
  const auto i = static_cast<std::size_t>(index);
  const double share = 600.0 / static_cast<double>(kPaths);
  EXPECT_DOUBLE_EQ(risk.negative.share.value[i], share);
  EXPECT_DOUBLE_EQ(risk.negative.share.standard_error[i], std::sqrt(share * (1.0 - share) / (kPaths - 1)));
  EXPECT_LT(risk.negative.ci_low[i], share);
  const auto revenue = static_cast<std::size_t>(layout_.column(0, Outcome::revenue, layout_.horizon_period()));
  EXPECT_EQ(risk.negative.share.value[revenue], 0.0);
  EXPECT_GT(risk.negative.ci_high[revenue], 0.0);
  const auto cost = static_cast<std::size_t>(layout_.column(0, Outcome::power_cost, layout_.horizon_period()));
  EXPECT_TRUE(std::isnan(risk.negative.share.value[cost]));
}

TEST_F(MeasuresTest, HeadlineColumnsHaveExactExtremes) {
  const RiskTables risk = tables();
  const int index = layout_.column(1, Outcome::revenue, layout_.horizon_period());
  const auto i = static_cast<std::size_t>(index);
  EXPECT_EQ(risk.minimum[i], static_cast<double>(*std::min_element(column(index).begin(), column(index).end())));
  EXPECT_EQ(risk.maximum[i], static_cast<double>(*std::max_element(column(index).begin(), column(index).end())));
  EXPECT_EQ(risk.quantile.exact[i * kQuantiles], 1);  // 0.1 %: the 4th of 40 lowest paths kept
  EXPECT_EQ(risk.quantile.exact[i * kQuantiles + 5], 0);
  EXPECT_EQ(risk.tail_exact[i * 2 + 1], 1);  // 99 %: the 30th
}

TEST_F(MeasuresTest, CashFlowAtRiskIsCountedFromTheMean) {
  configuration_.run.loss_reference = LossReference::zero;
  const RiskTables risk = tables();
  for (int period = 25; period < 28; ++period) {
    const auto i = static_cast<std::size_t>(layout_.column(1, Outcome::cash_flow, period));
    const auto row = static_cast<std::size_t>(28 + period);
    EXPECT_EQ(risk.loss_reference[i], 0.0);
    EXPECT_DOUBLE_EQ(risk.cash_flow_at_risk.value[row * 2], risk.mean.value[i] + risk.value_at_risk.value[i * 2]);
    EXPECT_GT(risk.cash_flow_at_risk.standard_error[row * 2], 0.0);
  }
  EXPECT_TRUE(std::isnan(risk.cash_flow_at_risk.value[0]));  // months have no distribution of cash flow here
}

TEST_F(MeasuresTest, RevenueVolatilityByBothDefinitions) {
  const RiskTables risk = tables();
  const std::vector<float>& year = column(layout_.column(1, Outcome::revenue, 26));
  EXPECT_NEAR(risk.revenue_coefficient_of_variation.value[3 + 1], deviation_of(year) / mean_of(year), 1e-10);
  std::vector<float> defined;
  for (const float value : column(layout_.path_measure_column(1, PathMeasure::revenue_log_volatility))) {
    if (!std::isnan(value)) defined.push_back(value);
  }
  EXPECT_EQ(risk.path_measure(PathMeasure::revenue_log_volatility).undefined, (std::vector<std::uint64_t>{0, 301}));
  EXPECT_NEAR(risk.path_measure(PathMeasure::revenue_log_volatility).mean.value[1], mean_of(defined), 1e-6);
  EXPECT_NEAR(risk.path_measure(PathMeasure::revenue_log_volatility).mean.standard_error[1],
              deviation_of(defined) / std::sqrt(static_cast<double>(defined.size())), 1e-6);
}

TEST_F(MeasuresTest, PathMeasuresHaveDeviationAndQuantiles) {
  const PathMeasureTable volatility = tables().path_measure(PathMeasure::revenue_log_volatility);
  std::vector<float> defined;
  for (const float value : column(layout_.path_measure_column(1, PathMeasure::revenue_log_volatility))) {
    if (!std::isnan(value)) defined.push_back(value);
  }
  EXPECT_NEAR(volatility.standard_deviation.value[1] / deviation_of(defined), 1.0, 1e-9);
  std::sort(defined.begin(), defined.end());
  ASSERT_EQ(volatility.quantile.value.size(), 2 * kQuantiles);
  for (std::size_t q = 0; q < kQuantiles; ++q) {
    const auto n = static_cast<double>(defined.size());
    const double exact = defined[static_cast<std::size_t>(std::ceil(kQuantileProbabilities[q] * n - 1e-9)) - 1];
    EXPECT_NEAR(volatility.quantile.value[kQuantiles + q], exact, 0x1p-9 * exact);
  }
}

TEST_F(MeasuresTest, CorrelationsStandWhereTheirSitesDo) {
  const RiskTables risk = tables();
  EXPECT_EQ(risk.revenue_correlation.value[0], 1.0);
  EXPECT_EQ(risk.revenue_correlation.standard_error[3], 0.0);
  EXPECT_EQ(risk.revenue_correlation.value[1], risk.revenue_correlation.value[2]);
  EXPECT_NEAR(risk.revenue_correlation.value[1], std::sqrt(0.5), 4 * risk.revenue_correlation.standard_error[1]);
  EXPECT_NEAR(risk.mining_ai_correlation.value[0], 0.0, 4 * risk.mining_ai_correlation.standard_error[0]);
  EXPECT_TRUE(std::isnan(risk.mining_ai_correlation.value[1]));  // its mining revenue is constant
}

TEST_F(MeasuresTest, ConstantColumnsAreExactWithoutSpread) {
  const RiskTables risk = tables();
  const auto i = static_cast<std::size_t>(layout_.column(1, Outcome::mining_revenue, layout_.horizon_period()));
  EXPECT_EQ(risk.standard_deviation.value[i], 0.0);
  EXPECT_EQ(risk.quantile.estimate.value[i * kQuantiles + 5], static_cast<double>(0.1F));
  EXPECT_EQ(risk.quantile.exact[i * kQuantiles + 5], 1);
  EXPECT_EQ(risk.value_at_risk.value[i * 2], 0.0);
  EXPECT_EQ(risk.minimum[i], risk.maximum[i]);
}

TEST_F(MeasuresTest, RefusesKeptValuesThatAreNotThoseOfTheState) {
  const StudyState state = simulate_study(layout_, outcomes_);
  column(layout_.kept_columns()[0])[5] *= 2.0F;
  EXPECT_THROW(compute_risk_tables(state, layout_, configuration_.run.losses(), source_), RunError);
  EXPECT_NO_THROW(compute_risk_tables(state, layout_, configuration_.run.losses(), nullptr));
}

TEST_F(MeasuresTest, RefusesTheStateOfAnotherLayout) {
  const ColumnLayout other = layout_of({.months = 1});
  EXPECT_THROW(compute_risk_tables(simulate_study(layout_, outcomes_), other, configuration_.run.losses(), source_),
               RunError);
  EXPECT_THROW(current_estimates(simulate_study(layout_, outcomes_), other), RunError);
}

TEST_F(MeasuresTest, EstimatesOfAPartAreThoseOfItsPaths) {
  const EstimateTable table = current_estimates(simulate_range(layout_, outcomes_, {1024, 512}, 256), layout_);
  EXPECT_EQ(table.paths, 512U);
  const std::vector<float>& all = column(layout_.column(1, Outcome::revenue, layout_.horizon_period()));
  const std::vector<float> part(all.begin() + 1024, all.begin() + 1536);
  EXPECT_NEAR(table.annual_revenue.value[1], mean_of(part) * 12 / 25, 1e-6);
  EXPECT_NEAR(table.annual_revenue.standard_error[1], deviation_of(part) / std::sqrt(512.0) * 12 / 25, 1e-6);
}

TEST_F(MeasuresTest, NothingSimulatedIsNothingKnown) {
  const StudyState state = make_study_state(layout_, shift_of(outcomes_));
  const RiskTables risk = compute_risk_tables(state, layout_, configuration_.run.losses(), nullptr);
  EXPECT_EQ(risk.paths, 0U);
  EXPECT_TRUE(std::isnan(risk.mean.value[0]));
  EXPECT_TRUE(std::isnan(current_estimates(state, layout_).annual_revenue.value[0]));
}

TEST(RevenueCorrelationTest, ManySitesHaveNoMatrix) {
  const SmallStudy study{.sites = 17, .months = 1};
  const ColumnLayout layout = layout_of(study);
  const Outcomes outcomes = draw_outcomes(layout, 100, 62, draw_normal);
  const RiskTables risk =
      compute_risk_tables(simulate_study(layout, outcomes), layout, configuration_of(study).run.losses(), nullptr);
  ASSERT_EQ(risk.revenue_correlation.value.size(), 289U);
  EXPECT_TRUE(std::all_of(risk.revenue_correlation.value.begin(), risk.revenue_correlation.value.end(),
                          [](double value) { return std::isnan(value); }));
  EXPECT_FALSE(std::isnan(risk.mining_ai_correlation.value[16]));
}

}  // namespace
}  // namespace hashlease
