/// The common regime and the links from BTC.

#include "market/regime.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 1 << 16;
using Law = std::array<double, 3>;

RegimeStateConfiguration state(const std::string& name, const std::map<std::string, double>& transition) {
  RegimeStateConfiguration made;
  made.name = name;
  made.transition = transition;
  return made;
}

/// Three states that can be reached from each other, but for boom straight after bust.
Configuration three_states() {
  Configuration configuration = calm_configuration();
  configuration.run.step = StepKind::weekly;
  configuration.market.regime.state = {state("calm", {{"calm", 0.85}, {"boom", 0.10}, {"bust", 0.05}}),
                                       state("boom", {{"calm", 0.20}, {"boom", 0.70}, {"bust", 0.10}}),
                                       state("bust", {{"calm", 0.40}, {"bust", 0.60}})};
  return configuration;
}

/// One state from the first month on.
Configuration stays_in(RegimeStateConfiguration bust) {
  Configuration configuration = calm_configuration();
  configuration.run.step = StepKind::weekly;
  bust.name = "bust";
  bust.transition = {{"bust", 1.0}};
  configuration.market.regime.state = {state("calm", {{"calm", 1.0}}), bust};
  configuration.market.regime.initial = "bust";
  return configuration;
}

Law after(const Configuration& configuration, int months) {
  const std::vector<RegimeStateConfiguration>& states = configuration.market.regime.state;
  Law law{1.0, 0.0, 0.0};
  for (int month = 0; month < months; ++month) {
    Law next{};
    for (std::size_t from = 0; from < 3; ++from) {
      for (std::size_t to = 0; to < 3; ++to) {
        const auto found = states[from].transition.find(states[to].name);
        next[to] += law[from] * (found == states[from].transition.end() ? 0.0 : found->second);
      }
    }
    law = next;
  }
  return law;
}

Estimate share_of(const std::vector<double>& states, double wanted) {
  return estimate(states, [&](double found) { return found == wanted ? 1.0 : 0.0; });
}

std::vector<double> states_in(const Configuration& configuration, int month) {
  const MarketStudy study(configuration);
  return MarketTapes(study, kPaths).driver(month, driver_of(study.plan, RegimeDriver::state));
}

TEST(RegimeTest, StatesFollowTheTransitionMatrix) {
  const Configuration configuration = three_states();
  for (const double share : {share_of(states_in(configuration, 0), 0.0).mean}) EXPECT_EQ(share, 1.0);
  for (const int month : {1, 2, 7, 23}) {
    const std::vector<double> states = states_in(configuration, month);
    const Law law = after(configuration, month);
    for (int k = 0; k < 3; ++k) {
      expect_agrees(share_of(states, k), law[static_cast<std::size_t>(k)], 0.003, "share of a state");
    }
  }
  Configuration twin = configuration;
  twin.market.regime.state[0].transition = {{"calm", 0.84}, {"boom", 0.11}, {"bust", 0.05}};
  expect_rejects(share_of(states_in(configuration, 1), 1.0), after(twin, 1)[1], "boom at 0.11");
}

TEST(RegimeTest, WhatCannotHappenNeverDoes) {
  Configuration configuration = three_states();
  configuration.market.regime.initial = "bust";
  EXPECT_EQ(share_of(states_in(configuration, 0), 2.0).mean, 1.0);
  EXPECT_EQ(share_of(states_in(configuration, 1), 1.0).mean, 0.0);
}

/// A neutral regime leaves every path where it is without one, up to the rounding of fp32.
TEST(RegimeTest, NeutralStatesChangeNothing) {
  Configuration configuration = three_states();
  configuration.market.btc.annual_volatility = 0.6;
  configuration.market.gpu_demand.annual_volatility = 0.2;
  configuration.market.power.ou_deviation = 0.5;
  configuration.market.power.intraday_deviation = 0.4;
  const MarketStudy with(configuration);
  configuration.market.regime.state.clear();
  const MarketStudy without(configuration);
  const MarketTapes conditioned(with, 64), plain(without, 64);
  for (int driver = 0; driver < driver_count(without.plan); ++driver) {
    const std::vector<double> a = conditioned.driver(23, driver), b = plain.driver(23, driver);
    for (std::size_t path = 0; path < a.size(); ++path) {
      EXPECT_NEAR(a[path], b[path], 1e-4 * std::abs(b[path])) << driver;
    }
  }
}

/// E[S] grows with annual_drift + btc_drift whatever the volatility; Var ln S = (f sigma)^2 t.
TEST(RegimeTest, DriftAndVolatilityOfAState) {
  RegimeStateConfiguration bust;
  bust.btc_drift = -0.3;
  bust.btc_volatility_factor = 1.5;
  Configuration configuration = stays_in(bust);
  configuration.market.btc.annual_volatility = 0.4;
  configuration.market.btc.annual_drift = 0.1;
  const MarketStudy study(configuration);
  const std::vector<double> prices = MarketTapes(study, kPaths).driver(11, driver_of(MarketDriver::btc_price_end));
  const double years = 365.0 / 365.25;
  const double growth = std::exp((0.1 - 0.3) * years);
  const auto relative = estimate(prices, [&](double price) { return price / 100'000.0; });
  expect_agrees(relative, growth, 0.004, "expected price");
  expect_rejects(relative, growth * 1.03, "drift 0.03 higher");
  const auto logarithm = [](double price) { return std::log(price / 100'000.0); };
  const double variance = 0.36 * years;
  const double mean = (0.1 - 0.3) * years - 0.5 * variance;
  expect_agrees(estimate(prices, logarithm), mean, 0.004, "mean of the log");
  const auto spread = estimate(prices, [&](double price) { return std::pow(logarithm(price) - mean, 2) / variance; });
  expect_agrees(spread, 1.0, 0.01, "variance of the log");
  expect_rejects(spread, 1.06, "volatility 3 % higher");
}

/// X reverts to m: E ln(L / A) = m (1 - exp(-kappa t)), a third of a half-life in two months.
TEST(RegimeTest, LeaseDemandRevertsToTheMeanOfTheState) {
  RegimeStateConfiguration bust;
  bust.lease_demand = -0.4;
  const MarketStudy study(stays_in(bust));
  const MarketTapes tapes(study, 64);
  const double years = (31.0 + 28.0) / 365.25;
  const double mean = -0.4 * (1.0 - std::exp2(-12.0 * years / 6.0));
  for (const double rate : tapes.driver(1, driver_of(study.plan, 0, GpuDriver::lease_rate_end))) {
    EXPECT_NEAR(std::log(rate / 2.0), mean, 1e-5);
  }
}

/// Hours that all cost the same: asinh(p / 10) is the season plus the level.
TEST(RegimeTest, PowerLevelOfAState) {
  RegimeStateConfiguration bust;
  bust.power_level = 0.5;
  const MarketStudy study(stays_in(bust));
  const double expected = 10.0 * std::sinh(std::asinh(4.0) + 0.5);
  for (const double price : MarketTapes(study, 64).driver(3, driver_of(MarketDriver::power_price_mean))) {
    EXPECT_NEAR(price, expected, 1e-4 * expected);
  }
}

TEST(RegimeTest, DefaultFactorIsOnTheTape) {
  RegimeStateConfiguration bust;
  bust.default_hazard_factor = 3.0;
  const MarketStudy study(stays_in(bust));
  const MarketTapes tapes(study, 64);
  EXPECT_EQ(tapes.driver(0, driver_of(study.plan, RegimeDriver::default_factor)).front(), 3.0);
}

/// A price that grows without noise: S(t) / S(0) = exp(drift t). Power: ln(S / S(0)) times the elasticity is added in
/// asinh; lease rates are multiplied by (S / S(0))^elasticity, above the floor.
TEST(LinkTest, PowerAndLeaseFollowThePrice) {
  for (const double sign : {1.0, -1.0}) {
    Configuration configuration = calm_configuration();
    configuration.run.step = StepKind::daily;
    configuration.market.btc.annual_drift = 0.6;
    configuration.market.dependence.btc_to_power = 0.5 * sign;
    configuration.market.dependence.btc_to_lease = 0.8 * sign;
    configuration.market.gpu[0].floor_rate = 1.8;
    const MarketStudy study(configuration);
    const MarketTapes tapes(study, 64);
    const double grown = 0.6 * 31.0 / 365.25;
    double power = 0.0;
    for (int day = 1; day <= 31; ++day) {
      power += 10.0 * std::sinh(std::asinh(4.0) + 0.5 * sign * 0.6 * day / 365.25) / 31.0;
    }
    EXPECT_NEAR(tapes.driver(0, driver_of(MarketDriver::power_price_mean)).front(), power, 1e-4 * power);
    EXPECT_NEAR(tapes.driver(0, driver_of(study.plan, 0, GpuDriver::lease_rate_end)).front(),
                std::max(2.0 * std::exp(0.8 * sign * grown), 1.8), 1e-5);
    const double late = tapes.driver(23, driver_of(study.plan, 0, GpuDriver::lease_rate_end)).front();
    EXPECT_NEAR(late, sign > 0.0 ? 2.0 * std::exp(0.8 * 0.6 * 730.0 / 365.25) : 1.8, 1e-4);
  }
}

}  // namespace
}  // namespace hashlease::testing
