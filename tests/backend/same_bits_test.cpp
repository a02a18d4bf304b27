/// The same bits whatever the threads, instruction set, cuts and numbers of paths.

#include <gtest/gtest.h>

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
