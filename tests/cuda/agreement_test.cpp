/// The CUDA backend against the CPU backend: the same bits of every path, every statistic, every batch size. Needs a
/// GPU; without one each test is skipped and says why.

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "cuda/cuda_backend.hpp"
#include "cuda/devices.hpp"
#include "cuda/support/studies.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

class CudaAgreement : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string reason;
    if (cuda::find_devices(reason).empty()) GTEST_SKIP() << reason;
  }
};

std::vector<std::vector<std::uint32_t>> bits_of_kept(const BlockResult& block) {
  std::vector<std::vector<std::uint32_t>> bits;
  for (const std::vector<float>& column : block.kept) {
    bits.emplace_back();
    for (const float value : column) bits.back().push_back(std::bit_cast<std::uint32_t>(value));
  }
  return bits;
}

void expect_same(const StudyPlan& plan, Backend& a, Backend& b, const PathRange& range) {
  const BlockResult of_a = a.simulate(range, {});
  const BlockResult of_b = b.simulate(range, {});
  EXPECT_EQ(of_a.range, of_b.range);
  EXPECT_EQ(bits_of_kept(of_a), bits_of_kept(of_b)) << range.count << " paths from " << range.first;
  EXPECT_EQ(of_a.state.undefined, of_b.state.undefined);
  EXPECT_EQ(of_a.state.lowest, of_b.state.lowest);
  EXPECT_EQ(of_a.state.highest, of_b.state.highest);
  EXPECT_EQ(of_a.state.sums.total(), of_b.state.sums.total());
  EXPECT_EQ(state_hash(of_a.state, plan.layout), state_hash(of_b.state, plan.layout));
}

void expect_agreement(const StudyPlan& plan, const std::vector<PathRange>& ranges,
                      const cuda::CudaLimits& limits = {}) {
  const std::unique_ptr<Backend> cpu = make_cpu_backend(plan, {});
  const std::unique_ptr<Backend> gpu = cuda::make_cuda_backend(plan, limits);
  for (const PathRange& range : ranges) expect_same(plan, *cpu, *gpu, range);
}

const std::vector<std::string> kKeepAll = {
    "run.keep_paths=[\"annual_revenue\", \"annual_mining_revenue\", \"annual_ai_revenue\", \"annual_power_cost\", "
    "\"annual_cash_flow\"]",
    "run.tail_paths=100"};

TEST_F(CudaAgreement, AnyNumberOfPathsGivesTheBitsOfTheCpu) {
  const StudyPlan plan = testing::shipped_study("smoke.toml", kKeepAll);
  expect_agreement(plan, {{0, 0}, {0, 1}, {0, 31}, {0, 32}, {0, 33}, {0, 4096}, {0, 3 * 4096 + 1}});
}

TEST_F(CudaAgreement, RangesThatStartAnywhereGiveTheBitsOfTheCpu) {
  const StudyPlan plan = testing::shipped_study("smoke.toml", kKeepAll);
  const std::uint64_t beyond_words = std::uint64_t{1} << 32;
  expect_agreement(plan, {{5 * kLeafPaths, 5000}, {beyond_words - 256, 512}, {kMaxPaths - 512, 512}});
}

TEST_F(CudaAgreement, DailyStudyGivesTheBitsOfTheCpu) {
  expect_agreement(testing::shipped_study("hybrid.toml", kKeepAll), {{0, 10'000}});
}

TEST_F(CudaAgreement, OneKindOfSiteGivesTheBitsOfTheCpu) {
  expect_agreement(testing::shipped_study("mining-only.toml", {"run.paths=1000"}), {{0, 1000}});
  expect_agreement(testing::shipped_study("ai-only.toml", {"run.paths=1000"}), {{0, 1000}});
}

TEST_F(CudaAgreement, SitesWithDebtGiveTheBitsOfTheCpu) {
  expect_agreement(testing::shipped_study("cases/financed-miner.toml"), {{0, 5000}});
}

/// Tables of the study are read on the device, and by the host for path 0.
TEST_F(CudaAgreement, StudiesWithTablesGiveTheBitsOfTheCpu) {
  for (const char* study :
       {"models/bates.toml", "models/bootstrap.toml", "models/gjr-garch.toml", "models/regime.toml"}) {
    SCOPED_TRACE(study);
    expect_agreement(testing::shipped_study(study), {{0, 1000}});
  }
}

TEST_F(CudaAgreement, LittleMemoryTakesManyBatchesAndGroupsOfHistograms) {
  const StudyPlan plan = testing::shipped_study("smoke.toml", kKeepAll);
  // 64 MiB hold a few histograms at a time and batches of a few thousand paths.
  expect_agreement(plan, {{0, 50'000}}, {200 * kMebibyte});
  expect_agreement(plan, {{0, 5'000}}, {64 * kMebibyte});
}

TEST_F(CudaAgreement, TwoStudiesCanTakeTurns) {
  const StudyPlan weekly = testing::shipped_study("smoke.toml");
  const StudyPlan daily = testing::shipped_study("hybrid.toml");
  const std::unique_ptr<Backend> weekly_gpu = cuda::make_cuda_backend(weekly, {200 * kMebibyte});
  const std::unique_ptr<Backend> daily_gpu = cuda::make_cuda_backend(daily, {200 * kMebibyte});
  expect_same(weekly, *make_cpu_backend(weekly, {}), *weekly_gpu, {0, 640});
  expect_same(daily, *make_cpu_backend(daily, {}), *daily_gpu, {0, 640});
  expect_same(weekly, *make_cpu_backend(weekly, {}), *weekly_gpu, {640, 640});
}

TEST_F(CudaAgreement, SaysHowItsKernelsSitOnTheDevice) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  const std::vector<KernelUsage> kernels = cuda::make_cuda_backend(plan, {200 * kMebibyte})->kernels();
  ASSERT_EQ(kernels.size(), 2U);
  for (const KernelUsage& kernel : kernels) {
    EXPECT_GT(kernel.registers, 0) << kernel.kernel;
    EXPECT_GE(kernel.local_bytes, 0) << kernel.kernel;
    EXPECT_GT(kernel.blocks_per_multiprocessor, 0) << kernel.kernel;
    EXPECT_GT(kernel.occupancy, 0.0) << kernel.kernel;
    EXPECT_LE(kernel.occupancy, 1.0) << kernel.kernel;
  }
}

TEST_F(CudaAgreement, ProgressReachesTheEndOfTheBlock) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  std::uint64_t last = 0;
  cuda::make_cuda_backend(plan, {200 * kMebibyte})->simulate({0, 10'000}, [&](std::uint64_t done, const StudyState&) {
    EXPECT_GT(done, last);
    last = done;
  });
  EXPECT_EQ(last, 10'000U);
}

}  // namespace
}  // namespace hashlease
