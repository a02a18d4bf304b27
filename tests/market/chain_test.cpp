/// Retargets and halvings of the network model.

#include <gtest/gtest.h>

#include <cmath>

#include "market/market_path.hpp"
#include "market/support/market_tapes.hpp"
#include "support/chain_simulation.hpp"

namespace hashlease::testing {
namespace {

/// The fp32 chain of a configuration, moved by a hashrate given in EH/s.
struct FloatChain {
  MarketPlan plan;
  NetworkState<float> state;
  explicit FloatChain(const Configuration& configuration)
      : plan(MarketStudy(configuration).plan), state(initial_network<float>(plan)) {}
  double mine(double days, double hashrate) {
    const double unit_rate = hashrate * 1e18 * 86400.0 / (static_cast<double>(plan.difficulty) * 4294967296.0);
    return static_cast<double>(mine_blocks(static_cast<float>(days), static_cast<float>(unit_rate), state)) /
           static_cast<double>(plan.difficulty);
  }
  double difficulty() const {
    return static_cast<double>(plan.difficulty) / static_cast<double>(state.inverse_difficulty);
  }
};

Configuration at_height(std::int64_t height_of_last_block) {
  Configuration configuration = calm_configuration();
  configuration.market.network.block_height = height_of_last_block;
  return configuration;
}

constexpr double kDifficulty = 100e12;
double neutral_hashrate() { return hashrate_for_spacing(kDifficulty, kNeutralSpacing); }

TEST(ChainTest, NeutralSpacingIsSixHundredPointThreeSeconds) {
  EXPECT_NEAR(kNeutralSpacing, 600.3, 0.01);
  EXPECT_NEAR(static_cast<double>(kNeutralRetargetDays) * 86400.0 / 2016.0, kNeutralSpacing, 1e-4);
}

TEST(ChainTest, ConstantHashrateKeepsDifficulty) {
  FloatChain chain(at_height(2016 * 430 - 1));
  for (int day = 0; day < 365; ++day) {
    chain.mine(1.0, neutral_hashrate());
    ASSERT_NEAR(chain.difficulty() / kDifficulty, 1.0, 3e-6) << day;
  }
}

/// Twin: blocks 600 s apart are 0.05 % too fast for the off-by-one, and one period tells.
TEST(ChainTest, SpacingOfTenMinutesRaisesDifficulty) {
  FloatChain chain(at_height(2016 * 430 - 1));
  for (int day = 0; day < 15; ++day) chain.mine(1.0, hashrate_for_spacing(kDifficulty, 600.0));
  EXPECT_NEAR(chain.difficulty() / kDifficulty - 1.0, 1.0 / 2015.0, 3e-6);
}

TEST(ChainTest, WhateverTheStartTheSpacingBecomesNeutral) {
  FloatChain chain(at_height(2016 * 430 + 700));
  const double hashrate = 1.37 * neutral_hashrate();
  for (int day = 0; day < 60; ++day) chain.mine(1.0, hashrate);
  EXPECT_NEAR(hashrate * 1e18 / (chain.difficulty() * 4294967296.0), 1.0 / kNeutralSpacing, 1e-8);
}

TEST(ChainTest, DoubledHashrateDoublesDifficultyWithinTwoEpochs) {
  FloatChain chain(at_height(2016 * 430 + 1000));
  const double days_of_two_epochs = (2016.0 - 1001.0) / 288.0 + 7.0 * 2016.0 / 2015.0 * 2.0;
  for (double day = 0.0; day < days_of_two_epochs; day += 1.0) chain.mine(1.0, 2.0 * neutral_hashrate());
  EXPECT_NEAR(chain.difficulty() / kDifficulty, 2.0, 1e-3);
}

TEST(ChainTest, OneChangeIsAtMostFourfold) {
  FloatChain up(at_height(2016 * 430 - 1));
  for (double day = 0.0; day < 1.45; day += 0.05) up.mine(0.05, 10.0 * neutral_hashrate());  // 2016 blocks in 1.4 days
  EXPECT_EQ(up.state.inverse_difficulty, 0.25F);
  FloatChain down(at_height(2016 * 430 - 1));
  for (int day = 0; day < 141; ++day) down.mine(1.0, 0.1 * neutral_hashrate());  // 2016 blocks in 140 days
  EXPECT_EQ(down.state.inverse_difficulty, 4.0F);
  FloatChain inside(at_height(2016 * 430 - 1));
  for (double day = 0.0; day < 3.6; day += 0.05) inside.mine(0.05, 3.98 * neutral_hashrate());
  EXPECT_NEAR(1.0 / static_cast<double>(inside.state.inverse_difficulty), 3.98, 1e-4);
}

/// The subsidy halves after block 1,049,999 and at no other: at a neutral hashrate the height is the time.
TEST(ChainTest, HalvingHeightIsExact) {
  constexpr double kBlocksPerDay = 86400.0 / kNeutralSpacing;
  for (const int blocks_left : {1, 2, 100, 2015, 2016, 20'000}) {
    FloatChain chain(at_height(1'050'000 - 1 - blocks_left));
    const double days = blocks_left / kBlocksPerDay;
    EXPECT_EQ(chain.state.subsidy, 3.125F);
    EXPECT_EQ(chain.state.blocks_to_halving, static_cast<float>(blocks_left));
    const double before = std::floor(days - 1e-3);
    for (double day = 0.0; day < before; day += 1.0) chain.mine(1.0, neutral_hashrate());
    chain.mine(days - before - 0.01 / kBlocksPerDay, neutral_hashrate());
    EXPECT_EQ(chain.state.subsidy, 3.125F) << blocks_left;
    // fp32 counters of 20,000 blocks lose less than a tenth of a block.
    chain.mine(0.11 / kBlocksPerDay, neutral_hashrate());
    EXPECT_EQ(chain.state.subsidy, 1.5625F) << blocks_left;
  }
}

TEST(ChainTest, TwinOneBlockOffIsSeen) {
  FloatChain chain(at_height(1'050'000 - 2 - 100));
  chain.mine(100.1 / (86400.0 / kNeutralSpacing), neutral_hashrate());
  EXPECT_EQ(chain.state.subsidy, 3.125F);
}

TEST(ChainTest, SubsidyPathOverThirtyYears) {
  FloatChain chain(at_height(871'688));
  Chain exact{871'689.0, kDifficulty, (871'689 % 2016) * kNeutralSpacing / 86400.0};
  for (int day = 0; day < 10'957; ++day) {
    chain.mine(1.0, neutral_hashrate());
    exact.mine(1.0, neutral_hashrate());
    const double away = std::abs(exact.height - std::round(exact.height / 210000.0) * 210000.0);
    if (away < 200.0) continue;  // within a day and a half of the halving
    ASSERT_EQ(static_cast<double>(chain.state.subsidy), exact.subsidy()) << day;
  }
  EXPECT_EQ(exact.subsidy(), 50.0 / 2048.0);  // height 2.45 million
}

/// Largest relative differences between fp32 and the event simulation over the weeks of ten years.
struct Differences {
  double earned = 0.0, difficulty = 0.0;
};

/// Weekly steps of an AR(1) log hashrate. With `follow` the event simulation takes over the fp32 state every week: a
/// wild hashrate amplifies any rounding, so that free runs part in the end.
Differences compare(std::int64_t height, double deviation, bool follow, double days_of_week = 7.0) {
  FloatChain chain(at_height(height));
  const double next = static_cast<double>(height + 1);
  Chain exact{next, kDifficulty, std::fmod(next, 2016.0) * kNeutralSpacing / 86400.0};
  std::uint32_t words[4];
  double log_hashrate = 0.0;
  Differences worst;
  for (std::uint32_t week = 0; week < 520; ++week) {
    philox_words<float>(make_path_lanes<float>(7), week, chain.plan.keys, words);
    log_hashrate = 0.9 * log_hashrate + deviation * (static_cast<double>(words[0]) * 0x1p-31 - 1.0);
    const double hashrate = neutral_hashrate() * std::exp(log_hashrate);
    const double earned = exact.mine(days_of_week, hashrate);
    worst.earned = std::max(worst.earned, std::abs(chain.mine(7.0, hashrate) / earned - 1.0));
    worst.difficulty = std::max(worst.difficulty, std::abs(chain.difficulty() / exact.difficulty - 1.0));
    if (!follow) continue;
    exact.height += std::remainder(static_cast<double>(chain.state.epoch_blocks) - exact.height, 2016.0);
    exact.difficulty = chain.difficulty();
    exact.epoch_days = static_cast<double>(chain.state.epoch_days);
  }
  return worst;
}

class ChainReplayTest : public ::testing::TestWithParam<std::int64_t> {};

TEST_P(ChainReplayTest, TenYearsOfAMildHashrate) {
  const Differences worst = compare(GetParam(), 0.05, false);
  EXPECT_LT(worst.difficulty, 5e-6);
  EXPECT_LT(worst.earned, 2e-4);                                    // a halving some seconds off
  EXPECT_GT(compare(GetParam(), 0.05, false, 7.001).earned, 2e-4);  // twin: weeks 90 s too long
}

/// Hashrates from 1/30 to 30 times the neutral one: many retargets, clamps, and halvings inside one step.
TEST_P(ChainReplayTest, EveryWeekOfAWildHashrate) {
  const Differences worst = compare(GetParam(), 1.0, true);
  EXPECT_LT(worst.difficulty, 2e-5);
  EXPECT_LT(worst.earned, 2e-4);
}

/// At 1,260,000 a retarget and a halving fall on the same block.
INSTANTIATE_TEST_SUITE_P(Heights, ChainReplayTest, ::testing::Values(871'688, 1'049'000, 1'259'999, 1'259'500));

}  // namespace
}  // namespace hashlease::testing
