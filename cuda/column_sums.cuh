#pragma once

/// Device code of the sums of a batch: the tree of host/stats/sums/leaf_sum.hpp, bit for bit. A thread is one of the
/// eight lanes of a leaf, a block is a group of 32 leaves. Where the batch ends early, leaves of +0.0 fill the group,
/// which changes no sum: none is ever -0.0. Free of CUDA headers, so that a test can run it on emulated threads.

#include <cstddef>
#include <cstdint>

#include "cuda/batch_view.hpp"
#include "stats/sums/leaf_sum.hpp"

namespace hashlease::cuda {

// Unnamed: the device's code and that of the emulated threads must not be merged by the linker.
namespace {

constexpr std::uint32_t kGroupLeaves = 32;
constexpr std::uint32_t kGroupPaths = kGroupLeaves * static_cast<std::uint32_t>(kLeafPaths);
constexpr std::uint32_t kGroupThreads = kGroupLeaves * kLeafLanes;
constexpr std::uint32_t kWarpThreads = 32;
constexpr std::uint32_t kGroupWarps = kGroupThreads / kWarpThreads;
/// Doubles of a node on the device, whatever it sums: one for each lane.
constexpr std::uint32_t kNodeWidth = kLeafLanes;
static_assert(kPowerSums <= kLeafLanes && kCrossSums <= kLeafLanes);
static_assert(kGroupWarps == 8, "the last step of sum_groups adds eight warps");

/// What the values of one column add to its sums; notes those that are not finite.
struct PowerTerms {
  BatchColumns batch;
  const double* shift;              // [column]
  std::uint32_t outcome_columns;    // columns below it must be finite
  std::uint32_t* undefined;         // [column]
  std::uint32_t* non_finite_paths;  // one bit for each path with an outcome that is not finite

  __device__ void add(std::uint32_t column, std::uint32_t path, double* sums) const {
    const float value = batch.values[static_cast<long>(column) * batch.stride + path];
    if (!is_finite_value(value)) {
      atomicAdd(&undefined[column], 1U);
      if (column < outcome_columns) atomicOr(&non_finite_paths[path / 32], 1U << (path % 32));
    }
    add_powers(deviation(value, shift[column]), sums);
  }
};

/// What the values of a pair of columns add to their cross sums.
struct CrossTerms {
  BatchColumns batch;
  const double* shift;      // [column]
  const ColumnPair* pairs;  // [pair]

  __device__ void add(std::uint32_t pair, std::uint32_t path, double* sums) const {
    const ColumnPair columns = pairs[pair];
    const float a = batch.values[static_cast<long>(columns.a) * batch.stride + path];
    const float b = batch.values[static_cast<long>(columns.b) * batch.stride + path];
    if (!is_finite_value(a) || !is_finite_value(b)) return;
    add_cross(deviation(a, shift[columns.a]), deviation(b, shift[columns.b]), sums);
  }
};

/// Sum number `lane` of a leaf, from the sums of its eight lanes, which are neighbouring threads: the order of
/// halve_lanes. In each round a thread gives the half of its sums that its partner goes on with.
__device__ double halve_across_lanes(const double (&sums)[kLeafLanes], std::uint32_t lane) {
  constexpr std::uint32_t kAllThreads = 0xFFFFFFFFU;
  double four[4];
  double two[2];
  for (int k = 0; k < 4; ++k) {
    const double given = (lane & 4U) != 0 ? sums[k] : sums[k + 4];
    four[k] = ((lane & 4U) != 0 ? sums[k + 4] : sums[k]) + __shfl_xor_sync(kAllThreads, given, 4);
  }
  for (int k = 0; k < 2; ++k) {
    const double given = (lane & 2U) != 0 ? four[k] : four[k + 2];
    two[k] = ((lane & 2U) != 0 ? four[k + 2] : four[k]) + __shfl_xor_sync(kAllThreads, given, 2);
  }
  const double given = (lane & 1U) != 0 ? two[0] : two[1];
  double sum = ((lane & 1U) != 0 ? two[1] : two[0]) + __shfl_xor_sync(kAllThreads, given, 1);
  // The warp's four leaves, pairwise.
  sum += __shfl_xor_sync(kAllThreads, sum, 8);
  sum += __shfl_xor_sync(kAllThreads, sum, 16);
  return sum;
}

/// One block: the node of one group of leaves of one item (a column or a pair), to nodes[group][item][kNodeWidth].
/// blockIdx.x = group * item_count + item.
template <class Terms>
__global__ void __launch_bounds__(kGroupThreads)
    sum_groups(Terms terms, std::uint32_t item_count, std::uint32_t path_count, double* nodes) {
  __shared__ double of_warp[kGroupWarps][kNodeWidth];
  const std::uint32_t item = blockIdx.x % item_count;
  const std::uint32_t group = blockIdx.x / item_count;
  const std::uint32_t lane = threadIdx.x % kLeafLanes;
  const std::uint32_t first = group * kGroupPaths + threadIdx.x / kLeafLanes * static_cast<std::uint32_t>(kLeafPaths);
  double sums[kLeafLanes] = {};
  for (std::uint32_t step = 0; step < kLaneSteps; ++step) {
    const std::uint32_t path = first + step * kLeafLanes + lane;
    if (path < path_count) terms.add(item, path, sums);
  }
  const double sum = halve_across_lanes(sums, lane);
  if (threadIdx.x % kWarpThreads < kNodeWidth) of_warp[threadIdx.x / kWarpThreads][lane] = sum;
  __syncthreads();
  if (threadIdx.x >= kNodeWidth) return;
  const double left = (of_warp[0][lane] + of_warp[1][lane]) + (of_warp[2][lane] + of_warp[3][lane]);
  const double right = (of_warp[4][lane] + of_warp[5][lane]) + (of_warp[6][lane] + of_warp[7][lane]);
  nodes[static_cast<std::size_t>(blockIdx.x) * kNodeWidth + lane] = left + right;
}

/// One thread: the tree above the groups for one sum of one item, in place; then to sums[item][sum_count].
/// group_count is a power of two.
__global__ void __launch_bounds__(kGroupThreads) join_groups(std::uint32_t item_count, std::uint32_t group_count,
                                                             std::uint32_t sum_count, double* nodes, double* sums) {
  const std::uint32_t number = blockIdx.x * blockDim.x + threadIdx.x;
  const std::uint32_t width = item_count * kNodeWidth;
  if (number >= width) return;
  double* node = nodes + number;
  for (std::uint32_t distance = 1; distance < group_count; distance *= 2) {
    for (std::uint32_t group = 0; group < group_count; group += 2 * distance) {
      node[static_cast<std::size_t>(group) * width] += node[static_cast<std::size_t>(group + distance) * width];
    }
  }
  const std::uint32_t item = number / kNodeWidth;
  const std::uint32_t sum = number % kNodeWidth;
  if (sum < sum_count) sums[item * sum_count + sum] = *node;
}

}  // namespace

}  // namespace hashlease::cuda
