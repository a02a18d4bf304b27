#include "stats/measures/column_distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "base/error.hpp"
#include "stats/measures/quantiles.hpp"
#include "stats/measures/ranks.hpp"
#include "stats/measures/tail.hpp"
#include "stats/support/samples.hpp"

namespace hashlease {
namespace {

constexpr double kBinWidth = 1.0 / 512;

/// Samples of all kinds: sizes about a leaf, atoms, all equal, negative, heavy-tailed.
std::vector<std::vector<float>> samples() {
  std::mt19937_64 words(31);
  const std::vector<Sampler> samplers = {
      draw_normal,
      [](auto& w) { return 1e6 * draw_lognormal(w); },
      [](auto& w) { return std::floor(3.0 * draw_exponential(w)); },                              // atoms
      [](auto& w) { return w() % 3 == 0 ? 0.0 : -1e7 * draw_exponential(w); },                    // an atom at the top
      [](auto& w) { return std::pow(1.0 - std::uniform_real_distribution<double>()(w), -2.0); },  // no mean
      [](auto& w) { return std::tan(3.0 * (std::uniform_real_distribution<double>()(w) - 0.5)); },
      [](auto&) { return -4.25; },
  };
  std::vector<std::vector<float>> all;
  for (const Sampler& sampler : samplers) {
    for (const std::size_t size : {1U, 2U, 63U, 64U, 65U, 300U}) all.push_back(draw_sample(sampler, size, words));
  }
  return all;
}

std::vector<float> sorted(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::uint64_t> all_ranks(std::size_t n) {
  std::vector<std::uint64_t> ranks(n);
  std::iota(ranks.begin(), ranks.end(), 1U);
  return ranks;
}

TEST(ColumnDistributionTest, OrderStatisticsFromTheHistogramAreWithinABin) {
  for (const std::vector<float>& values : samples()) {
    const ColumnDistribution distribution = coarse_distribution(values);
    const std::vector<float> order = sorted(values);
    ASSERT_EQ(distribution.count(), values.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double exact = static_cast<double>(order[i]);
      const OrderStatistic found = distribution.order_statistic(i + 1);
      ASSERT_FALSE(found.exact);
      ASSERT_LE(std::fabs(found.value - exact), std::fabs(exact) * kBinWidth * 1.002 + 1e-40);
    }
  }
}

TEST(ColumnDistributionTest, RefinedOrderStatisticsAreExact) {
  for (const std::vector<float>& values : samples()) {
    const ColumnDistribution distribution = refined_distribution(values, all_ranks(values.size()));
    const std::vector<float> order = sorted(values);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const OrderStatistic found = distribution.order_statistic(i + 1);
      ASSERT_TRUE(found.exact);
      ASSERT_EQ(found.value, static_cast<double>(order[i]));
    }
    ASSERT_EQ(distribution.value_at(1.0), static_cast<double>(order[0]));
    if (order.size() < 2) continue;
    ASSERT_EQ(distribution.value_at(1.5),
              static_cast<double>(order[0]) + 0.5 * (static_cast<double>(order[1]) - static_cast<double>(order[0])));
  }
}

TEST(ColumnDistributionTest, OnlyTheBinsAskedForBecomeExact) {
  std::mt19937_64 words(32);
  const std::vector<float> values = draw_sample(draw_lognormal, 5000, words);
  const ColumnDistribution distribution = refined_distribution(values, {0, 100, 5001});
  EXPECT_TRUE(distribution.order_statistic(100).exact);
  EXPECT_FALSE(distribution.order_statistic(4000).exact);
}

TEST(ColumnDistributionTest, TailSamplesAreExact) {
  std::mt19937_64 words(33);
  const std::vector<float> values = draw_sample(draw_normal, 3000, words);
  const std::vector<float> order = sorted(values);
  std::vector<TailEntry> lowest;
  std::vector<TailEntry> highest;
  for (std::size_t i = 0; i < 40; ++i) {
    lowest.push_back({order[i], i});
    highest.push_back({order[order.size() - 1 - i], i});
  }
  const ColumnDistribution distribution(histogram_of(values), lowest, highest, std::nullopt);
  for (const std::uint64_t rank : {1U, 40U, 2961U, 3000U}) {
    EXPECT_TRUE(distribution.order_statistic(rank).exact);
    EXPECT_EQ(distribution.order_statistic(rank).value, static_cast<double>(order[rank - 1]));
  }
  EXPECT_FALSE(distribution.order_statistic(41).exact);
  EXPECT_FALSE(distribution.order_statistic(2960).exact);
  EXPECT_TRUE(distribution.lower_tail(40, 0.0).exact);
  EXPECT_FALSE(distribution.lower_tail(41, 0.0).exact);
  EXPECT_NEAR(distribution.lower_tail(40, 0.0).sum, std::accumulate(order.begin(), order.begin() + 40, 0.0), 1e-9);
}

TEST(ColumnDistributionTest, LowerTailsAreSumsOfTheLowestValues) {
  for (const std::vector<float>& values : samples()) {
    const std::vector<float> order = sorted(values);
    const ColumnDistribution exact = refined_distribution(values, all_ranks(values.size()));
    const ColumnDistribution coarse = coarse_distribution(values);
    long double sum = 0.0L;
    long double square = 0.0L;
    long double size = 0.0L;
    const double about = static_cast<double>(order[order.size() / 2]) + 0.5;
    for (std::size_t i = 0; i <= order.size(); ++i) {
      const LowerTail tail = exact.lower_tail(i, about);
      const auto scale = static_cast<double>(size + std::fabs(about) * static_cast<double>(i));
      ASSERT_TRUE(tail.exact);
      ASSERT_NEAR(tail.sum, static_cast<double>(sum), 1e-12 * scale);
      ASSERT_NEAR(tail.square, static_cast<double>(square), 1e-12 * scale * scale);
      ASSERT_NEAR(coarse.lower_tail(i, about).sum, static_cast<double>(sum),
                  static_cast<double>(size) * kBinWidth * 1.01 + 1e-30);
      if (i == order.size()) break;
      const long double distance = static_cast<long double>(order[i]) - about;
      sum += distance;
      square += distance * distance;
      size += std::fabs(static_cast<long double>(order[i]));
    }
  }
}

TEST(ColumnDistributionTest, ConstantsAreExactWithoutTheValues) {
  const std::vector<float> values(100, 0.1F);
  const ColumnDistribution distribution(histogram_of(values), {}, {}, static_cast<double>(0.1F));
  EXPECT_TRUE(distribution.order_statistic(50).exact);
  EXPECT_EQ(distribution.order_statistic(50).value, static_cast<double>(0.1F));
  EXPECT_EQ(distribution.lower_tail(10, 0.0).sum, 10 * static_cast<double>(0.1F));
  // Two bins are not a constant, whatever the sums say.
  const ColumnDistribution two(histogram_of({0.1F, 0.2F}), {}, {}, 0.1);
  EXPECT_FALSE(two.order_statistic(1).exact);
}

TEST(ColumnDistributionTest, RefusesValuesOfAnotherColumn) {
  ColumnDistribution distribution = coarse_distribution({1.0F, 2.0F, 3.0F});
  const auto stream = [&](std::vector<float> values) {
    return [values](const ColumnSink& sink) {
      sink(values);
      return true;
    };
  };
  EXPECT_THROW(distribution.refine(stream({1.0F, 2.0F, 4.0F}), {}), RunError);
  EXPECT_THROW(distribution.refine(stream({1.0F, 2.0F}), {}), RunError);
  EXPECT_FALSE(distribution.refine([](const ColumnSink&) { return false; }, {}));
  EXPECT_TRUE(distribution.refine(stream({1.0F, NAN, 2.0F, 3.0F}), {}));
}

TEST(QuantileTest, IsTheInverseOfTheEmpiricalDistribution) {
  for (const std::vector<float>& values : samples()) {
    const std::vector<float> order = sorted(values);
    const std::size_t n = order.size();
    for (const std::uint64_t permille : {1U, 10U, 50U, 100U, 250U, 500U, 750U, 900U, 950U, 990U, 999U}) {
      // The smallest value with at least n p values at or below it, by counting.
      std::size_t i = 0;
      while (1000 * (i + 1) < n * permille) ++i;
      std::vector<std::uint64_t> ranks;
      const double p = static_cast<double>(permille) / 1000.0;
      add_quantile_ranks(ranks, n, p);
      const QuantileEstimate estimate = quantile_estimate(refined_distribution(values, ranks), p);
      ASSERT_TRUE(estimate.exact);
      ASSERT_EQ(estimate.value, static_cast<double>(order[i]));
      ASSERT_FALSE(estimate.ci_low > estimate.value);
      ASSERT_FALSE(estimate.ci_high < estimate.value);
      const QuantileEstimate coarse = quantile_estimate(coarse_distribution(values), p);
      ASSERT_LE(std::fabs(coarse.value - estimate.value), std::fabs(estimate.value) * kBinWidth * 1.002 + 1e-40);
    }
  }
}

TEST(QuantileTest, OfNothingIsNothing) {
  const QuantileEstimate estimate = quantile_estimate(ColumnDistribution(FloatHistogram(), {}, {}, std::nullopt), 0.5);
  EXPECT_TRUE(std::isnan(estimate.value));
  EXPECT_TRUE(std::isnan(
      tail_estimate(coarse_distribution({}), ColumnMoments(), 0.95, LossReference::mean).value_at_risk.value));
}

struct LossMeasures {
  double value_at_risk;
  double expected_shortfall;
};

/// By the definitions, over the sorted losses; level = percent / 100.
LossMeasures by_definition(const std::vector<float>& values, std::uint64_t percent, LossReference reference) {
  const std::size_t n = values.size();
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
  std::vector<double> losses;
  for (const float value : values)
    losses.push_back((reference == LossReference::mean ? mean : 0.0) - static_cast<double>(value));
  std::sort(losses.begin(), losses.end());
  std::size_t i = 0;
  while (100 * (i + 1) < n * percent) ++i;
  const double q = losses[i];
  double above = 0.0;
  double share = 0.0;
  for (const double loss : losses) {
    if (loss <= q) continue;
    above += loss / static_cast<double>(n);
    share += 1.0 / static_cast<double>(n);
  }
  const double p = 1.0 - static_cast<double>(percent) / 100.0;
  return {q, (above + q * (p - share)) / p};
}

TEST(TailTest, EqualsTheDefinitionsWithAtoms) {
  for (const std::vector<float>& values : samples()) {
    for (const LossReference reference : {LossReference::mean, LossReference::zero}) {
      for (const std::uint64_t percent : {51U, 75U, 90U, 95U, 99U}) {
        const double level = static_cast<double>(percent) / 100.0;
        std::vector<std::uint64_t> ranks;
        add_tail_ranks(ranks, values.size(), level);
        const ColumnMoments moments = moments_of(values);
        const TailEstimate tail = tail_estimate(refined_distribution(values, ranks), moments, level, reference);
        const LossMeasures expected = by_definition(values, percent, reference);
        const double scale =
            std::fabs(moments.mean) + std::fabs(expected.expected_shortfall) + std::fabs(expected.value_at_risk);
        ASSERT_TRUE(tail.exact);
        ASSERT_NEAR(tail.value_at_risk.value, expected.value_at_risk, 1e-12 * scale);
        ASSERT_NEAR(tail.expected_shortfall.value, expected.expected_shortfall, 1e-11 * scale);
        ASSERT_GE(tail.expected_shortfall.value, tail.value_at_risk.value - 1e-11 * scale);
        const TailEstimate coarse = tail_estimate(coarse_distribution(values), moments, level, reference);
        const double outcome = std::fabs(tail.value_at_risk.value) + std::fabs(tail.expected_shortfall.value) +
                               2 * std::fabs(moments.mean);
        ASSERT_NEAR(coarse.value_at_risk.value, tail.value_at_risk.value, outcome * kBinWidth * 1.01 + 1e-30);
        ASSERT_NEAR(coarse.expected_shortfall.value, tail.expected_shortfall.value, outcome * 2 * kBinWidth + 1e-30);
      }
    }
  }
}

TEST(TailTest, AConstantHasNoRisk) {
  const std::vector<float> values(2000, 12.5F);
  const ColumnDistribution distribution(histogram_of(values), {}, {}, 12.5);
  const TailEstimate tail = tail_estimate(distribution, moments_of(values), 0.95, LossReference::mean);
  EXPECT_EQ(tail.value_at_risk.value, 0.0);
  EXPECT_EQ(tail.value_at_risk.standard_error, 0.0);
  EXPECT_EQ(tail.expected_shortfall.value, 0.0);
  EXPECT_EQ(tail.expected_shortfall.standard_error, 0.0);
  EXPECT_TRUE(tail.exact);
}

}  // namespace
}  // namespace hashlease
