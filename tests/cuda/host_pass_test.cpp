/// The model's source as nvcc reads it, run on the host, against the same source compiled by the C++ compiler.

#include "cuda/host_pass.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "cuda/support/studies.hpp"
#include "market/tape.hpp"

namespace hashlease {
namespace {

/// Tape of the last path and outcome columns of all of them.
struct Simulated {
  std::vector<float> tape;
  std::vector<float> columns;
};

Simulated simulate(const StudyPlan& plan, std::uint64_t first_path, std::uint64_t count, SimulateChunk run) {
  Simulated simulated;
  simulated.tape.resize(static_cast<std::size_t>(plan.market.month_count * driver_count(plan.market)));
  simulated.columns.resize(static_cast<std::size_t>(plan.layout.column_count()) * count);
  run({&plan.market, plan.steps.data(), plan.tables.data(), &plan.sites, plan.months.data(), &plan.market_columns,
       first_path, count, simulated.tape.data(), simulated.columns.data(), static_cast<long>(count)});
  return simulated;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

void expect_same_bits(const StudyPlan& plan, std::uint64_t first_path, std::uint64_t count) {
  const Simulated host = simulate(plan, first_path, count, simulate_chunk_baseline);
  const Simulated nvcc = simulate(plan, first_path, count, testing::simulate_chunk_by_nvcc);
  EXPECT_TRUE(same_bits(host.tape, nvcc.tape));
  EXPECT_TRUE(same_bits(host.columns, nvcc.columns));
}

TEST(NvccHostPass, WeeklyStudyHasTheSameBits) { expect_same_bits(testing::shipped_study("smoke.toml"), 0, 256); }

TEST(NvccHostPass, DailyStudyHasTheSameBits) {
  expect_same_bits(testing::shipped_study("hybrid.toml"), (std::uint64_t{1} << 40) - 16, 32);
}

TEST(NvccHostPass, AnotherPathHasOtherBits) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  EXPECT_FALSE(same_bits(simulate(plan, 0, 4, simulate_chunk_baseline).columns,
                         simulate(plan, 1, 4, testing::simulate_chunk_by_nvcc).columns));
}

}  // namespace
}  // namespace hashlease
