/// Configurations at the bounds of what is allowed: paths stay finite or are counted, and all instruction sets agree.

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "backend/support/studies.hpp"

namespace hashlease::testing {
namespace {

/// Everything at its upper bound.
void make_wild(Configuration& configuration) {
  MarketConfiguration& market = configuration.market;
  market.btc.annual_volatility = 10.0;
  market.btc.jump_intensity = 366.0;
  market.btc.jump_deviation = 2.0;
  market.btc.jump_mean = 2.0;
  market.network.annual_hashrate_volatility = 5.0;
  market.network.response_up = market.network.response_down = 20.0;
  market.network.fee_log_deviation = 3.0;
  market.network.fee_spike_intensity = 366.0;
  market.network.fee_spike_mean = 10.0;
  market.network.fee_spike_deviation = 3.0;
  market.power.ou_deviation = 3.0;
  market.power.intraday_deviation = 3.0;
  market.power.spike_intensity = 366.0;
  market.power.spike_level = 10.0;
  market.gpu_demand.annual_volatility = 5.0;
  market.gpu[0].own_annual_volatility = 5.0;
  market.gpu[0].occupancy_response = 20.0;
}

/// No randomness at all.
void make_calm(Configuration& configuration) {
  MarketConfiguration& market = configuration.market;
  market.btc.annual_volatility = market.btc.jump_intensity = 0.0;
  market.network.annual_hashrate_volatility = 0.0;
  market.network.fee_log_deviation = market.network.fee_spike_intensity = 0.0;
  market.power.ou_deviation = market.power.intraday_deviation = market.power.spike_intensity = 0.0;
  market.gpu_demand.annual_volatility = market.gpu[0].own_annual_volatility = 0.0;
}

void expect_finite_or_counted(const Configuration& configuration, std::uint64_t paths) {
  const StudyPlan plan = make_study_plan(configuration);
  std::vector<std::uint64_t> expected;
  for (std::uint64_t path = 0; path < paths; ++path) {
    if (!is_finite_path(plan, path)) expected.push_back(path);
  }
  const std::uint64_t count = expected.size();
  expected.resize(std::min(expected.size(), kMaxNonFiniteIds));
  std::string hash;
  for (const std::string& set : available_instruction_sets()) {
    const BlockResult result = simulate(plan, {0, paths}, options_of(2, set));
    const std::string now = state_hash(result.state, plan.layout);
    EXPECT_TRUE(hash.empty() || now == hash) << set;
    hash = now;
    EXPECT_EQ(result.state.non_finite_count, count);
    EXPECT_EQ(result.state.non_finite_paths, expected);
  }
}

class ExtremesTest : public ::testing::TestWithParam<std::tuple<int, StepKind>> {};

TEST_P(ExtremesTest, EverythingAtItsBound) {
  const auto [months, step] = GetParam();
  Configuration configuration = weekly_hybrid(months);
  configuration.run.step = step;
  make_wild(configuration);
  expect_finite_or_counted(configuration, months > 100 ? 64 : 256);
}

TEST_P(ExtremesTest, NoVolatilityGivesEveryPathTheSame) {
  const auto [months, step] = GetParam();
  Configuration configuration = weekly_hybrid(months);
  configuration.run.step = step;
  make_calm(configuration);
  const StudyPlan plan = make_study_plan(configuration);
  const std::vector<float> first = simulate_path(plan, 0);
  const std::vector<float> last = simulate_path(plan, 77);
  for (int column = 0; column < plan.layout.outcome_column_count(); ++column) {
    const float value = first[static_cast<std::size_t>(column)];
    ASSERT_EQ(value, last[static_cast<std::size_t>(column)]);
    ASSERT_TRUE(std::isfinite(value));
  }
  const BlockResult result = simulate(plan, {0, 100});
  EXPECT_EQ(result.state.non_finite_count, 0U);
}

INSTANTIATE_TEST_SUITE_P(Horizons, ExtremesTest,
                         ::testing::Combine(::testing::Values(1, 24, 360),
                                            ::testing::Values(StepKind::weekly, StepKind::daily)));

TEST(ExtremesTest, ThousandPercentVolatilityAlone) {
  Configuration configuration = weekly_hybrid(24);
  configuration.market.btc.annual_volatility = 10.0;
  const StudyPlan plan = make_study_plan(configuration);
  const BlockResult result = simulate(plan, {0, 256});
  EXPECT_EQ(result.state.non_finite_count, 0U);
}

TEST(ExtremesTest, SixtyFourSites) {
  Configuration configuration = weekly_hybrid(2);
  const std::vector<SiteConfiguration> shipped = configuration.site;
  for (int k = 1; configuration.site.size() < 64; ++k) {
    for (SiteConfiguration site : shipped) {
      if (!site.blend.empty() || configuration.site.size() == 64) continue;
      site.name += std::to_string(k);
      site.operating_cost_per_mw_month += k;
      configuration.site.push_back(site);
    }
  }
  expect_finite_or_counted(configuration, 100);
}

/// Prices that overflow on some paths only: these are counted, with their ids, and the rest is unharmed.
TEST(NonFiniteTest, PathsAreCountedWithTheirIds) {
  StudyPlan plan = make_study_plan(weekly_hybrid(12));
  for (StepConstants& step : plan.market.steps) {
    step.btc_deviation = 12.0F;
    step.btc_drift = 0.0F;
  }
  std::vector<std::uint64_t> expected;
  constexpr std::uint64_t kFirst = 128, kPaths = 1000;
  for (std::uint64_t path = kFirst; path < kFirst + kPaths; ++path) {
    if (!is_finite_path(plan, path)) expected.push_back(path);
  }
  ASSERT_GT(expected.size(), kMaxNonFiniteIds);
  ASSERT_LT(expected.size(), kPaths / 2);
  for (const int threads : {1, 2}) {
    const StudyState state = simulate(plan, {kFirst, kPaths}, options_of(threads)).state;
    EXPECT_EQ(state.non_finite_count, expected.size());
    const std::vector<std::uint64_t> first(expected.begin(),
                                           expected.begin() + static_cast<std::ptrdiff_t>(kMaxNonFiniteIds));
    EXPECT_EQ(state.non_finite_paths, first);
  }
}

}  // namespace
}  // namespace hashlease::testing
