/// GPU lease rates and occupancy.

#include "market/lease.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 1 << 16;

int lease_driver(const MarketStudy& study, GpuDriver driver) { return driver_of(study.plan, 0, driver); }

Configuration with_demand() {
  Configuration configuration = calm_configuration();
  configuration.run.step = StepKind::weekly;
  configuration.market.gpu_demand.annual_volatility = 0.18;
  configuration.market.gpu_demand.half_life_months = 6.0;
  configuration.market.gpu[0].own_annual_volatility = 0.11;
  configuration.market.gpu[0].own_half_life_months = 3.0;
  return configuration;
}

/// Variance of an OU process that starts at 0: sigma^2 (1 - exp(-2 kappa t)) / (2 kappa).
double ou_variance(double volatility, double half_life_months, double years) {
  const double kappa = std::log(2.0) * 12.0 / half_life_months;
  return volatility * volatility * (1.0 - std::exp(-2.0 * kappa * years)) / (2.0 * kappa);
}

/// Log rate over its anchor at the end of a month.
std::vector<double> demand(Configuration configuration, int month) {
  configuration.run.horizon_months = month + 1;
  const MarketStudy study(configuration);
  std::vector<double> rates = MarketTapes(study, kPaths).driver(month, lease_driver(study, GpuDriver::lease_rate_end));
  for (double& rate : rates) rate = std::log(rate / 2.0);
  return rates;
}

constexpr double kMonth0 = 31.0 / 365.25, kMonth5 = 181.0 / 365.25, kMonth23 = 730.0 / 365.25;

/// price_clearing 1: ln(L / A) is X + X_c.
TEST(LeaseTest, DemandIsTheSumOfTwoOrnsteinUhlenbeckProcesses) {
  for (const StepKind step : {StepKind::daily, StepKind::weekly}) {
    Configuration configuration = with_demand();
    configuration.run.step = step;
    for (const auto& [month, years] : {std::pair{0, kMonth0}, {5, kMonth5}, {23, kMonth23}}) {
      const std::vector<double> sample = demand(configuration, month);
      const double variance = ou_variance(0.18, 6.0, years) + ou_variance(0.11, 3.0, years);
      expect_agrees(standard_moment(sample, 0.0, std::sqrt(variance), 1), 0.0, 0.005, "mean");
      expect_agrees(standard_moment(sample, 0.0, std::sqrt(variance), 2), 1.0, 0.006, "variance");
    }
  }
}

TEST(LeaseTest, AutocovarianceDecaysWithTheHalfLife) {
  Configuration configuration = with_demand();
  configuration.market.gpu[0].own_annual_volatility = 0.0;
  const std::vector<double> early = demand(configuration, 0), late = demand(configuration, 5);
  std::vector<double> product;
  for (std::size_t k = 0; k < early.size(); ++k) product.push_back(early[k] * late[k]);
  const auto covariance = [](double half_life) {
    return ou_variance(0.18, half_life, kMonth0) * std::exp2(-(kMonth5 - kMonth0) * 12.0 / half_life);
  };
  expect_agrees(estimate(product), covariance(6.0), 0.02 * covariance(6.0), "autocovariance");
  expect_rejects(estimate(product), covariance(7.0), "half-life of 7 months");
}

TEST(LeaseTest, TwinsAreRejected) {
  const double variance = ou_variance(0.18, 6.0, kMonth23) + ou_variance(0.11, 3.0, kMonth23);
  Configuration configuration = with_demand();
  configuration.market.gpu_demand.annual_volatility = 0.19;
  expect_rejects(standard_moment(demand(configuration, 23), 0.0, std::sqrt(variance), 2), 1.0, "volatility 0.19");
  configuration = with_demand();
  configuration.market.gpu_demand.half_life_months = 6.6;
  expect_rejects(standard_moment(demand(configuration, 23), 0.0, std::sqrt(variance), 2), 1.0, "half-life 6.6");
  configuration = with_demand();
  configuration.market.gpu[0].annual_obsolescence = 0.01;
  expect_rejects(standard_moment(demand(configuration, 23), 0.0, std::sqrt(variance), 1), 0.0, "obsolescence 0.01");
}

TEST(LeaseTest, AnchorPathIsExactWithoutVolatility) {
  Configuration configuration = calm_configuration();
  configuration.run.start_date = {2025, 3, 31};
  configuration.market.gpu[0].annual_obsolescence = 0.35;
  const MarketStudy study(configuration);
  const MarketTapes tapes(study, 16);
  const int ends[] = {30, 61, 91};  // 30 April, 31 May, 30 June
  for (int month = 0; month < 3; ++month) {
    const double expected = 2.0 * std::exp(-0.35 * ends[month] / 365.25);
    for (const double rate : tapes.driver(month, lease_driver(study, GpuDriver::lease_rate_end))) {
      ASSERT_NEAR(rate, expected, 5e-7);
    }
  }
  // The mean over April is that of its 30 days, each at its end.
  double mean = 0.0;
  for (int day = 1; day <= 30; ++day) mean += 2.0 * std::exp(-0.35 * day / 365.25) / 30.0;
  EXPECT_NEAR(tapes.driver(0, lease_driver(study, GpuDriver::lease_rate_mean)).front(), mean, 1e-6);
}

TEST(LeaseTest, FloorBindsExactly) {
  Configuration configuration = with_demand();
  configuration.market.gpu[0].annual_obsolescence = 0.5;
  configuration.market.gpu[0].floor_rate = 1.1;
  const MarketStudy floored(configuration);
  configuration.market.gpu[0].floor_rate = 0.0;
  const MarketStudy free(configuration);
  const int driver = lease_driver(free, GpuDriver::lease_rate_end);
  const std::vector<double> with = MarketTapes(floored, 4096).driver(11, driver);
  const std::vector<double> without = MarketTapes(free, 4096).driver(11, driver);
  const double floor = static_cast<double>(1.1F);
  int bound = 0;
  for (std::size_t k = 0; k < with.size(); ++k) {
    ASSERT_EQ(with[k], std::max(without[k], floor));
    bound += with[k] == floor ? 1 : 0;
  }
  EXPECT_GT(bound, 400);
  EXPECT_LT(bound, 3700);
}

/// price_clearing 1: occupancy does not move. 0: the rate is its anchor and the occupancy logit takes all demand.
TEST(LeaseTest, ClearingLimits) {
  Configuration configuration = with_demand();
  GpuClassConfiguration& gpu = configuration.market.gpu[0];
  gpu.base_occupancy = 0.7;
  gpu.occupancy_response = 2.0;
  gpu.price_clearing = 1.0;
  const MarketStudy by_price(configuration);
  for (const double occupied :
       MarketTapes(by_price, 4096).driver(9, lease_driver(by_price, GpuDriver::occupancy_mean))) {
    ASSERT_NEAR(occupied, 0.7, 1e-6);
  }
  gpu.price_clearing = 0.0;
  const MarketStudy by_occupancy(configuration);
  const MarketTapes tapes(by_occupancy, kPaths);
  for (const double rate : tapes.driver(9, lease_driver(by_occupancy, GpuDriver::lease_rate_end))) {
    ASSERT_NEAR(rate, 2.0, 1e-6);
  }
}

/// With 1 - price_clearing = 0.4 and k = 2, ln(L / A) is 0.6 (X + X_c) and the occupancy logit o + 0.8 (X + X_c).
TEST(LeaseTest, DemandIsSharedBetweenRateAndOccupancy) {
  GpuClassConfiguration gpu = calm_configuration().market.gpu[0];
  gpu.price_clearing = 0.6;
  gpu.base_occupancy = 0.7;
  gpu.occupancy_response = 2.0;
  Configuration configuration = calm_configuration();
  configuration.market.gpu[0] = gpu;
  const GpuClassPlan plan = MarketStudy(configuration).plan.gpu[0];
  for (const double x : {-3.0, -0.5, 0.0, 0.1, 2.0}) {
    const float demand_now = static_cast<float>(x);
    EXPECT_NEAR(static_cast<double>(lease_rate(plan, 0.0F, demand_now)), 2.0 * std::exp(0.6 * x), 4e-6 * std::exp(x));
    const double logit = std::log(0.7 / 0.3) + 0.4 * 2.0 * x;
    EXPECT_NEAR(static_cast<double>(occupancy(plan, demand_now)), 1.0 / (1.0 + std::exp(-logit)), 3e-7);
  }
  EXPECT_GE(occupancy(plan, -1000.0F), 0.0F);
  EXPECT_EQ(occupancy(plan, 1000.0F), 1.0F);
}

/// What a GPU on the spot market earns: rate times occupancy, day by day.
TEST(LeaseTest, SpotRevenueIsRateTimesOccupancyTimesHours) {
  Configuration configuration = calm_configuration();
  configuration.market.gpu[0].base_occupancy = 0.7;
  const MarketStudy study(configuration);
  const MarketTapes tapes(study, 16);
  EXPECT_NEAR(tapes.driver(1, lease_driver(study, GpuDriver::spot_revenue)).front(), 2.0 * 0.7 * 24.0 * 28.0, 2e-3);
}

}  // namespace
}  // namespace hashlease::testing
