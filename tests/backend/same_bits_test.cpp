/// The same bits whatever the threads, instruction set, cuts and numbers of paths.

#include <algorithm>

#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "backend/support/studies.hpp"
#include "base/error.hpp"

namespace hashlease::testing {
namespace {

TEST(SameBitsTest, ThreadsAndInstructionSets) {
  const StudyPlan plan = make_study_plan(weekly_hybrid());
  const PathRange range{0, 1000};
  const BlockResult reference = simulate(plan, range, options_of(1, "baseline"));
  const std::string hash = state_hash(reference.state, plan.layout);
  for (const std::string& set : available_instruction_sets()) {
    for (const int threads : {1, 2, 7}) {
      const BlockResult result = simulate(plan, range, options_of(threads, set));
      EXPECT_EQ(state_hash(result.state, plan.layout), hash) << set << ", " << threads << " threads";
      EXPECT_TRUE(same_kept(result, reference)) << set << ", " << threads << " threads";
    }
  }
  Configuration other = plan.configuration;  // twin: the next seed
  ++other.run.seed;
  const StudyPlan other_plan = make_study_plan(other);
  EXPECT_NE(state_hash(simulate(other_plan, range).state, other_plan.layout), hash);
}

/// Threads beside the caller's are pinned, one to a CPU; the caller stays as free as it was.
TEST(SameBitsTest, PinningLeavesTheCallerFree) {
  const int before = available_threads();
  simulate(make_study_plan(weekly_hybrid()), {0, 1000}, options_of(before, ""));
  EXPECT_EQ(available_threads(), before);
  int pinned = 0, beyond = 0;
  std::thread([&] {
    pin_thread(before - 1);
    pinned = available_threads();
  }).join();
  std::thread([&] {
    pin_thread(before);
    beyond = available_threads();
  }).join();
  EXPECT_EQ(pinned, 1);
  EXPECT_EQ(beyond, before);
}

TEST(SameBitsTest, EveryColumnIsThatOfTheScalarCode) {
  Configuration configuration = weekly_hybrid(14);
  configuration.market.gpu.resize(3, configuration.market.gpu[0]);  // the widest copy of the market stage
  configuration.market.gpu[1].name = "B200";
  configuration.market.gpu[2].name = "MI300";
  for (const bool wide : {false, true}) {
    if (!wide) configuration.market.gpu.resize(1);
    const StudyPlan plan = make_study_plan(configuration);
    const std::vector<int>& kept = plan.layout.kept_columns();
    const BlockResult result = simulate(plan, {64, 100});
    ASSERT_FALSE(kept.empty());
    for (std::uint64_t path = 0; path < 100; ++path) {
      const std::vector<float> columns = simulate_path(plan, 64 + path);
      for (std::size_t k = 0; k < kept.size(); ++k) {
        ASSERT_EQ(bits_of(result.kept[k][path]), bits_of(columns[static_cast<std::size_t>(kept[k])])) << path;
      }
    }
  }
}

/// Registers of paths draw the jumps and fee spikes of a batch of steps together: those of no, a few, most and all
/// lanes, in weeks that are no multiple of a batch or of a group.
TEST(SameBitsTest, EventsDrawnTogether) {
  Configuration configuration = weekly_hybrid(14);
  configuration.market.network.fee_log_deviation = 0.0;
  configuration.market.network.fee_spike_deviation = 0.3;
  configuration.market.power.spike_intensity = 0.0;
  for (GpuClassConfiguration& gpu : configuration.market.gpu) gpu.own_annual_volatility = 0.0;
  configuration.market.btc.model = BtcModel::merton;
  // Fees vary by their spikes alone, but the shocks of their factor are still made.
  configuration.market.dependence.correlation = {{"btc,fee", 0.5}, {"btc,hashrate", 0.2}};
  for (const double intensity : {0.0, 12.0, 150.0, 365.0}) {
    configuration.market.btc.jump_intensity = intensity;
    configuration.market.btc.jump_deviation = 0.05;
    configuration.market.network.fee_spike_intensity = 0.7 * intensity;
    const StudyPlan plan = make_study_plan(configuration);
    ASSERT_EQ(plan.market.draws.event_normals.count, intensity > 0.0 ? 2 : 0);
    ASSERT_NE(plan.market.step_count % 4, 0);
    const std::vector<int>& kept = plan.layout.kept_columns();
    for (const std::string& set : available_instruction_sets()) {
      const BlockResult result = simulate(plan, {64, 200}, options_of(1, set));
      for (std::uint64_t path = 0; path < 200; ++path) {
        const std::vector<float> columns = simulate_path(plan, 64 + path);
        for (std::size_t k = 0; k < kept.size(); ++k) {
          ASSERT_EQ(bits_of(result.kept[k][path]), bits_of(columns[static_cast<std::size_t>(kept[k])]))
              << set << path << " at " << intensity;
        }
      }
    }
  }
}

TEST(SameBitsTest, RegimeAndLinks) {
  Configuration configuration = weekly_hybrid(14);
  const auto add_state = [&](const char* name, const std::map<std::string, double>& transition, double strength) {
    RegimeStateConfiguration& state = configuration.market.regime.state.emplace_back();
    state.name = name;
    state.transition = transition;
    state.btc_drift = state.lease_demand = 0.5 * strength;
    state.btc_volatility_factor = 1.0 - 0.3 * strength;
    state.power_level = 0.2 * strength;
    state.default_hazard_factor = 1.0 - 0.9 * strength;
  };
  add_state("calm", {{"calm", 0.8}, {"boom", 0.1}, {"bust", 0.1}}, 0.0);
  add_state("boom", {{"calm", 0.3}, {"boom", 0.7}}, 1.0);
  add_state("bust", {{"calm", 0.3}, {"bust", 0.7}}, -1.0);
  configuration.market.dependence.btc_to_power = 0.3;
  configuration.market.dependence.btc_to_lease = -0.2;
  const StudyPlan plan = make_study_plan(configuration);
  const std::vector<int>& kept = plan.layout.kept_columns();
  for (const std::string& set : available_instruction_sets()) {
    const BlockResult result = simulate(plan, {64, 100}, options_of(2, set));
    for (std::uint64_t path = 0; path < 100; ++path) {
      const std::vector<float> columns = simulate_path(plan, 64 + path);
      for (std::size_t k = 0; k < kept.size(); ++k) {
        ASSERT_EQ(bits_of(result.kept[k][path]), bits_of(columns[static_cast<std::size_t>(kept[k])])) << set << path;
      }
    }
  }
}

TEST(SameBitsTest, MarketColumnsAreTheTape) {
  Configuration configuration = weekly_hybrid(3);
  configuration.market.gpu.resize(2, configuration.market.gpu[0]);
  configuration.market.gpu[1].name = "B200";
  configuration.market.gpu[1].lease_rate *= 2.0;
  const StudyPlan plan = make_study_plan(configuration);
  const std::vector<float> tape = simulate_tape(plan.market, plan.steps, 5);
  const std::vector<float> columns = simulate_path(plan, 5);
  const auto on_tape = [&](int month, int driver) {
    return tape[static_cast<std::size_t>(month * driver_count(plan.market) + driver)];
  };
  const auto in_column = [&](MarketVariable variable, int gpu_class, int month) {
    return columns[static_cast<std::size_t>(plan.layout.market_column(variable, gpu_class, month))];
  };
  for (int month = 0; month < 3; ++month) {
    EXPECT_EQ(in_column(MarketVariable::btc_price, 0, month), on_tape(month, driver_of(MarketDriver::btc_price_end)));
    EXPECT_EQ(in_column(MarketVariable::hashprice, 0, month), on_tape(month, driver_of(MarketDriver::hashprice_mean)));
    EXPECT_EQ(in_column(MarketVariable::network_hashrate, 0, month),
              on_tape(month, driver_of(MarketDriver::network_hashrate_end)));
    EXPECT_EQ(in_column(MarketVariable::difficulty, 0, month), on_tape(month, driver_of(MarketDriver::difficulty_end)));
    EXPECT_EQ(in_column(MarketVariable::power_price, 0, month),
              on_tape(month, driver_of(MarketDriver::power_price_mean)));
    for (int gpu_class = 0; gpu_class < 2; ++gpu_class) {
      EXPECT_EQ(in_column(MarketVariable::lease_rate, gpu_class, month),
                on_tape(month, driver_of(plan.market, gpu_class, GpuDriver::lease_rate_mean)));
      EXPECT_EQ(in_column(MarketVariable::occupancy, gpu_class, month),
                on_tape(month, driver_of(plan.market, gpu_class, GpuDriver::occupancy_mean)));
    }
  }
  EXPECT_NE(in_column(MarketVariable::lease_rate, 0, 2), in_column(MarketVariable::lease_rate, 1, 2));
}

TEST(SameBitsTest, CutsIntoBlocksMergedInAnyOrder) {
  const StudyPlan plan = make_study_plan(weekly_hybrid(12));
  const std::string hash = state_hash(simulate(plan, {0, 5000}).state, plan.layout);
  const std::vector<std::vector<std::uint64_t>> cuts = {
      {0, 64, 5000}, {0, 1024, 2048, 3072, 4096, 5000}, {0, 192, 320, 4992, 5000}};
  for (const std::vector<std::uint64_t>& cut : cuts) {
    const auto backend = make_cpu_backend(plan, options_of(2));
    std::vector<BlockResult> blocks;
    for (std::size_t k = 0; k + 1 < cut.size(); ++k) {
      blocks.push_back(backend->simulate({cut[k], cut[k + 1] - cut[k]}, nullptr));
    }
    StudyState merged = std::move(blocks.back().state);
    blocks.pop_back();
    for (const BlockResult& block : blocks) merge_state(merged, plan.layout, block.state);
    EXPECT_EQ(state_hash(merged, plan.layout), hash) << cut.size() - 1 << " blocks";
  }
}

TEST(SameBitsTest, NumbersOfPaths) {
  const StudyPlan plan = make_study_plan(weekly_hybrid(12));
  const BlockResult all = simulate(plan, {0, 1000});
  for (const std::uint64_t count : {1, 31, 63, 64, 65, 1000}) {
    const BlockResult some = simulate(plan, {0, count}, options_of(2));
    ASSERT_EQ(some.state.ranges.size(), 1U);
    EXPECT_EQ(some.state.ranges[0], (PathRange{0, count}));
    for (std::size_t k = 0; k < all.kept.size(); ++k) {
      ASSERT_EQ(some.kept[k].size(), count);
      EXPECT_TRUE(std::equal(some.kept[k].begin(), some.kept[k].end(), all.kept[k].begin())) << count;
    }
    std::string hash;
    for (const std::string& set : available_instruction_sets()) {
      const std::string now = state_hash(simulate(plan, {0, count}, options_of(1, set)).state, plan.layout);
      EXPECT_TRUE(hash.empty() || now == hash) << set << ", " << count << " paths";
      hash = now;
    }
  }
}

/// Ids on both sides of 2^32, and the last ones of all.
TEST(SameBitsTest, LargePathIds) {
  const StudyPlan plan = make_study_plan(weekly_hybrid(12));
  constexpr std::uint64_t kTwo32 = std::uint64_t{1} << 32;
  for (const std::uint64_t first : {kTwo32 - 64, kTwo32, kMaxPaths - 192}) {
    const PathRange range{first, 192};
    const BlockResult reference = simulate(plan, range, options_of(1, "baseline"));
    EXPECT_EQ(reference.state.ranges.at(0), range);
    for (const std::string& set : available_instruction_sets()) {
      EXPECT_TRUE(same_kept(simulate(plan, range, options_of(2, set)), reference)) << set << " from " << first;
    }
    for (const std::uint64_t offset : {0U, 1U, 63U, 64U, 65U, 191U}) {
      const std::vector<float> columns = simulate_path(plan, first + offset);
      const auto column = static_cast<std::size_t>(plan.layout.kept_columns()[0]);
      EXPECT_EQ(reference.kept[0][offset], columns[column]) << first << " + " << offset;
    }
  }
  // 2^32 + 1 is another path than 1.
  EXPECT_NE(simulate_path(plan, kTwo32 + 1), simulate_path(plan, 1));
}

TEST(CpuBackendTest, UnknownInstructionSetIsAnError) {
  const StudyPlan plan = make_study_plan(weekly_hybrid(1));
  EXPECT_THROW(make_cpu_backend(plan, options_of(1, "sse9")), InputError);
  const auto sets = available_instruction_sets();
  EXPECT_EQ(sets.front(), "baseline");
  for (const std::string& set : sets) {
    EXPECT_NE(make_cpu_backend(plan, options_of(3, set))->description().find(set), std::string::npos);
  }
}

TEST(CpuBackendTest, ProgressCountsToTheEnd) {
  const StudyPlan plan = make_study_plan(weekly_hybrid(1));
  std::uint64_t last = 0;
  make_cpu_backend(plan, options_of(1))->simulate({0, 3000}, [&](std::uint64_t done, const StudyState&) {
    EXPECT_GT(done, last);
    last = done;
  });
  EXPECT_EQ(last, 3000U);
}

}  // namespace
}  // namespace hashlease::testing
