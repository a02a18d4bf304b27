/// A path's market does not depend on the register it travels in: every lane of every instruction set has the bits of
/// the scalar code.

#include <gtest/gtest.h>

#include <cstring>

#include "config/reading/reader.hpp"
#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 256;

std::vector<float> tapes(const MarketStudy& study, TapeFunction fill) {
  std::vector<float> values(static_cast<std::size_t>(study.plan.month_count * driver_count(study.plan)) * kPaths);
  fill(study.plan, study.steps.data(), study.tables.data(), kPaths, values.data(), static_cast<long>(kPaths));
  return values;
}

std::size_t different_bits(const std::vector<float>& a, const std::vector<float>& b) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < a.size(); ++k) count += std::memcmp(&a[k], &b[k], sizeof(float)) != 0 ? 1 : 0;
  return count;
}

std::vector<TapeFunction> vector_functions() {
  std::vector<TapeFunction> functions;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) functions.push_back(fill_tapes_avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl")) {
    functions.push_back(fill_tapes_avx512);
  }
#endif
  return functions;
}

/// The shipped market, and one where every branch is taken by some lanes of a register and not by others.
std::vector<Configuration> configurations() {
  Configuration shipped = read_configuration(HASHLEASE_SOURCE_DIR "/configs/hybrid.toml");
  shipped.run.horizon_months = 6;
  Configuration wild = shipped;
  wild.run.step = StepKind::weekly;
  wild.run.horizon_months = 60;
  MarketConfiguration& market = wild.market;
  market.network.annual_hashrate_volatility = 2.0;  // retargets and halvings at different steps, clamps
  market.network.block_height = 1'049'000;
  market.network.fee_spike_intensity = 100.0;
  market.btc.jump_intensity = 100.0;
  market.power.ou_deviation = 2.0;  // floor and cap near and far
  market.power.spike_intensity = 50.0;
  market.gpu.push_back(market.gpu[0]);
  // Every other model, two at a time.
  Configuration garch = shipped;
  garch.market.btc.model = BtcModel::gjr_garch;
  garch.market.btc.gjr_garch.alpha = 0.06;
  garch.market.btc.gjr_garch.gamma = 0.02;
  garch.market.btc.gjr_garch.beta = 0.9;
  garch.market.btc.gjr_garch.degrees_of_freedom = 3.5;
  garch.market.dependence.copula = Copula::student_t;
  Configuration bates = shipped;
  bates.market.btc.model = BtcModel::bates;
  bates.market.btc.bates.mean_reversion = 3.0;
  bates.market.btc.bates.volatility_of_variance = 2.0;
  bates.market.btc.bates.correlation = -0.5;
  bates.market.gpu[0].generation_intensity = 12.0;
  bates.market.gpu[0].generation_mean = -0.1;
  Configuration bootstrap = shipped;
  bootstrap.market.btc.model = BtcModel::bootstrap;
  bootstrap.market.btc.bootstrap.btc_rows = {-0.1, 0.02, 0.05, -0.03, 0.01};
  bootstrap.market.btc.bootstrap.power_rows = {-1.0, 2.0, 0.5, -0.3, -1.2};
  EmpiricalConfiguration law;
  law.shock = "fee";
  law.table = {-2.0, -0.5, 0.4, 3.0};
  bootstrap.market.empirical = {law};
  return {shipped, wild, garch, bates, bootstrap};
}

TEST(GroupingTest, EveryLaneHasTheBitsOfTheScalarPath) {
  const std::vector<TapeFunction> functions = vector_functions();
  if (functions.empty()) GTEST_SKIP() << "this CPU has no vector instruction set that the program is compiled for";
  for (const Configuration& configuration : configurations()) {
    MarketStudy study(configuration);
    study.add_profile({2.2F, MarginalPrice::spot, 0.0F});
    study.add_profile({0.8F, MarginalPrice::fixed, 40.0F});
    study.add_profile({0.0F, MarginalPrice::always_run, 0.0F});
    const std::vector<float> scalar = tapes(study, fill_tapes_baseline);
    for (const TapeFunction fill : functions) EXPECT_EQ(different_bits(tapes(study, fill), scalar), 0U);
    study.plan.keys = make_philox_keys(1);  // twin: another seed differs
    EXPECT_GT(different_bits(tapes(study, functions.back()), scalar), scalar.size() / 2);
  }
}

}  // namespace
}  // namespace hashlease::testing
