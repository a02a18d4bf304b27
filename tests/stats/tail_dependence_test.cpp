#include "stats/measures/tail_dependence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace hashlease {
namespace {

constexpr double kQ = 0.05;
constexpr std::size_t kPaths = 4000;

/// Lognormal pairs whose logs have correlation rho.
std::vector<std::pair<float, float>> draw_pairs(std::size_t count, double rho, std::uint32_t seed) {
  std::mt19937 words(seed);
  std::normal_distribution<double> normal;
  std::vector<std::pair<float, float>> pairs;
  for (std::size_t k = 0; k < count; ++k) {
    const double x = normal(words);
    const double y = rho * x + std::sqrt(1.0 - rho * rho) * normal(words);
    pairs.emplace_back(static_cast<float>(1e6 * std::exp(0.5 * x)), static_cast<float>(1e8 * std::exp(0.2 * y)));
  }
  return pairs;
}

JointHistogram histogram_of(const std::vector<std::pair<float, float>>& pairs) {
  JointHistogram joint;
  for (const auto& [a, b] : pairs) joint.add(a, b);
  return joint;
}

/// Straight from the definition, by ranks.
double exact_dependence(const std::vector<std::pair<float, float>>& pairs, double q) {
  std::vector<float> a;
  std::vector<float> b;
  for (const auto& pair : pairs) {
    a.push_back(pair.first);
    b.push_back(pair.second);
  }
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const auto rank = static_cast<std::size_t>(q * static_cast<double>(pairs.size()));
  const auto both = std::count_if(pairs.begin(), pairs.end(), [&](const auto& pair) {
    return pair.first <= a[rank - 1] && pair.second <= b[rank - 1];
  });
  return static_cast<double>(both) / static_cast<double>(rank);
}

TEST(TailDependenceTest, TheSamplesOwnLiesBetweenTheBounds) {
  for (const double rho : {-0.5, 0.0, 0.6, 0.95}) {
    const auto pairs = draw_pairs(kPaths, rho, 5);
    const TailDependence found = lower_tail_dependence(histogram_of(pairs), kQ);
    const double exact = exact_dependence(pairs, kQ);
    EXPECT_LE(found.low, exact) << rho;
    EXPECT_GE(found.high, exact) << rho;
    EXPECT_LE(found.low, found.estimate.value) << rho;
    EXPECT_GE(found.high, found.estimate.value) << rho;
    EXPECT_NEAR(found.estimate.value, exact, 0.06) << rho;
    EXPECT_LT(found.high - found.low, 0.3) << rho;
  }
}

/// The deviation of the estimate over samples is what its standard error says; z = 4 for both.
TEST(TailDependenceTest, StandardErrorIsTheDeviationOverSamples) {
  constexpr int kSamples = 300;
  for (const double rho : {0.0, 0.7}) {
    double sum = 0.0;
    double squares = 0.0;
    double errors = 0.0;
    for (int sample = 0; sample < kSamples; ++sample) {
      const TailDependence found = lower_tail_dependence(histogram_of(draw_pairs(kPaths, rho, 100 + sample)), kQ);
      sum += found.estimate.value;
      squares += found.estimate.value * found.estimate.value;
      errors += found.estimate.standard_error * found.estimate.standard_error;
    }
    const double mean = sum / kSamples;
    const double deviation = std::sqrt((squares - kSamples * mean * mean) / (kSamples - 1));
    const double ratio = std::sqrt(errors / kSamples) / deviation;
    // The deviation of 300 samples is known to 1 / sqrt(600) = 4 %; the derivatives add a little.
    EXPECT_NEAR(ratio, 1.0, 4.0 * 0.041) << rho;
    if (rho == 0.0) {
      EXPECT_NEAR(mean, kQ, 4.0 * deviation / std::sqrt(kSamples) + 0.003);
    } else {
      EXPECT_GT(mean, 5.0 * kQ);  // twin: dependent columns are told from independent ones
    }
  }
}

/// At the median the terms that are small in a tail are as large as the others. With normal copulas C(1/2, 1/2) =
/// 1/4 + asin(rho) / (2 pi) = c and C_a = C_b = 1/2: the influence 1{both} - 1{a} / 2 - 1{b} / 2 has the mean c - 1/2
/// and the mean square 1/4 - c / 2.
TEST(TailDependenceTest, StandardErrorAtTheMedianIsTheClosedForm) {
  constexpr double kMedian = 0.5;
  constexpr std::size_t kMany = 100'000;
  for (const double rho : {-0.5, 0.0, 0.7}) {
    const double c = 0.25 + std::asin(rho) / (2.0 * std::numbers::pi);
    const double variance = 0.25 - 0.5 * c - (c - 0.5) * (c - 0.5);
    const double expected = std::sqrt(variance / static_cast<double>(kMany)) / kMedian;
    const TailDependence found = lower_tail_dependence(histogram_of(draw_pairs(kMany, rho, 11)), kMedian);
    EXPECT_NEAR(found.estimate.value, c / kMedian, 4.0 * expected + 1e-3) << rho;
    EXPECT_NEAR(found.estimate.standard_error / expected, 1.0, 0.05) << rho;
  }
}

TEST(TailDependenceTest, Limits) {
  JointHistogram together;
  JointHistogram against;
  for (int k = 1; k <= 10000; ++k) {
    together.add(std::exp(1e-3F * static_cast<float>(k)), std::exp(2e-3F * static_cast<float>(k)));
    against.add(std::exp(1e-3F * static_cast<float>(k)), std::exp(-1e-3F * static_cast<float>(k)));
  }
  EXPECT_NEAR(lower_tail_dependence(together, kQ).estimate.value, 1.0, 0.02);
  EXPECT_EQ(lower_tail_dependence(together, kQ).high, 1.0);
  EXPECT_EQ(lower_tail_dependence(against, kQ).estimate.value, 0.0);
  JointHistogram constant;
  for (int k = 1; k <= 1000; ++k) constant.add(static_cast<float>(k), 7.0F);
  EXPECT_TRUE(std::isnan(lower_tail_dependence(constant, kQ).estimate.value));
  EXPECT_TRUE(std::isnan(lower_tail_dependence(JointHistogram(), kQ).low));
  const TailDependence few = lower_tail_dependence(histogram_of(draw_pairs(150, 0.5, 9)), kQ);
  EXPECT_TRUE(std::isfinite(few.estimate.value));
  EXPECT_TRUE(std::isnan(few.estimate.standard_error)) << "7.5 paths in the tail say nothing of the error";
}

}  // namespace
}  // namespace hashlease
