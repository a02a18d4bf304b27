/// Lanes, batches and memory of the CUDA backend on a pretended device; with agreement_test.cpp, which runs here too.

#include <gtest/gtest.h>

#include <string>

#include "backend/backend.hpp"
#include "base/error.hpp"
#include "cuda/cuda_backend.hpp"
#include "cuda/pretended/runtime.hpp"
#include "cuda/support/studies.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using testing::pretended_device;

class PretendedDeviceTest : public ::testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(pretended_device().allocated_bytes, 0U) << "device memory that nobody freed";
    EXPECT_EQ(pretended_device().misuses, 0) << "a stream or memory used on a device that is not its own";
    pretended_device() = {};
  }
};

std::string hash_of_cpu(const StudyPlan& plan, const PathRange& range) {
  return state_hash(make_cpu_backend(plan, {})->simulate(range, {}).state, plan.layout);
}

TEST_F(PretendedDeviceTest, LessMemoryThanSaidHalvesTheBatchAndKeepsTheBits) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  const PathRange range{0, 4096};
  std::size_t needed = 0;
  {
    const auto backend = cuda::make_cuda_backend(plan, {});
    backend->simulate(range, {});
    needed = pretended_device().allocated_bytes;
  }
  pretended_device().capacity_bytes = needed - 1;
  const auto backend = cuda::make_cuda_backend(plan, {});
  EXPECT_EQ(state_hash(backend->simulate(range, {}).state, plan.layout), hash_of_cpu(plan, range));
  EXPECT_EQ(pretended_device().refused_allocations, 1);
  EXPECT_LT(pretended_device().allocated_bytes, needed);
  backend->simulate(range, {});
  EXPECT_EQ(pretended_device().refused_allocations, 1) << "the next block starts with what fitted";
}

TEST_F(PretendedDeviceTest, AllDevicesShareThePathsAndKeepTheBits) {
  pretended_device().count = 3;
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  const auto backend = cuda::make_cuda_backend(plan, {200 << 20});
  EXPECT_EQ(backend->description(), "cuda, 3 x Pretended");
  for (const PathRange range : {PathRange{0, 1}, PathRange{0, 12'345}, PathRange{12'352, 9'000}}) {
    EXPECT_EQ(state_hash(backend->simulate(range, {}).state, plan.layout), hash_of_cpu(plan, range));
  }
  EXPECT_EQ(pretended_device().used, (std::set<int>{0, 1, 2}));
  EXPECT_EQ(backend->kernels().size(), 2U);
}

TEST_F(PretendedDeviceTest, TwoStudiesCanTakeTurnsOnTwoDevices) {
  pretended_device().count = 2;
  const StudyPlan smoke = testing::shipped_study("smoke.toml");
  const StudyPlan daily = testing::shipped_study("hybrid.toml");
  const auto first = cuda::make_cuda_backend(smoke, {200 << 20});
  const auto second = cuda::make_cuda_backend(daily, {200 << 20});
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_EQ(state_hash(first->simulate({0, 640}, {}).state, smoke.layout), hash_of_cpu(smoke, {0, 640}));
    EXPECT_EQ(state_hash(second->simulate({0, 640}, {}).state, daily.layout), hash_of_cpu(daily, {0, 640}));
  }
}

TEST_F(PretendedDeviceTest, TheFailureOfSeveralDevicesIsOneError) {
  pretended_device().count = 2;
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  const auto backend = cuda::make_cuda_backend(plan, {});
  pretended_device().failure = cudaErrorIllegalAddress;
  EXPECT_THROW(backend->simulate({0, 4096}, {}), RunError);
}

TEST_F(PretendedDeviceTest, NoRoomForALeafIsAnError) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  pretended_device().capacity_bytes = 20 << 20;
  const auto backend = cuda::make_cuda_backend(plan, {});
  EXPECT_THROW(backend->simulate({0, 4096}, {}), RunError);
}

TEST_F(PretendedDeviceTest, AFailureOfTheDeviceEndsTheBlock) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  const auto backend = cuda::make_cuda_backend(plan, {});
  pretended_device().failure = cudaErrorIllegalAddress;
  EXPECT_THROW(backend->simulate({0, 4096}, {}), RunError);
  EXPECT_EQ(pretended_device().refused_allocations, 0);
}

TEST_F(PretendedDeviceTest, AnExceptionFromProgressLeavesTheBackendUsable) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  const auto backend = cuda::make_cuda_backend(plan, {100 << 20});
  const PathRange range{0, 20'000};
  const auto fail = [](std::uint64_t, const StudyState&) { throw RunError("stop"); };
  EXPECT_THROW(backend->simulate(range, fail), RunError);
  EXPECT_EQ(state_hash(backend->simulate(range, {}).state, plan.layout), hash_of_cpu(plan, range));
}

TEST_F(PretendedDeviceTest, WithoutADeviceTheBackendIsAbsent) {
  pretended_device().count = 0;
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  EXPECT_THROW(cuda::make_cuda_backend(plan, {}), BackendAbsent);
  EXPECT_NE(make_backend(BackendKind::automatic, plan, {})->description().find("cpu"), std::string::npos);
  EXPECT_THROW(make_backend(BackendKind::cuda, plan, {}), BackendAbsent);
}

TEST_F(PretendedDeviceTest, WithADeviceAutomaticTakesIt) {
  const StudyPlan plan = testing::shipped_study("smoke.toml");
  EXPECT_EQ(make_backend(BackendKind::automatic, plan, {})->description(), "cuda, Pretended");
}

}  // namespace
}  // namespace hashlease
