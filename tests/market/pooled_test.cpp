/// z values of many small studies against closed forms, pooled: they are themselves standard normal. Too good a fit, as
/// from numbers spread too evenly, fails like a bad one.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 4096;
constexpr std::uint64_t kStudies = 100;
constexpr double kYears = 31.0 / 365.25;

Configuration small_study(std::uint64_t seed) {
  Configuration configuration = calm_configuration();
  configuration.run.seed = seed;
  configuration.run.horizon_months = 1;
  configuration.market.btc.annual_volatility = 0.5;
  configuration.market.network.annual_hashrate_volatility = 0.2;
  configuration.market.gpu_demand.annual_volatility = 0.2;
  configuration.market.gpu[0].price_clearing = 1.0;
  return configuration;
}

/// The log of a driver at the end of the month, less its law's mean, over its law's deviation.
std::vector<double> standardised(const MarketTapes& tapes, int driver, double log_mean, double deviation) {
  std::vector<double> values = tapes.driver(0, driver);
  for (double& value : values) value = (std::log(value) - log_mean) / deviation;
  return values;
}

/// z of the mean and of the variance of BTC price, hashrate and lease rate in each of the studies.
std::vector<double> pooled_z() {
  std::vector<double> pooled;
  for (std::uint64_t seed = 1; seed <= kStudies; ++seed) {
    const Configuration configuration = small_study(seed);
    const MarketStudy study(configuration);
    const MarketTapes tapes(study, kPaths);
    const double kappa = std::log(2.0) * 2.0;  // half-life of 6 months
    const double demand = 0.2 * std::sqrt(-std::expm1(-2.0 * kappa * kYears) / (2.0 * kappa));
    for (const std::vector<double>& values :
         {standardised(tapes, driver_of(MarketDriver::btc_price_end), std::log(100'000.0) - 0.125 * kYears,
                       0.5 * std::sqrt(kYears)),
          standardised(tapes, driver_of(MarketDriver::network_hashrate_end),
                       std::log(configuration.market.network.hashrate), 0.2 * std::sqrt(kYears)),
          standardised(tapes, driver_of(study.plan, 0, GpuDriver::lease_rate_end), std::log(2.0), demand)}) {
      pooled.push_back(estimate(values).mean * std::sqrt(static_cast<double>(kPaths)));
      pooled.push_back((estimate(values, [](double x) { return x * x; }).mean - 1.0) * std::sqrt(0.5 * kPaths));
    }
  }
  return pooled;
}

/// Kolmogorov's distance of Phi(z / scale) from the uniform law, times the root of the number.
double distance_from_uniform(std::vector<double> pooled, double scale) {
  std::sort(pooled.begin(), pooled.end());
  const double count = static_cast<double>(pooled.size());
  double largest = 0.0;
  for (std::size_t k = 0; k < pooled.size(); ++k) {
    const double uniform = 0.5 * std::erfc(-pooled[k] * scale / std::sqrt(2.0));
    largest =
        std::max({largest, uniform - static_cast<double>(k) / count, (static_cast<double>(k) + 1) / count - uniform});
  }
  return largest * std::sqrt(count);
}

/// Kolmogorov's law leaves 1e-6 above 2.69.
TEST(PooledTest, ScoresAreStandardNormal) {
  const std::vector<double> pooled = pooled_z();
  ASSERT_EQ(pooled.size(), 6 * kStudies);
  EXPECT_LT(distance_from_uniform(pooled, 1.0), 2.69);
  EXPECT_LT(std::abs(standard_moment(pooled, 0.0, 1.0, 2).z(1.0)), kCriticalZ);
  EXPECT_GT(distance_from_uniform(pooled, 0.5), 2.69) << "scores half as large are too good";
  EXPECT_GT(distance_from_uniform(pooled, 1.7), 2.69) << "scores 1.7 times as large are too bad";
}

}  // namespace
}  // namespace hashlease::testing
