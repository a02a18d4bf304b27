/// The power market over time: daily means, spikes, seasons, and that weekly steps keep the law of the hours.

#include "market/market_path.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "config/reading/reader.hpp"
#include "market/support/every_shock.hpp"
#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/hourly_law.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

Configuration with_power(StepKind step) {
  Configuration configuration = calm_configuration();
  configuration.run.step = step;
  configuration.run.horizon_months = 4;
  PowerConfiguration& power = configuration.market.power;
  power.monthly_median.assign(12, 24.0);
  power.ou_deviation = 0.59;
  power.ou_half_life_days = 1.0;
  power.intraday_deviation = 0.46;
  power.spike_intensity = 4.0;
  power.spike_duration_days = 1.5;
  power.spike_level = 2.5;
  return configuration;
}

/// Without a deviation among its hours a day has one price, and machines run all of it or not at all; so nearly with a
/// tiny one, which takes the closed forms.
TEST(PowerTest, DaysOfOnePriceAreTheLimitOfTheClosedForms) {
  Configuration configuration = with_power(StepKind::daily);
  configuration.market.power.intraday_deviation = 0.0;
  const MarketStudy flat(configuration);
  configuration.market.power.intraday_deviation = 0.002;
  const MarketStudy narrow(configuration);
  ASSERT_EQ(flat.first_step().hourly_deviation, 0.0F);
  ASSERT_GT(narrow.first_step().hourly_deviation, 0.0F);
  int running = 0, near = 0;
  for (std::uint64_t path = 0; path < 4096; ++path) {
    PowerState<float> one = initial_power<float>(), other = one;
    MarketShocks<float> shocks;
    draw_every_shock(flat.plan, path, 0, shocks);
    const HourlyPrices<float> day = step_power(flat.plan, flat.first_step(), 0, shocks, one);
    const HourlyPrices<float> hours = step_power(narrow.plan, narrow.first_step(), 0, shocks, other);
    ASSERT_NEAR(day.price_mean, hours.price_mean, 2e-3F + 1e-5F * std::abs(day.price_mean));
    const RunHours<float> all = run_below(flat.plan, day, 30.0F);
    const RunHours<float> share = run_below(narrow.plan, hours, 30.0F);
    ASSERT_EQ(all.share, day.price_mean < 30.0F ? 1.0F : 0.0F);
    ASSERT_EQ(all.cost, all.share * day.price_mean);
    running += all.share == 1.0F ? 1 : 0;
    if (std::abs(day.price_mean - 30.0F) < 1.0F) {
      ++near;
      continue;
    }
    ASSERT_NEAR(all.share, share.share, 1e-4F);
    ASSERT_NEAR(all.cost, share.cost, 1e-2F);
  }
  EXPECT_GT(running, 1000);
  EXPECT_LT(running, 3500);
  EXPECT_LT(near, 1000);
}

/// Share of time in a two-state chain.
double spike_share(const PowerConfiguration& power) {
  const double in = power.spike_intensity / 365.25, out = 1.0 / power.spike_duration_days;
  return in / (in + out);
}

/// Figures of an hour drawn at any time: a normal law of both deviations, in or out of a spike.
HourlyFigures stationary(const PowerConfiguration& power, double break_even) {
  const double deviation = std::hypot(power.ou_deviation, power.intraday_deviation);
  const double mean = std::asinh(power.monthly_median[0] / 10.0), share = spike_share(power);
  const HourlyLaw calm{mean, deviation, power.price_floor, power.price_cap};
  const HourlyLaw spike{mean + power.spike_level, deviation, power.price_floor, power.price_cap};
  const HourlyFigures a = integrate_hours(calm, break_even), b = integrate_hours(spike, break_even);
  const auto mix = [share](double x, double y) { return (1.0 - share) * x + share * y; };
  return {mix(a.price_mean, b.price_mean), mix(a.run_share, b.run_share), mix(a.run_cost, b.run_cost),
          mix(a.margin, b.margin)};
}

/// Third month of the study (31 days), with machines that run below a break-even price of 30 USD/MWh.
struct ThirdMonth {
  std::vector<double> price, run_hours, cost;
  explicit ThirdMonth(const Configuration& configuration, double break_even = 30.0) {
    MarketStudy study(configuration);
    const NetworkState<float> network = initial_network<float>(study.plan);
    const double hashprice = std::exp(static_cast<double>(network.log_hashprice));
    study.add_profile({static_cast<float>(break_even / hashprice), MarginalPrice::spot, 0.0F});
    const MarketTapes tapes(study, 1 << 15);
    price = tapes.driver(2, driver_of(MarketDriver::power_price_mean));
    run_hours = tapes.driver(2, driver_of(0, MiningDriver::run_hours));
    cost = tapes.driver(2, driver_of(0, MiningDriver::spot_cost));
  }
};

class PowerStepTest : public ::testing::TestWithParam<StepKind> {};

TEST_P(PowerStepTest, TheLawOfTheHoursDoesNotDependOnTheStep) {
  const Configuration configuration = with_power(GetParam());
  const HourlyFigures exact = stationary(configuration.market.power, 30.0);
  const ThirdMonth month(configuration);
  constexpr double kHours = 31.0 * 24.0;
  expect_agrees(estimate(month.price), exact.price_mean, 0.2, "mean price");
  expect_agrees(estimate(month.run_hours), exact.run_share * kHours, 0.5, "run hours");
  expect_agrees(estimate(month.cost), exact.run_cost * kHours, 10.0, "cost of the hours run");
  Configuration wrong = configuration;
  wrong.market.power.ou_deviation *= 1.05;
  expect_rejects(estimate(ThirdMonth(wrong).cost), exact.run_cost * kHours, "OU deviation 5 % high");
  wrong = configuration;
  wrong.market.power.spike_intensity *= 1.15;
  expect_rejects(estimate(ThirdMonth(wrong).price), exact.price_mean, "15 % more spikes");
}

/// P(spike) after n steps from calm, and the mean number of steps a spike is seen, against the two-state Markov chain
/// in continuous time.
TEST_P(PowerStepTest, SpikesAreATwoStateMarkovChain) {
  Configuration configuration = with_power(GetParam());
  configuration.market.power.spike_intensity = 20.0;
  configuration.market.power.spike_duration_days = 3.0;
  const MarketStudy study(configuration);
  const double days = static_cast<double>(study.first_step().days);
  const double in = 20.0 / 365.25, out = 1.0 / 3.0, share = in / (in + out), decay = std::exp(-(in + out) * days);
  std::vector<double> second_step, last_step, stays, entries;
  for (std::uint64_t path = 0; path < (1 << 14); ++path) {
    PowerState<float> state = initial_power<float>();
    for (std::uint32_t step = 0; step < 40; ++step) {
      const bool before = state.spike;
      MarketShocks<float> shocks{};
      MarketShocks<float> drawn;
      draw_every_shock(study.plan, path, step, drawn);
      shocks.power_spike_word = drawn.power_spike_word;
      step_power(study.plan, study.first_step(), 0, shocks, state);
      (before ? stays : entries).push_back(state.spike ? 1.0 : 0.0);
      if (step == 1) second_step.push_back(state.spike ? 1.0 : 0.0);
      if (step == 39) last_step.push_back(state.spike ? 1.0 : 0.0);
    }
  }
  expect_agrees(estimate(second_step), share * (1.0 - decay * decay), 0.003, "after two steps");
  expect_agrees(estimate(last_step), share, 0.003, "stationary share");
  expect_agrees(estimate(stays), share + (1.0 - share) * decay, 0.003, "stays");
  expect_agrees(estimate(entries), share * (1.0 - decay), 0.002, "entries");
  const double long_decay = std::exp(-(in + 1.0 / 3.3) * days);
  const double long_share = in / (in + 1.0 / 3.3);
  expect_rejects(estimate(stays), long_share + (1.0 - long_share) * long_decay, "duration 10 % long");
}

/// The variance of a week's mean is that of seven days, so a month's mean of y varies alike with either step.
TEST_P(PowerStepTest, DailyMeansAreAnOrnsteinUhlenbeckProcess) {
  const MarketStudy study(with_power(GetParam()));
  const int days = static_cast<int>(study.first_step().days);
  const double a = 0.5;  // half-life of one day
  double block = 0.0;
  for (int i = 0; i < days; ++i) {
    for (int j = 0; j < days; ++j) block += std::pow(a, std::abs(i - j));
  }
  const double between = 0.59 * 0.59 * block / (days * days);
  EXPECT_NEAR(static_cast<double>(study.first_step().power_scale), std::sqrt(between), 1e-6);
  EXPECT_NEAR(static_cast<double>(study.first_step().hourly_deviation), std::sqrt(0.46 * 0.46 + 0.59 * 0.59 - between),
              1e-6);
  std::vector<double> late;
  for (std::uint64_t path = 0; path < (1 << 14); ++path) {
    PowerState<float> state = initial_power<float>();
    MarketShocks<float> shocks;
    for (std::uint32_t step = 0; step < 20; ++step) {
      draw_every_shock(study.plan, path, step, shocks);
      step_power(study.plan, study.first_step(), 0, shocks, state);
    }
    late.push_back(static_cast<double>(state.deviation));
  }
  expect_agrees(estimate(late), 0.0, 0.01, "mean");
  expect_agrees(standard_moment(late, 0.0, 1.0, 2), 1.0, 0.015, "variance");
}

INSTANTIATE_TEST_SUITE_P(Steps, PowerStepTest, ::testing::Values(StepKind::daily, StepKind::weekly));

TEST(PowerSeasonTest, PricesFollowTheCalendarMonth) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = 14;
  for (std::size_t month = 0; month < 12; ++month) {
    configuration.market.power.monthly_median[month] = 10.0 + 5.0 * static_cast<double>(month);
  }
  for (const StepKind step : {StepKind::daily, StepKind::weekly}) {
    configuration.run.step = step;
    const MarketTapes tapes(MarketStudy(configuration), 16);
    for (int month = 0; month < 14; ++month) {
      EXPECT_NEAR(tapes.driver(month, driver_of(MarketDriver::power_price_mean)).front(), 10.0 + 5.0 * (month % 12),
                  1e-4);
    }
  }
  // 23 November to 22 December: 8 days at 60, 22 days at 65 USD/MWh.
  configuration.run.start_date = {2024, 11, 23};
  configuration.run.step = StepKind::daily;
  const MarketTapes tapes(MarketStudy(configuration), 16);
  EXPECT_NEAR(tapes.driver(0, driver_of(MarketDriver::power_price_mean)).front(), (8 * 60.0 + 22 * 65.0) / 30.0, 1e-4);
}

/// What fixed or no marginal price decides: all hours or none, and all hours.
TEST(PowerDecisionTest, FixedPriceRunsAllOrNothing) {
  MarketStudy study(with_power(StepKind::daily));
  const double hashprice = std::exp(static_cast<double>(initial_network<float>(study.plan).log_hashprice));
  const float factor = static_cast<float>(50.0 / hashprice);  // break-even at 50 USD/MWh
  const int below = study.add_profile({factor, MarginalPrice::fixed, 49.99F});
  const int above = study.add_profile({factor, MarginalPrice::fixed, 50.01F});
  const int always = study.add_profile({0.0F, MarginalPrice::always_run, 0.0F});
  const MarketTapes tapes(study, 64);
  const std::vector<double> price = tapes.driver(0, driver_of(MarketDriver::power_price_mean));
  for (std::size_t path = 0; path < price.size(); ++path) {
    const auto driver = [&](int profile, MiningDriver which) {
      return tapes.driver(0, driver_of(profile, which))[path];
    };
    ASSERT_EQ(driver(below, MiningDriver::run_hours), 31.0 * 24.0);
    ASSERT_EQ(driver(above, MiningDriver::run_hours), 0.0);
    ASSERT_EQ(driver(above, MiningDriver::mining_revenue), 0.0);
    ASSERT_EQ(driver(always, MiningDriver::run_hours), 31.0 * 24.0);
    ASSERT_NEAR(driver(always, MiningDriver::spot_cost), price[path] * 31.0 * 24.0, 0.02 * price[path]);
    ASSERT_EQ(driver(always, MiningDriver::mined_btc), driver(below, MiningDriver::mined_btc));
  }
}

/// The shipped market against what real prices gave from 2022 to 2025: machines that ran at up to 75 USD/MWh were up
/// 91.3 % of hours, at a mean price of 25.3 USD/MWh; the mean of all hours was 41.8 (ERCOT West, hourly).
TEST(PowerFactsTest, ShippedMarketRunsLikeErcotWest) {
  Configuration configuration = read_configuration(HASHLEASE_SOURCE_DIR "/configs/hybrid.toml");
  configuration.run.step = StepKind::daily;
  configuration.run.horizon_months = 13;
  MarketStudy study(configuration);
  study.add_profile({1e-9F, MarginalPrice::spot, 0.0F});
  double share = 0.0, cost = 0.0, price = 0.0, days = 0.0;
  for (std::uint64_t path = 0; path < 512; ++path) {
    PowerState<float> state = initial_power<float>();
    MarketShocks<float> shocks;
    for (std::uint32_t index = 30; index < study.steps.size(); ++index) {
      draw_every_shock(study.plan, path, index, shocks);
      const HourlyPrices<float> hours =
          step_power(study.plan, study.first_step(), study.steps[index].season, shocks, state);
      const RunHours<float> run = run_below(study.plan, hours, 75.0F);
      share += static_cast<double>(run.share);
      cost += static_cast<double>(run.cost);
      price += static_cast<double>(hours.price_mean);
      days += 1.0;
    }
  }
  std::printf("at most 75 USD/MWh: uptime %.4f at %.2f USD/MWh, mean of all hours %.2f\n", share / days, cost / share,
              price / days);
  EXPECT_NEAR(share / days, 0.913, 0.015);
  EXPECT_NEAR(cost / share, 25.3, 1.0);
  EXPECT_NEAR(price / days, 41.8, 5.0);
}

}  // namespace
}  // namespace hashlease::testing
