/// Log price of gbm and merton against their closed forms, Merton (1976).

#include "market/btc.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 1 << 17;
constexpr int kPriceEnd = static_cast<int>(MarketDriver::btc_price_end);

/// Cumulants of ln(S(T) / S(0)).
struct LogPriceLaw {
  double mean, variance, skewness, excess_kurtosis;
};

LogPriceLaw law_of(const BtcConfiguration& btc, double years) {
  const double m = btc.jump_mean;
  const double s2 = btc.jump_deviation * btc.jump_deviation;
  const double jumps = (btc.model == BtcModel::merton ? btc.jump_intensity : 0.0) * years;
  const double sigma2 = btc.annual_volatility * btc.annual_volatility * years;
  const double variance = sigma2 + jumps * (m * m + s2);
  const double compensation = jumps * (std::exp(m + s2 / 2) - 1.0);
  return {btc.annual_drift * years - sigma2 / 2 - compensation + jumps * m, variance,
          jumps * (m * m * m + 3 * m * s2) / std::pow(variance, 1.5),
          jumps * (m * m * m * m + 6 * m * m * s2 + 3 * s2 * s2) / (variance * variance)};
}

/// Few and large jumps, so that every cumulant shows.
Configuration jumpy(StepKind step, BtcModel model) {
  Configuration configuration = calm_configuration();
  configuration.run.seed = 7;
  configuration.run.step = step;
  BtcConfiguration& btc = configuration.market.btc;
  btc.model = model;
  btc.annual_drift = 0.10;
  btc.annual_volatility = 0.30;
  btc.jump_intensity = 6.0;
  btc.jump_mean = -0.15;
  btc.jump_deviation = 0.10;
  return configuration;
}

double years_to_end(const MarketStudy& study, int month) {
  int ends = 0;
  for (const MarketStep& step : study.steps) {
    if (step.last != 0 && ends++ == month) return static_cast<double>(step.years);
  }
  return NAN;
}

struct Sampled {
  std::vector<double> log_price;
  double years;
};

Sampled sample(Configuration configuration, int month, std::uint64_t paths = kPaths) {
  configuration.run.horizon_months = month + 1;
  const MarketStudy study(configuration);
  const MarketTapes tapes(study, paths);
  Sampled sampled{tapes.driver(month, kPriceEnd), years_to_end(study, month)};
  for (double& price : sampled.log_price) price = std::log(price / configuration.market.btc.price);
  return sampled;
}

Estimate growth(const Sampled& sampled) {
  return estimate(sampled.log_price, [](double x) { return std::exp(x); });
}

class BtcLawTest : public ::testing::TestWithParam<std::tuple<StepKind, BtcModel, int>> {};

TEST_P(BtcLawTest, MomentsAreThoseOfTheClosedForm) {
  const auto [step, model, month] = GetParam();
  const Configuration configuration = jumpy(step, model);
  const Sampled sampled = sample(configuration, month);
  const LogPriceLaw law = law_of(configuration.market.btc, sampled.years);
  const double deviation = std::sqrt(law.variance);
  expect_agrees(standard_moment(sampled.log_price, law.mean, deviation, 1), 0.0, 0.003, "mean");
  expect_agrees(standard_moment(sampled.log_price, law.mean, deviation, 2), 1.0, 0.006, "variance");
  expect_agrees(standard_moment(sampled.log_price, law.mean, deviation, 3), law.skewness, 0.04, "skewness");
  expect_agrees(standard_moment(sampled.log_price, law.mean, deviation, 4), 3.0 + law.excess_kurtosis, 0.25,
                "kurtosis");
  expect_agrees(growth(sampled), std::exp(configuration.market.btc.annual_drift * sampled.years), 0.003, "E[S]");
}

INSTANTIATE_TEST_SUITE_P(Models, BtcLawTest,
                         ::testing::Combine(::testing::Values(StepKind::daily, StepKind::weekly),
                                            ::testing::Values(BtcModel::gbm, BtcModel::merton),
                                            ::testing::Values(0, 23)));

/// Twins: one parameter a little wrong in the simulation, the closed form of the right one.
TEST(BtcTwinTest, SmallBiasesAreRejected) {
  const Configuration right = jumpy(StepKind::weekly, BtcModel::merton);
  const LogPriceLaw law = law_of(right.market.btc, 730.0 / 365.25);
  const double deviation = std::sqrt(law.variance);
  Configuration wrong = right;
  wrong.market.btc.annual_drift += 0.02;
  Sampled biased = sample(wrong, 23);
  expect_rejects(standard_moment(biased.log_price, law.mean, deviation, 1), 0.0, "drift 0.12 instead of 0.10");
  expect_rejects(growth(biased), std::exp(0.10 * biased.years), "drift 0.12 instead of 0.10 in E[S]");
  wrong = right;
  wrong.market.btc.annual_volatility *= 1.05;
  expect_rejects(standard_moment(sample(wrong, 23).log_price, law.mean, deviation, 2), 1.0, "volatility 5 % high");
  wrong = right;
  wrong.market.btc.jump_intensity *= 1.05;
  expect_rejects(standard_moment(sample(wrong, 23).log_price, law.mean, deviation, 2), 1.0, "jumps 5 % too many");
}

TEST(BtcTwinTest, MissingJumpsAreRejectedByHigherMoments) {
  const Configuration right = jumpy(StepKind::daily, BtcModel::merton);
  Configuration wrong = right;
  BtcConfiguration& btc = wrong.market.btc;
  btc.model = BtcModel::gbm;  // of the same total variance
  btc.annual_volatility = std::sqrt(0.30 * 0.30 + 6.0 * (0.15 * 0.15 + 0.10 * 0.10));
  const Sampled biased = sample(wrong, 0);
  const LogPriceLaw law = law_of(right.market.btc, biased.years);
  const double deviation = std::sqrt(law.variance);
  expect_agrees(standard_moment(biased.log_price, law_of(btc, biased.years).mean, deviation, 2), 1.0, 0.006,
                "variance");
  expect_rejects(standard_moment(biased.log_price, law.mean, deviation, 3), law.skewness, "no skewness");
  expect_rejects(standard_moment(biased.log_price, law.mean, deviation, 4), 3.0 + law.excess_kurtosis, "no kurtosis");
}

TEST(BtcTwinTest, ForgottenCompensationIsRejected) {
  const Configuration configuration = jumpy(StepKind::weekly, BtcModel::merton);
  MarketStudy study(configuration);
  const double rate = 6.0 * std::expm1(-0.15 + 0.10 * 0.10 / 2);
  for (StepConstants& step : study.plan.steps) step.btc_drift += static_cast<float>(rate * step.days / 365.25);
  std::vector<double> price = MarketTapes(study, kPaths).driver(23, kPriceEnd);
  const Estimate biased = estimate(price, [](double s) { return s / 100'000.0; });
  expect_rejects(biased, std::exp(0.10 * years_to_end(study, 23)), "jumps not compensated");
}

/// Bounds of the configuration: no jump, and the most that a day and a week may have.
TEST(BtcTest, IntensityBounds) {
  Configuration configuration = jumpy(StepKind::weekly, BtcModel::merton);
  configuration.market.btc.jump_intensity = 0.0;
  Configuration gbm = configuration;
  gbm.market.btc.model = BtcModel::gbm;
  EXPECT_EQ(sample(configuration, 5, 256).log_price, sample(gbm, 5, 256).log_price);
  configuration.market.btc.jump_intensity = 366.0;
  configuration.market.btc.jump_mean = -0.01;
  configuration.market.btc.jump_deviation = 0.02;
  const Sampled sampled = sample(configuration, 5);
  const LogPriceLaw law = law_of(configuration.market.btc, sampled.years);
  expect_agrees(standard_moment(sampled.log_price, law.mean, std::sqrt(law.variance), 1), 0.0, 0.003, "mean");
  expect_agrees(standard_moment(sampled.log_price, law.mean, std::sqrt(law.variance), 2), 1.0, 0.006, "variance");
}

TEST(BtcTest, WithoutVolatilityThePriceFollowsItsDrift) {
  Configuration configuration = calm_configuration();
  configuration.market.btc.annual_drift = 0.25;
  const Sampled sampled = sample(configuration, 23, 16);
  for (const double log_price : sampled.log_price) ASSERT_NEAR(log_price, 0.25 * sampled.years, 2e-5);
}

/// Counts of N drawn from words of the generator, and what `mean` expects.
double count_z(double mean, double assumed_mean, std::uint64_t draws) {
  const PoissonThresholds law = poisson_thresholds(mean);
  const PhiloxKeys keys = make_philox_keys(99);
  std::vector<double> counts(kMaxEventCount + 1), expected(kMaxEventCount + 1);
  for (std::uint32_t draw = 0; draw < draws; draw += 4) {
    std::uint32_t words[4];
    philox_words<float>(make_path_lanes<float>(draw), 0, keys, words);
    for (const std::uint32_t word : words) counts[static_cast<std::size_t>(poisson_count<float>(law, word))] += 1.0;
  }
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const double n = static_cast<double>(k);
    expected[k] = static_cast<double>(draws) * std::exp(n * std::log(assumed_mean) - assumed_mean - std::lgamma(n + 1));
  }
  return chi_square_z(counts, expected);
}

TEST(JumpCountTest, CountsFollowPoissonsLaw) {
  for (const double mean : {0.01, 12.0 / 365.25, 0.5, 366.0 / 365.25, 7.0 * 366.0 / 365.25, 14.0}) {
    EXPECT_LT(std::abs(count_z(mean, mean, 1 << 20)), kCriticalZ) << mean;
    EXPECT_GT(std::abs(count_z(1.08 * mean, mean, 1 << 20)), kCriticalZ) << "8 % bias at " << mean;
  }
}

/// Each threshold is the distribution function to a word: summed from the top here, where the code sums from 0.
TEST(JumpCountTest, ThresholdsAreExactToOneWord) {
  for (const double mean : {1e-6, 0.03, 1.0, 7.01}) {
    const PoissonThresholds law = poisson_thresholds(mean);
    for (int k = 0; k < law.size; ++k) {
      double above = 0.0;
      for (int n = 100; n > k; --n) above += std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
      EXPECT_NEAR(static_cast<double>(law.thresholds[k]), (1.0 - above) * 4294967296.0, 1.0) << mean << " " << k;
    }
    EXPECT_EQ(poisson_count<float>(law, 0xFFFFFFFFU), static_cast<float>(law.size));
    EXPECT_EQ(poisson_count<float>(law, 0U), 0.0F);
  }
}

}  // namespace
}  // namespace hashlease::testing
