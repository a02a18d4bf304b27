#include "cuda/batch_policy.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "base/error.hpp"

namespace hashlease::cuda {
namespace {

constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;
constexpr std::uint64_t kManyPaths = 300'000'000;

/// A device with room for `capacity` paths in all.
struct ScarceDevice {
  std::uint64_t capacity = 0;
  std::vector<std::uint64_t> asked = {};

  std::uint64_t allocate(std::uint64_t batch_paths) {
    asked.push_back(batch_paths);
    if (batch_paths > capacity) throw OutOfDeviceMemory(cudaErrorMemoryAllocation, "allocate", "test", 1);
    return batch_paths;
  }
};

TEST(BatchPolicy, BatchesFillTheirShareOfMemory) {
  const LaneMemory lane{kGibibyte, 4096, 0};
  const std::uint64_t paths = choose_batch_paths(lane, 8 * kGibibyte, kManyPaths);
  const std::uint64_t share = 8 * kGibibyte * kMemoryPercent / 100 / kLaneCount;
  EXPECT_LE(lane.fixed_bytes + paths * lane.bytes_per_path, share);
  EXPECT_GT(lane.fixed_bytes + 2 * paths * lane.bytes_per_path, share);
}

TEST(BatchPolicy, BatchesAreWholeNodesBetweenALeafAndTheLargest) {
  const LaneMemory lane{0, 5000, 0};
  EXPECT_EQ(choose_batch_paths(lane, 0, kManyPaths), kLeafPaths);
  EXPECT_EQ(choose_batch_paths(lane, 1000 * kGibibyte, kManyPaths), kMaxBatchPaths);
  for (std::uint64_t free_bytes = 1'000'000; free_bytes < 100 * kGibibyte; free_bytes = free_bytes * 17 / 10) {
    const std::uint64_t paths = choose_batch_paths(lane, free_bytes, kManyPaths);
    EXPECT_EQ(paths & (paths - 1), 0U) << paths;
    EXPECT_GE(paths, kLeafPaths);
  }
}

TEST(BatchPolicy, SmallStudiesTakeSmallBatches) {
  const LaneMemory lane{0, 5000, 0};
  EXPECT_EQ(choose_batch_paths(lane, 100 * kGibibyte, 0), kLeafPaths);
  EXPECT_EQ(choose_batch_paths(lane, 100 * kGibibyte, 64), kLeafPaths);
  EXPECT_EQ(choose_batch_paths(lane, 100 * kGibibyte, 65), 2 * kLeafPaths);
  EXPECT_EQ(choose_batch_paths(lane, 100 * kGibibyte, 1000), 16 * kLeafPaths);
}

TEST(BatchPolicy, KeptColumnsBoundPageLockedMemory) {
  const LaneMemory lane{0, 1, 4 * 15'000};
  const std::uint64_t paths = choose_batch_paths(lane, 100 * kGibibyte, kManyPaths);
  EXPECT_LE(paths * lane.pinned_bytes_per_path, kMaxPinnedBytes);
  EXPECT_GE(paths * 2 * lane.pinned_bytes_per_path, kMaxPinnedBytes);
}

TEST(BatchPolicy, HistogramsThatDoNotFitAreCountedInGroups) {
  constexpr std::uint64_t bytes = 1 << 20;
  EXPECT_EQ(choose_histogram_columns(200, bytes, 100 * kGibibyte), 200U);
  EXPECT_EQ(choose_histogram_columns(200, bytes, kGibibyte), 64U);
  EXPECT_EQ(choose_histogram_columns(200, bytes, 0), 1U);
  EXPECT_EQ(choose_histogram_columns(0, bytes, kGibibyte), 1U);
}

TEST(BatchPolicy, OutOfMemoryHalvesTheBatchUntilItFits) {
  ScarceDevice device{1000};
  std::uint64_t batch_paths = 8192;
  const auto allocate = [&](std::uint64_t paths) { return device.allocate(paths); };
  EXPECT_EQ(with_fitting_batch(batch_paths, allocate), 512U);
  EXPECT_EQ(device.asked, (std::vector<std::uint64_t>{8192, 4096, 2048, 1024, 512}));
  EXPECT_EQ(batch_paths, 512U) << "the next block starts with what fitted";
}

TEST(BatchPolicy, LessThanALeafIsAnErrorThatNamesTheWayOut) {
  ScarceDevice device{kLeafPaths - 1};
  std::uint64_t batch_paths = 256;
  try {
    with_fitting_batch(batch_paths, [&](std::uint64_t paths) { return device.allocate(paths); });
    FAIL() << "nothing was thrown";
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("--backend cpu"), std::string::npos) << error.what();
  }
  EXPECT_EQ(device.asked.back(), kLeafPaths);
}

TEST(BatchPolicy, OtherErrorsAreNotTriedAgain) {
  std::uint64_t batch_paths = 256;
  int attempts = 0;
  const auto fail = [&](std::uint64_t) -> int {
    ++attempts;
    throw CudaError(cudaErrorIllegalAddress, "kernel", "test", 1);
  };
  EXPECT_THROW(with_fitting_batch(batch_paths, fail), RunError);
  EXPECT_EQ(attempts, 1);
  EXPECT_EQ(batch_paths, 256U);
}

}  // namespace
}  // namespace hashlease::cuda
