/// New generations of GPUs, and jumps that depend on the regime.

#include <gtest/gtest.h>

#include <cmath>

#include "market/support/model_samples.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

GenerationConfiguration generation(const char* name, const Date& date, double log_change, double deviation) {
  GenerationConfiguration made;
  made.name = name;
  made.date = date;
  made.log_change = log_change;
  made.deviation = deviation;
  return made;
}

constexpr std::uint64_t kPaths = 1 << 15;

std::vector<double> log_rates(const Configuration& configuration, int month, int gpu_class = 0) {
  const MarketStudy study(configuration);
  std::vector<double> rates =
      MarketTapes(study, kPaths).driver(month, driver_of(study.plan, gpu_class, GpuDriver::lease_rate_end));
  for (double& rate : rates) rate = std::log(rate / 2.0);
  return rates;
}

TEST(GenerationTest, KnownDatesRepriceOneClass) {
  for (const StepKind step : {StepKind::daily, StepKind::weekly}) {
    Configuration configuration = calm_configuration();
    configuration.run.step = step;
    configuration.run.horizon_months = 6;
    configuration.market.gpu.push_back(configuration.market.gpu[0]);
    configuration.market.gpu[0].generation = {generation("past", {2024, 12, 31}, -1.0, 0.0),
                                              generation("B300", {2025, 3, 1}, -0.25, 0.0),
                                              generation("R100", {2025, 5, 31}, -0.1, 0.0)};
    EXPECT_NEAR(log_rates(configuration, 1)[0], 0.0, 1e-6);
    EXPECT_NEAR(log_rates(configuration, 2)[0], -0.25, 1e-6);
    EXPECT_NEAR(log_rates(configuration, 3)[0], -0.25, 1e-6);
    EXPECT_NEAR(log_rates(configuration, 4)[0], -0.35, 1e-6);
    EXPECT_NEAR(log_rates(configuration, 5, 1)[0], 0.0, 1e-6);
  }
}

TEST(GenerationTest, SizesHaveTheirLaw) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = 2;
  configuration.market.gpu[0].generation = {generation("B300", {2025, 1, 15}, -0.25, 0.1)};
  const std::vector<double> found = log_rates(configuration, 1);
  expect_agrees(standard_moment(found, -0.25, 0.1, 1), 0.0, 0.01, "mean");
  expect_agrees(standard_moment(found, -0.25, 0.1, 2), 1.0, 0.01, "variance");
  expect_rejects(standard_moment(found, -0.25, 0.105, 2), 1.0, "deviation 5 % higher");
}

/// A compound Poisson process but for second arrivals in a step, which the model leaves out: with p = lambda dt in each
/// step, mean lambda t m and variance lambda t (m^2 + s^2) less the sum of p^2 m^2, 1.2 % of it in weekly steps.
TEST(GenerationTest, RandomArrivalsAreACompoundPoissonProcess) {
  for (const StepKind step : {StepKind::daily, StepKind::weekly}) {
    Configuration configuration = calm_configuration();
    configuration.run.step = step;
    configuration.run.horizon_months = 12;
    GpuClassConfiguration& gpu = configuration.market.gpu[0];
    gpu.generation_intensity = 0.8;
    gpu.generation_mean = -0.2;
    gpu.generation_deviation = 0.1;
    const std::vector<double> found = log_rates(configuration, 11);
    const double count = 0.8 * 365.0 / 365.25;
    double squares = 0.0;
    for (const MarketStep& each : MarketStudy(configuration).steps) squares += std::pow(0.8 * each.days / 365.25, 2);
    expect_agrees(estimate(found), -0.2 * count, 0.003, "mean");
    const auto square = [&](double x) { return (x + 0.2 * count) * (x + 0.2 * count); };
    expect_agrees(estimate(found, square), count * (0.04 + 0.01) - squares * 0.04, 0.001, "variance");
    expect_rejects(estimate(found), -0.2 * 1.1 * count, "10 % more");
  }
}

Configuration jumpy_regime(double factor) {
  Configuration configuration = calm_configuration();
  configuration.run.step = StepKind::weekly;
  BtcConfiguration& btc = configuration.market.btc;
  btc.model = BtcModel::regime;
  btc.annual_drift = 0.1;
  btc.annual_volatility = 0.4;
  btc.jump_intensity = 5.0;
  btc.jump_mean = -0.1;
  btc.jump_deviation = 0.1;
  RegimeStateConfiguration calm, bust;
  calm.name = "calm";
  calm.transition = {{"calm", 1.0}};
  bust.name = "bust";
  bust.transition = {{"bust", 1.0}};
  bust.btc_jump_factor = factor;
  bust.btc_volatility_factor = 1.5;
  bust.btc_drift = -0.2;
  configuration.market.regime.state = {calm, bust};
  configuration.market.regime.initial = "bust";
  return configuration;
}

TEST(RegimeModelTest, JumpsFollowTheState) {
  const std::vector<double> found = log_prices(jumpy_regime(3.0), 5, 1 << 17);
  const double years = 181.0 / 365.25;
  const double variance = (0.36 + 15.0 * (0.01 + 0.01)) * years;
  const double growth = std::expm1(-0.1 + 0.005);
  const double mean = (-0.1 - 0.18 - 15.0 * growth - 15.0 * 0.1) * years;
  expect_agrees(standard_moment(found, mean, std::sqrt(variance), 1), 0.0, 0.003, "mean");
  expect_agrees(standard_moment(found, mean, std::sqrt(variance), 2), 1.0, 0.01, "variance");
  expect_agrees(estimate(found, [](double x) { return std::exp(x); }), std::exp(-0.1 * years), 0.004, "E[S]");
  expect_rejects(standard_moment(log_prices(jumpy_regime(1.0), 5, 1 << 17), mean, std::sqrt(variance), 2), 1.0,
                 "jumps as in the other state");
}

/// States that are all the same are gbm, bit by bit.
TEST(RegimeModelTest, OneRegimeIsGeometricBrownianMotion) {
  Configuration configuration = jumpy_regime(1.0);
  configuration.market.btc.jump_intensity = 0.0;
  for (RegimeStateConfiguration& state : configuration.market.regime.state) {
    state.btc_drift = 0.0;
    state.btc_volatility_factor = 1.0;
    state.transition = {{"calm", 0.5}, {"bust", 0.5}};
  }
  Configuration gbm = configuration;
  gbm.market.btc.model = BtcModel::gbm;
  gbm.market.regime.state.clear();
  gbm.market.regime.initial.clear();
  EXPECT_EQ(log_prices(configuration, 5, 4096), log_prices(gbm, 5, 4096));
}

}  // namespace
}  // namespace hashlease::testing
