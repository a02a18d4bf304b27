#pragma once

/// Device code around the sort that finds the tails of a column. Free of CUDA headers, so that a test can run it on
/// emulated threads.

#include <cstdint>

#include "cuda/batch_view.hpp"
#include "cuda/float_order.cuh"
#include "stats/state/tail_sample.hpp"
#include "stats/sums/leaf_sum.hpp"

namespace hashlease::cuda {

// Unnamed: the device's code and that of the emulated threads must not be merged by the linker.
namespace {

constexpr std::uint32_t kTailThreads = 256;
/// Above the key of every finite value, whatever the side.
constexpr std::uint32_t kLastTailKey = 0xFFFFFFFFU;

/// The key that puts a value at its place in the tail: ascending for the lowest, descending for the highest; -0 counts
/// as +0, as when floats are compared; what is not finite comes last.
HASHLEASE_FUNCTION std::uint32_t tail_key(float value, TailSide side) {
  if (!is_finite_value(value)) return kLastTailKey;
  const std::uint32_t ascending = ordered_bits(value);
  return side == TailSide::lowest ? ascending : ~ascending;
}

/// keys[k] and paths[k] = k for every path k of a column.
__global__ void __launch_bounds__(kTailThreads)
    make_tail_keys(const float* __restrict__ values, std::uint32_t path_count, TailSide side, std::uint32_t* keys,
                   std::uint32_t* paths) {
  const std::uint32_t path = blockIdx.x * blockDim.x + threadIdx.x;
  if (path >= path_count) return;
  keys[path] = tail_key(values[path], side);
  paths[path] = path;
}

/// The first `pick_count` of the sorted paths, with their values.
__global__ void __launch_bounds__(kTailThreads)
    pick_tail(const float* __restrict__ values, const std::uint32_t* __restrict__ sorted_paths,
              std::uint32_t pick_count, TailPick* picks) {
  const std::uint32_t place = blockIdx.x * blockDim.x + threadIdx.x;
  if (place < pick_count) picks[place] = {values[sorted_paths[place]], sorted_paths[place]};
}

}  // namespace

}  // namespace hashlease::cuda
