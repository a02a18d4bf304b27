#include "stats/measures/ranks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hashlease {
namespace {

TEST(RanksTest, DecimalProbabilitiesGiveDecimalRanks) {
  for (std::uint64_t n = 1; n <= 3000; ++n) {
    for (std::uint64_t permille = 1; permille < 1000; permille += 7) {
      const std::uint64_t expected = std::max<std::uint64_t>(1, (n * permille + 999) / 1000);
      ASSERT_EQ(quantile_rank(n, static_cast<double>(permille) / 1000.0), expected) << n << ' ' << permille;
    }
  }
  // Without rounding to the whole number nearby this is 8.
  EXPECT_EQ(std::ceil(100 * 0.07), 8.0);
  EXPECT_EQ(quantile_rank(100, 0.07), 7U);
}

TEST(RanksTest, LargeSamplesAndEnds) {
  EXPECT_EQ(quantile_rank(300000000, 0.999), 299700000U);
  EXPECT_EQ(quantile_rank(std::uint64_t{1000000} * 1000000, 0.001), std::uint64_t{1000000} * 1000);
  EXPECT_EQ(quantile_rank(1, 0.001), 1U);
  EXPECT_EQ(quantile_rank(1, 0.999), 1U);
  EXPECT_EQ(loss_rank(100, 0.95), 6U);
  EXPECT_EQ(loss_rank(101, 0.95), 6U);
  EXPECT_EQ(loss_rank(1, 0.99), 1U);
  EXPECT_DOUBLE_EQ(rounded_product(7, 0.1), 0.7);
}

/// Probability that a binomial count lies in [low, high], from the recurrence of its terms.
double binomial_between(std::uint64_t n, double p, std::uint64_t low, std::uint64_t high) {
  double sum = 0.0;
  for (std::uint64_t k = low; k <= std::min(high, n); ++k) {
    const auto count = static_cast<double>(n);
    const auto successes = static_cast<double>(k);
    sum += std::exp(std::lgamma(count + 1) - std::lgamma(successes + 1) - std::lgamma(count - successes + 1) +
                    successes * std::log(p) + (count - successes) * std::log1p(-p));
  }
  return sum;
}

TEST(RanksTest, TheIntervalCoversTheQuantileWithNinetyFivePercent) {
  for (const std::uint64_t n : {200U, 1000U, 5000U}) {
    for (const double p : {0.05, 0.1, 0.5, 0.9, 0.95}) {
      // x_(low) <= quantile < x_(high) when at least low and fewer than high values are below it.
      const RankInterval interval = rank_interval(n, p);
      const double coverage = binomial_between(n, p, interval.ci_low, interval.ci_high - 1);
      EXPECT_GE(coverage, 0.935) << n << ' ' << p;
      EXPECT_LE(coverage, 0.975) << n << ' ' << p;
    }
  }
}

TEST(RanksTest, IntervalsEndWithTheSample) {
  const RankInterval interval = rank_interval(100, 0.001);
  EXPECT_EQ(interval.low, 1.0);
  EXPECT_EQ(interval.ci_low, 0U);
  EXPECT_LE(interval.ci_high, 101U);
  EXPECT_EQ(rank_interval(100, 0.999).ci_high, 101U);
}

}  // namespace
}  // namespace hashlease
