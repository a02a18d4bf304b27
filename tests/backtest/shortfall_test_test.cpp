#include "backtest/shortfall_test.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include <algorithm>

namespace hashlease {
namespace {

class Normals {
 public:
  explicit Normals(std::uint64_t seed) : words_(seed) {}
  double next() { return std::sqrt(-2.0 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  double uniform() { return (static_cast<double>(words_() >> 11) + 0.5) * 0x1p-53; }
  std::mt19937_64 words_;
};

std::vector<double> predicted(int count) {
  Normals normals(1);
  std::vector<double> values;
  for (int k = 0; k < count; ++k) values.push_back(normals.next());
  std::sort(values.begin(), values.end());
  return values;
}

TEST(ShortfallTestTest, StatisticByHand) {
  std::vector<double> sorted;
  for (int k = 0; k < 100; ++k) sorted.push_back(k - 50.0);
  const ShortfallForecast calm = shortfall_forecast(sorted, 0.05, 3.0);
  EXPECT_DOUBLE_EQ(calm.threshold, -45.0);
  EXPECT_DOUBLE_EQ(calm.shortfall, 48.0);
  EXPECT_EQ(calm.tail.size(), 5U);
  EXPECT_DOUBLE_EQ(acerbi_szekely_z2({calm, calm}, 0.05, 100, 1).statistic, 1.0);
  const ShortfallForecast bad = shortfall_forecast(sorted, 0.05, -60.0);
  // 1 + (-60 / 48) / (2 x 0.05).
  EXPECT_DOUBLE_EQ(acerbi_szekely_z2({calm, bad}, 0.05, 100, 1).statistic, 1.0 - 12.5);
}

TEST(ShortfallTestTest, UndefinedWhereTheTailIsNoLoss) {
  std::vector<double> sorted;
  for (int k = 0; k < 100; ++k) sorted.push_back(k + 1.0);
  EXPECT_FALSE(acerbi_szekely_z2({shortfall_forecast(sorted, 0.05, 3.0)}, 0.05, 100, 1).is_defined);
  EXPECT_FALSE(acerbi_szekely_z2({}, 0.05, 100, 1).is_defined);
}

/// For a normal forecast and large T the simulated 5 % point tends to -1.645 times the deviation of Z2,
/// sqrt((E[X^2; tail] / (ES^2 share) - 1) ... ) of independent terms; here by brute force with other words.
TEST(ShortfallTestTest, CriticalValuesAgainstBruteForce) {
  const std::vector<double> sorted = predicted(20'000);
  std::vector<ShortfallForecast> forecasts(60, shortfall_forecast(sorted, 0.05, 0.0));
  const ShortfallTest test = acerbi_szekely_z2(forecasts, 0.05, 10'000, 3);
  Normals normals(4);
  constexpr int kTrials = 10'000;
  int below_5 = 0, below_1 = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    double sum = 0.0;
    for (int t = 0; t < 60; ++t) {
      const double outcome = normals.next();
      if (outcome < forecasts[0].threshold) sum += outcome / forecasts[0].shortfall;
    }
    const double z2 = 1.0 + sum / (60 * 0.05);
    below_5 += z2 < test.critical_value_5 ? 1 : 0;
    below_1 += z2 < test.critical_value_1 ? 1 : 0;
  }
  // Four standard errors of both simulations together, and the 1 % by which 20,000 values miss the tail.
  EXPECT_NEAR(below_5 / 1e4, 0.05, 4 * std::sqrt(2 * 0.05 * 0.95 / 1e4) + 0.003);
  EXPECT_NEAR(below_1 / 1e4, 0.01, 4 * std::sqrt(2 * 0.01 * 0.99 / 1e4) + 0.001);
}

TEST(ShortfallTestTest, SizeAndPower) {
  const std::vector<double> sorted = predicted(5'000);
  Normals normals(5);
  constexpr int kTrials = 200;
  int size = 0, power = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<ShortfallForecast> fair, low;
    for (int t = 0; t < 88; ++t) {
      const double outcome = normals.next();
      fair.push_back(shortfall_forecast(sorted, 0.05, outcome));
      low.push_back(shortfall_forecast(sorted, 0.05, 1.5 * outcome));
    }
    const auto seed = static_cast<std::uint64_t>(trial);
    size += acerbi_szekely_z2(fair, 0.05, 400, seed).p_value <= 0.05 ? 1 : 0;
    power += acerbi_szekely_z2(low, 0.05, 400, seed).p_value <= 0.05 ? 1 : 0;
  }
  EXPECT_LE(size, 10 + 4 * 4);  // 5 % of 200 and four standard errors of 3.1, and that of the predicted sample
  EXPECT_GE(power, 170);
}

}  // namespace
}  // namespace hashlease
