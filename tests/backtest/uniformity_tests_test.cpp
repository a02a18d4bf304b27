#include "backtest/uniformity_tests.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>

namespace hashlease {
namespace {

class Words {
 public:
  explicit Words(std::uint64_t seed) : words_(seed) {}
  double uniform() { return (static_cast<double>(words_() >> 11) + 0.5) * 0x1p-53; }
  std::vector<double> uniforms(int count) {
    std::vector<double> values;
    for (int k = 0; k < count; ++k) values.push_back(uniform());
    return values;
  }

 private:
  std::mt19937_64 words_;
};

/// P(D_10 < 0.274) = 0.62847961... of Marsaglia, Tsang & Wang (2003).
TEST(UniformityTest, KolmogorovsPublishedValue) {
  // Ten values whose distance is 0.274: spread evenly, then moved up.
  std::vector<double> values;
  for (int k = 0; k < 10; ++k) values.push_back(std::min((k + 0.5) / 10.0 + 0.224, 0.999 - 0.001 * (9 - k)));
  const UniformityTest test = kolmogorov_smirnov(values);
  EXPECT_NEAR(test.statistic, 0.274, 1e-12);
  EXPECT_NEAR(test.p_value, 1.0 - 0.628479615455, 1e-9);
}

/// One value: D < d exactly when it lies within d of both ends, so P = 2 d - 1.
TEST(UniformityTest, OneValue) {
  for (const double value : {0.5, 0.6, 0.9}) {
    const UniformityTest test = kolmogorov_smirnov({value});
    EXPECT_DOUBLE_EQ(test.statistic, std::max(value, 1.0 - value));
    EXPECT_NEAR(test.p_value, 1.0 - (2.0 * test.statistic - 1.0), 1e-12);
  }
}

/// Where the exact distribution leaves off the limit law goes on: at the same D sqrt(n) p-values are alike, in the tail
/// and where one term of the limit's series would not do.
TEST(UniformityTest, LimitLawGoesOnWhereTheExactOneEnds) {
  for (const double scaled : {0.5, 0.6, 0.8, 1.2}) {
    const auto p_value = [scaled](int n) {
      std::vector<double> values;
      const double shift = scaled / std::sqrt(n) - 0.5 / n;
      for (int k = 0; k < n; ++k) values.push_back(std::min((k + 0.5) / n + shift, 1.0));
      return kolmogorov_smirnov(values).p_value;
    };
    EXPECT_NEAR(p_value(2000), p_value(2001), 2e-5) << scaled;
    EXPECT_GT(p_value(2001), 0.05) << scaled;
  }
}

/// 5 % points: of D sqrt(n) in the limit 1.358, of A^2 2.492; 1 % points 1.628 and 3.878.
TEST(UniformityTest, LargeSampleCriticalValues) {
  // A^2 of values at (k + c) / n is worked out by bisection on a distortion, so that its p-value can be read.
  for (const auto& [point, level] : {std::pair{2.492, 0.05}, std::pair{3.878, 0.01}}) {
    double low = 0.0, high = 0.5;
    UniformityTest test;
    for (int step = 0; step < 60; ++step) {
      const double bend = 0.5 * (low + high);
      std::vector<double> values;
      for (int k = 0; k < 1000; ++k) values.push_back(std::pow((k + 0.5) / 1000.0, 1.0 + bend));
      test = anderson_darling(values);
      (test.statistic < point ? low : high) = bend;
    }
    EXPECT_NEAR(test.p_value, level, 4e-4);
  }
}

TEST(UniformityTest, PValuesAreUniformUnderTheHypothesis) {
  constexpr int kTrials = 2000;
  for (const int n : {7, 29, 88}) {
    Words words(static_cast<std::uint64_t>(n));
    std::vector<double> distance, weighted;
    for (int trial = 0; trial < kTrials; ++trial) {
      const std::vector<double> values = words.uniforms(n);
      distance.push_back(kolmogorov_smirnov(values).p_value);
      weighted.push_back(anderson_darling(values).p_value);
    }
    // The p-values of each test are themselves uniform: by their distance at the level of z = 4, 6e-5.
    EXPECT_GT(kolmogorov_smirnov(distance).p_value, 6e-5) << n;
    EXPECT_GT(kolmogorov_smirnov(weighted).p_value, 6e-5) << n;
  }
}

/// A forecast whose deviation is too small by 40 % gives transforms at both ends.
TEST(UniformityTest, Power) {
  constexpr int kTrials = 300;
  Words words(7);
  int distance = 0, weighted = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> values;
    for (int k = 0; k < 88; ++k) {
      const double z = std::sqrt(-2.0 * std::log(words.uniform())) * std::cos(6.283185307179586 * words.uniform());
      const double transform = 0.5 * std::erfc(-z / 0.6 / std::sqrt(2.0));
      values.push_back(std::min(std::max(transform, 1e-5), 1.0 - 1e-5));
    }
    distance += kolmogorov_smirnov(values).p_value <= 0.01 ? 1 : 0;
    weighted += anderson_darling(values).p_value <= 0.01 ? 1 : 0;
  }
  EXPECT_GT(weighted, 280);
  EXPECT_GT(weighted, distance);
}

TEST(UniformityTest, Histogram) {
  EXPECT_EQ(uniform_histogram({0.0, 0.05, 0.1, 0.95, 0.999999}, 10), (std::vector<int>{2, 1, 0, 0, 0, 0, 0, 0, 0, 2}));
  EXPECT_DOUBLE_EQ(kolmogorov_smirnov({}).p_value, 1.0);
  EXPECT_DOUBLE_EQ(anderson_darling({}).p_value, 1.0);
}

}  // namespace
}  // namespace hashlease
