#include "backtest/coverage_tests.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace hashlease {
namespace {

/// Every order of exceedances among n outcomes, as bits.
template <class Visit>
void for_all_sequences(int n, Visit visit) {
  for (unsigned bits = 0; bits < (1U << n); ++bits) {
    std::vector<std::int8_t> exceeds(static_cast<std::size_t>(n));
    for (int k = 0; k < n; ++k) exceeds[static_cast<std::size_t>(k)] = static_cast<std::int8_t>(bits >> k & 1U);
    visit(exceeds);
  }
}

double probability_of(const std::vector<std::int8_t>& exceeds, double p) {
  double probability = 1.0;
  for (const std::int8_t exceed : exceeds) probability *= exceed != 0 ? p : 1.0 - p;
  return probability;
}

/// The published example of the design's golden numbers.
TEST(CoverageTestsTest, PublishedExampleToFiveDigits) {
  const ExceedanceCounts counts{1043, 57, 932, 53, 53, 4};
  EXPECT_NEAR(proportion_of_failures(counts, 0.05).statistic, 0.46147, 5e-6);
  EXPECT_NEAR(independence(counts).statistic, 0.25866, 5e-6);
  EXPECT_NEAR(conditional_coverage(counts, 0.05).statistic, 0.72013, 5e-6);
}

TEST(CoverageTestsTest, AsymptoticLawsAreChiSquared) {
  // Upper 5 % points of the chi-squared laws with one and two degrees: 3.841459 and 5.991465.
  const ExceedanceCounts counts{1043, 57, 932, 53, 53, 4};
  EXPECT_NEAR(proportion_of_failures(counts, 0.05).p_value, std::erfc(std::sqrt(0.46147 / 2)), 1e-5);
  EXPECT_NEAR(conditional_coverage(counts, 0.05).p_value, std::exp(-0.72013 / 2), 1e-5);
  EXPECT_NEAR(std::erfc(std::sqrt(3.841459 / 2)), 0.05, 1e-6);
  EXPECT_NEAR(std::exp(-5.991465 / 2), 0.05, 1e-6);
}

/// "Kupiec's nominal 5 % test at N = 250, p = 1 % truly rejects 9.5 %."
TEST(CoverageTestsTest, KupiecsTestRejectsTooOftenAndTheExactOneDoesNot) {
  double kupiec = 0.0, exact = 0.0;
  for (int x = 0; x <= 250; ++x) {
    const double probability =
        binomial_distribution(250, x, 0.01) - (x > 0 ? binomial_distribution(250, x - 1, 0.01) : 0);
    const ExceedanceCounts counts{250, x, 0, 0, 0, 0};
    const LikelihoodRatio ratio = proportion_of_failures(counts, 0.01);
    if (ratio.p_value <= 0.05) kupiec += probability;
    if (ratio.exact_p_value <= 0.05) exact += probability;
  }
  EXPECT_NEAR(kupiec, 0.095, 0.0005);
  EXPECT_LE(exact, 0.05);
  EXPECT_GT(exact, 0.02);
}

TEST(CoverageTestsTest, ExactBinomialAgainstKnownValues) {
  // Of 20 at 0.3 only 5 and 6 are likelier than 7: 1 - 0.17886 - 0.19164.
  EXPECT_NEAR(exact_binomial_p_value(20, 7, 0.3), 0.62950, 1e-5);
  // Of 88 at 0.05, counts of 10 and more are as unlikely as none.
  double tail = std::pow(0.95, 88);
  tail += 1.0 - binomial_distribution(88, 9, 0.05);
  EXPECT_NEAR(exact_binomial_p_value(88, 0, 0.05), tail, 1e-12);
  EXPECT_DOUBLE_EQ(exact_binomial_p_value(0, 0, 0.05), 1.0);
  EXPECT_NEAR(exact_binomial_p_value(10, 10, 0.05), std::pow(0.05, 10), 1e-15);
  // Never rejects more often than its level.
  for (const double p : {0.01, 0.05}) {
    for (const int n : {7, 29, 88}) {
      for (const double level : {0.01, 0.05}) {
        double size = 0.0;
        for (int x = 0; x <= n; ++x) {
          if (exact_binomial_p_value(n, x, p) > level) continue;
          size += binomial_distribution(n, x, p) - (x > 0 ? binomial_distribution(n, x - 1, p) : 0.0);
        }
        EXPECT_LE(size, level) << n << ' ' << p;
      }
    }
  }
}

TEST(CoverageTestsTest, CountsPairsInOrder) {
  const ExceedanceCounts counts = count_exceedances({0, 1, 1, 0, 0, 1});
  EXPECT_EQ(counts.outcomes, 6);
  EXPECT_EQ(counts.exceedances, 3);
  EXPECT_EQ(counts.neither, 1);
  EXPECT_EQ(counts.only_second, 2);
  EXPECT_EQ(counts.only_first, 1);
  EXPECT_EQ(counts.both, 1);
  EXPECT_EQ(count_exceedances({}).outcomes, 0);
}

/// The laws by runs are those of all 2^12 orders, one by one.
TEST(CoverageTestsTest, ExactLawsAgainstEnumeration) {
  constexpr int kCount = 12;
  constexpr double kProbability = 0.2;
  for (const std::vector<std::int8_t>& observed : {std::vector<std::int8_t>{0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0},
                                                   {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0},
                                                   {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                                                   {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}}) {
    const ExceedanceCounts counts = count_exceedances(observed);
    const LikelihoodRatio order = independence(counts);
    const LikelihoodRatio both = conditional_coverage(counts, kProbability);
    double alike = 0.0, all = 0.0, exact = 0.0;
    for_all_sequences(kCount, [&](const std::vector<std::int8_t>& exceeds) {
      const ExceedanceCounts other = count_exceedances(exceeds);
      const double statistic = independence(other).statistic;
      if (other.exceedances == counts.exceedances) {
        all += 1.0;
        if (statistic >= order.statistic - 1e-9) alike += 1.0;
      }
      const double whole = statistic + proportion_of_failures(other, kProbability).statistic;
      if (whole >= both.statistic - 1e-9) exact += probability_of(exceeds, kProbability);
    });
    EXPECT_NEAR(order.exact_p_value, alike / all, 1e-9);
    EXPECT_NEAR(both.exact_p_value, exact, 1e-9);
  }
}

/// Size: independent exceedances are rejected about as often as said, or less. Power: clusters and a wrong probability
/// are found.
TEST(CoverageTestsTest, SizeAndPower) {
  constexpr int kTrials = 1000, kCount = 100;
  std::mt19937_64 words(20181);
  const auto uniform = [&] { return static_cast<double>(words() >> 11) * 0x1p-53; };
  int size = 0, size_order = 0, power = 0, power_order = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<std::int8_t> fair, many, clustered;
    bool last = false;
    for (int k = 0; k < kCount; ++k) {
      fair.push_back(uniform() < 0.05 ? 1 : 0);
      many.push_back(uniform() < 0.15 ? 1 : 0);
      last = uniform() < (last ? 0.6 : 0.03);
      clustered.push_back(last ? 1 : 0);
    }
    size += conditional_coverage(count_exceedances(fair), 0.05).exact_p_value <= 0.05 ? 1 : 0;
    size_order += independence(count_exceedances(fair)).exact_p_value <= 0.05 ? 1 : 0;
    power += proportion_of_failures(count_exceedances(many), 0.05).exact_p_value <= 0.05 ? 1 : 0;
    power_order += independence(count_exceedances(clustered)).exact_p_value <= 0.05 ? 1 : 0;
  }
  // 5 % of 1000 and four standard errors: 50 + 28.
  EXPECT_LE(size, 78);
  EXPECT_GE(size, 10);
  EXPECT_LE(size_order, 78);
  EXPECT_GE(power, 900);
  EXPECT_GE(power_order, 600);
}

TEST(CoverageTestsTest, BaselZones) {
  for (int x = 0; x <= 15; ++x) {
    const BaselZone zone = x <= 4 ? BaselZone::green : (x <= 9 ? BaselZone::yellow : BaselZone::red);
    EXPECT_EQ(basel_zone(250, x, 0.01), zone) << x;
  }
}

}  // namespace
}  // namespace hashlease
