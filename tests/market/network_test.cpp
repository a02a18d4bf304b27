/// Hashprice, the hashrate's answer to it, and fees.

#include "market/network.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "market/support/every_shock.hpp"
#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

/// 86400 * 1e15 / (D * 2^32) * (subsidy + fees) * S [USD/PH/day].
double hashprice_of(double difficulty, double reward, double price) {
  return 86400.0 * 1e15 / (difficulty * 4294967296.0) * reward * price;
}

TEST(HashpriceTest, PublishedExample) {
  Configuration configuration = calm_configuration();
  configuration.market.btc.price = 91'000.0;
  configuration.market.network.difficulty = 152e12;
  configuration.market.network.hashrate = hashrate_for_spacing(152e12, kNeutralSpacing);
  const MarketStudy study(configuration);
  NetworkState<float> state = initial_network<float>(study.plan);
  const double expected = hashprice_of(152e12, 3.125 * 1.01, 91'000.0);
  EXPECT_NEAR(expected, 38.0, 0.05);
  EXPECT_NEAR(std::exp(static_cast<double>(state.log_hashprice)), expected, expected * 2e-6);
  const MarketShocks<float> calm{};
  const NetworkStep<float> step =
      step_network(study.plan, study.first_step(), study.steps.front().years, calm, 91'000.0F, state);
  EXPECT_NEAR(static_cast<double>(step.hashprice), expected, expected * 2e-6);
  EXPECT_NEAR(static_cast<double>(step.mined_btc), expected / 91'000.0, expected / 91'000.0 * 2e-6);
}

TEST(HashpriceTest, TapeCarriesRevenueOfOnePetahash) {
  Configuration configuration = calm_configuration();
  MarketStudy study(configuration);
  study.add_profile({1.0F, MarginalPrice::always_run, 0.0F});
  const MarketTapes tapes(study, 16);
  const double hashprice = hashprice_of(100e12, 3.125 * 1.01, 100'000.0);
  for (const auto& month_and_days : {std::pair{0, 31.0}, {1, 28.0}, {3, 30.0}}) {
    const int month = month_and_days.first;
    const double days = month_and_days.second;
    const auto driver = [&](int d) { return tapes.driver(month, d).front(); };
    EXPECT_NEAR(driver(driver_of(MarketDriver::hashprice_mean)), hashprice, hashprice * 4e-6);
    EXPECT_NEAR(driver(driver_of(0, MiningDriver::mining_revenue)), hashprice * days, hashprice * days * 4e-6);
    EXPECT_NEAR(driver(driver_of(0, MiningDriver::mined_btc)) * 1e5, hashprice * days, hashprice * days * 4e-6);
    EXPECT_EQ(driver(driver_of(0, MiningDriver::run_hours)), 24.0 * days);
  }
}

/// d ln H of one day at a given log hashprice above the reference.
double log_hashrate_change(const Configuration& configuration, double excess, float years = 1.0F / 365.25F) {
  const MarketStudy study(configuration);
  NetworkState<float> state = initial_network<float>(study.plan);
  state.log_hashprice = study.plan.log_hashprice_reference + static_cast<float>(excess);
  step_hashrate(study.plan, study.first_step(), years, 0.0F, state);
  return static_cast<double>(state.log_hashrate);
}

TEST(HashrateTest, AnswersFasterDownThanUp) {
  Configuration configuration = calm_configuration();
  NetworkConfiguration& network = configuration.market.network;
  network.annual_hashrate_growth = 0.3;
  network.response_up = 0.4;
  network.response_down = 1.5;
  constexpr double kDay = 1.0 / 365.25;
  EXPECT_NEAR(log_hashrate_change(configuration, 0.0), 0.3 * kDay, 2e-8);
  EXPECT_NEAR(log_hashrate_change(configuration, 0.5), (0.3 + 0.4 * 0.5) * kDay, 2e-8);
  EXPECT_NEAR(log_hashrate_change(configuration, -0.5), (0.3 - 1.5 * 0.5) * kDay, 2e-8);
  network.annual_efficiency_gain = 0.2;  // the reference has fallen by 0.2 after a year: miners feel richer
  EXPECT_NEAR(log_hashrate_change(configuration, 0.0, 1.0F), (0.3 + 0.4 * 0.2) * kDay, 2e-8);
  EXPECT_NEAR(log_hashrate_change(configuration, -0.5, 1.0F), (0.3 - 1.5 * 0.3) * kDay, 2e-8);
  EXPECT_GT(std::abs(log_hashrate_change(configuration, -0.5, 1.0F) - (0.3 - 0.4 * 0.3) * kDay), 1e-5);  // twin
}

/// Above all: hashrate settles where hashprice is the reference, at ln(hashprice / reference) = -g / k.
TEST(HashrateTest, SettlesAtTheReference) {
  for (const double reference : {20.0, 80.0}) {
    Configuration configuration = calm_configuration();
    configuration.run.horizon_months = 120;
    configuration.run.step = StepKind::weekly;
    configuration.market.network.block_height = 1'050'000;  // no halving for four years, then one
    configuration.market.network.response_up = configuration.market.network.response_down = 8.0;
    configuration.market.network.hashprice_reference = reference;
    const MarketTapes tapes(MarketStudy(configuration), 16);
    EXPECT_NEAR(tapes.driver(40, driver_of(MarketDriver::hashprice_mean)).front(), reference, 0.005 * reference);
    EXPECT_NEAR(tapes.driver(119, driver_of(MarketDriver::hashprice_mean)).front(), reference, 0.005 * reference);
  }
}

TEST(HashrateTest, DiffusesWithItsVolatility) {
  Configuration configuration = calm_configuration();
  configuration.market.network.annual_hashrate_growth = 0.3;
  configuration.market.network.annual_hashrate_volatility = 0.2;
  const auto standardised = [&](double growth) {
    const MarketStudy study(configuration);
    std::vector<double> log_hashrate =
        MarketTapes(study, 1 << 15).driver(11, driver_of(MarketDriver::network_hashrate_end));
    const double years = 365.0 / 365.25;
    for (double& x : log_hashrate) x = (std::log(x / configuration.market.network.hashrate) - growth * years) / 0.2;
    return log_hashrate;
  };
  expect_agrees(estimate(standardised(0.3)), 0.0, 0.006, "mean");
  expect_agrees(standard_moment(standardised(0.3), 0.0, std::sqrt(365.0 / 365.25), 2), 1.0, 0.01, "variance");
  expect_rejects(estimate(standardised(0.31)), 0.0, "growth of 0.31");
  configuration.market.network.annual_hashrate_volatility = 0.21;
  expect_rejects(standard_moment(standardised(0.3), 0.0, std::sqrt(365.0 / 365.25), 2), 1.0, "volatility of 0.21");
}

constexpr int kFeePaths = 1 << 16;

/// ln(fees / subsidy) about its median after `early` and `late` steps.
struct FeeSample {
  std::vector<double> early, late;
};

FeeSample sample_fees(const Configuration& configuration, int early, int late) {
  const MarketStudy study(configuration);
  FeeSample sample;
  for (int path = 0; path < kFeePaths; ++path) {
    NetworkState<float> state = initial_network<float>(study.plan);
    for (int step = 1; step <= late; ++step) {
      MarketShocks<float> shocks;
      draw_every_shock(study.plan, static_cast<std::uint64_t>(path), static_cast<std::uint32_t>(step), shocks);
      const float ratio = step_fee_ratio(study.plan, study.first_step(), shocks, state);
      const double log_ratio = std::log(static_cast<double>(ratio) / configuration.market.network.fee_ratio_median);
      if (step == early) sample.early.push_back(log_ratio);
      if (step == late) sample.late.push_back(log_ratio);
    }
  }
  return sample;
}

Configuration with_fees(StepKind step) {
  Configuration configuration = calm_configuration();
  configuration.run.step = step;
  configuration.market.network.fee_log_deviation = 0.55;
  configuration.market.network.fee_half_life_days = 7.0;
  return configuration;
}

/// OU from its median: after t days variance s^2 (1 - 4^(-t / half-life)), autocovariance with 2^(-lag / half-life).
TEST(FeeTest, OrnsteinUhlenbeckMoments) {
  for (const StepKind kind : {StepKind::daily, StepKind::weekly}) {
    const double days = kind == StepKind::daily ? 1.0 : 7.0;
    const int early = kind == StepKind::daily ? 5 : 1, late = kind == StepKind::daily ? 12 : 2;
    const FeeSample sample = sample_fees(with_fees(kind), early, late);
    const auto variance = [&](int steps) { return 0.3025 * (1.0 - std::exp2(-2.0 * steps * days / 7.0)); };
    expect_agrees(estimate(sample.early), 0.0, 0.005, "mean");
    expect_agrees(standard_moment(sample.early, 0.0, 1.0, 2), variance(early), 0.003, "variance, early");
    expect_agrees(standard_moment(sample.late, 0.0, 1.0, 2), variance(late), 0.004, "variance, late");
    std::vector<double> product;
    for (std::size_t k = 0; k < sample.late.size(); ++k) product.push_back(sample.early[k] * sample.late[k]);
    const double covariance = variance(early) * std::exp2(-(late - early) * days / 7.0);
    expect_agrees(estimate(product), covariance, 0.003, "autocovariance");
    expect_rejects(estimate(product), variance(early) * std::exp2(-(late - early) * days / 8.0), "half-life of 8 days");
    expect_rejects(standard_moment(sample.late, 0.0, 1.0, 2), variance(late) * 1.1025, "deviation 5 % high");
  }
}

/// Spikes alone: compound Poisson with decay. At the end of a day, whatever the step, mean lambda m / (1 - p) and
/// variance lambda (m^2 + s^2) / (1 - p^2) with lambda and p of a day.
TEST(FeeTest, SpikesAddAndDecay) {
  for (const StepKind kind : {StepKind::daily, StepKind::weekly}) {
    Configuration configuration = calm_configuration();
    configuration.run.step = kind;
    NetworkConfiguration& network = configuration.market.network;
    network.fee_spike_intensity = 60.0;
    network.fee_spike_mean = 1.2;
    network.fee_spike_deviation = 0.5;
    network.fee_spike_half_life_days = 2.0;
    const int steps = kind == StepKind::daily ? 28 : 4;
    const FeeSample sample = sample_fees(configuration, 1, steps);
    const double rate = 60.0 / 365.25, p = std::exp2(-0.5);
    const double mean = rate * 1.2 / (1.0 - p);
    const double variance = rate * (1.2 * 1.2 + 0.5 * 0.5) / (1.0 - p * p);
    const double first_step = 1.0 - std::pow(p, kind == StepKind::daily ? 1.0 : 7.0);
    expect_agrees(estimate(sample.early), mean * first_step, 0.008, "mean after the first step");
    expect_agrees(estimate(sample.late), mean, 0.008, "stationary mean");
    expect_agrees(standard_moment(sample.late, mean, 1.0, 2), variance, 0.017, "stationary variance");
    network.fee_spike_half_life_days = 2.2;
    expect_rejects(estimate(sample_fees(configuration, 1, steps).late), mean, "half-life 10 % long");
  }
}

/// What a spike does to fees is an exponential of it, which a week matches in two moments only: the mean fee ratio of
/// weekly steps stays within 2 % of that of daily ones with the spikes of the shipped market.
TEST(FeeTest, MeanFeesHardlyDependOnTheStep) {
  const auto mean_ratio = [](StepKind kind) {
    Configuration configuration = with_fees(kind);
    configuration.market.network.fee_spike_intensity = 24.0;
    configuration.market.network.fee_spike_mean = 1.2;
    configuration.market.network.fee_spike_deviation = 0.5;
    configuration.market.network.fee_spike_half_life_days = 2.0;
    const int steps = kind == StepKind::daily ? 56 : 8;
    return estimate(sample_fees(configuration, 1, steps).late, [](double x) { return std::exp(x); });
  };
  const Estimate daily = mean_ratio(StepKind::daily), weekly = mean_ratio(StepKind::weekly);
  const double error = std::hypot(daily.error, weekly.error);
  std::printf("mean fee ratio over its median: daily %.4f, weekly %.4f +- %.4f\n", daily.mean, weekly.mean, error);
  EXPECT_LT(error, 0.02 * daily.mean);
  EXPECT_LT(std::abs(weekly.mean - daily.mean), 0.02 * daily.mean + kCriticalZ * error);
}

}  // namespace
}  // namespace hashlease::testing
