#pragma once

/// Device code of the histograms over float keys (host/stats/state/float_histogram.hpp). A block counts a slice of the
/// paths of one column in shared memory: the lowest and the highest octaves that occur in the slice, which hold nearly
/// all of it, also where a column changes sign. The few values between are counted in global memory. Only integers are
/// added, so their order does not matter. Free of CUDA headers, so that a test can run it on emulated threads.

#include <cstddef>
#include <cstdint>

#include "cuda/batch_view.hpp"
#include "cuda/float_order.cuh"
#include "stats/state/float_histogram.hpp"
#include "stats/sums/leaf_sum.hpp"

namespace hashlease::cuda {

// Unnamed: the device's code and that of the emulated threads must not be merged by the linker.
namespace {

constexpr std::uint32_t kHistogramThreads = 256;
/// Paths that a block counts before it adds its window to global memory.
constexpr std::uint32_t kSlicePaths = 1U << 16;
constexpr std::uint32_t kKeyCount = FloatHistogram::kKeyCount;
constexpr std::uint32_t kPageBins = FloatHistogram::kPageBins;
/// Octaves at either end of a slice that are counted in shared memory: 2 * 8 * 2 KiB.
constexpr std::uint32_t kEndPages = 8;
constexpr std::uint32_t kEndBins = kEndPages * kPageBins;

/// FloatHistogram::key_of.
HASHLEASE_FUNCTION std::uint32_t histogram_key(float value) {
  return ordered_bits(value) >> (32 - FloatHistogram::kKeyBits);
}

/// The keys that a block counts in shared memory: [low, low + kEndBins) and, above those, [high, high + kEndBins).
struct KeyWindow {
  std::uint32_t low;
  std::uint32_t high;

  /// Where a key is counted; 2 * kEndBins: not in the window.
  HASHLEASE_FUNCTION std::uint32_t bin_of(std::uint32_t key) const {
    if (key - low < kEndBins) return key - low;
    return key >= high && key - high < kEndBins ? kEndBins + key - high : 2 * kEndBins;
  }
  HASHLEASE_FUNCTION std::uint32_t key_of(std::uint32_t bin) const {
    return bin < kEndBins ? low + bin : high + (bin - kEndBins);
  }
};

/// The window of a slice whose lowest and highest keys are given, in whole octaves.
HASHLEASE_FUNCTION KeyWindow make_window(std::uint32_t lowest, std::uint32_t highest) {
  const std::uint32_t low = lowest / kPageBins * kPageBins;
  const std::uint32_t end = (highest / kPageBins + 1) * kPageBins;
  const std::uint32_t beyond_low = low + kEndBins;
  return {low, end > beyond_low + kEndBins ? end - kEndBins : beyond_low};
}

/// Adds the finite values of slice blockIdx.x % slice_count of columns[blockIdx.x / slice_count] to
/// counts[blockIdx.x / slice_count][kKeyCount].
__global__ void __launch_bounds__(kHistogramThreads)
    count_keys(BatchColumns batch, const std::uint32_t* __restrict__ columns, std::uint32_t slice_count,
               std::uint32_t* counts) {
  __shared__ std::uint32_t window_counts[2 * kEndBins];
  __shared__ std::uint32_t lowest;
  __shared__ std::uint32_t highest;
  const std::uint32_t item = blockIdx.x / slice_count;
  const float* values = batch.values + static_cast<long>(columns[item]) * batch.stride;
  const std::uint32_t begin = blockIdx.x % slice_count * kSlicePaths;
  const std::uint32_t rest = batch.path_count - begin;
  const std::uint32_t end = begin + (rest < kSlicePaths ? rest : kSlicePaths);
  for (std::uint32_t bin = threadIdx.x; bin < 2 * kEndBins; bin += kHistogramThreads) window_counts[bin] = 0;
  if (threadIdx.x == 0) {
    lowest = kKeyCount;
    highest = 0;
  }
  __syncthreads();
  std::uint32_t own_lowest = kKeyCount;
  std::uint32_t own_highest = 0;
  for (std::uint32_t path = begin + threadIdx.x; path < end; path += kHistogramThreads) {
    if (!is_finite_value(values[path])) continue;
    const std::uint32_t key = histogram_key(values[path]);
    own_lowest = key < own_lowest ? key : own_lowest;
    own_highest = key > own_highest ? key : own_highest;
  }
  atomicMin(&lowest, own_lowest);
  atomicMax(&highest, own_highest);
  __syncthreads();
  const KeyWindow window = make_window(lowest, highest);
  std::uint32_t* column_counts = counts + static_cast<std::size_t>(item) * kKeyCount;
  for (std::uint32_t path = begin + threadIdx.x; path < end; path += kHistogramThreads) {
    if (!is_finite_value(values[path])) continue;
    const std::uint32_t key = histogram_key(values[path]);
    const std::uint32_t bin = window.bin_of(key);
    if (bin < 2 * kEndBins) {
      atomicAdd(&window_counts[bin], 1U);
    } else {
      atomicAdd(&column_counts[key], 1U);
    }
  }
  __syncthreads();
  for (std::uint32_t bin = threadIdx.x; bin < 2 * kEndBins; bin += kHistogramThreads) {
    if (window_counts[bin] != 0) atomicAdd(&column_counts[window.key_of(bin)], window_counts[bin]);
  }
}

/// Moves the occupied bins of `bin_count` bins to a list, in any order, and empties them. *list_size is 0 at the start.
__global__ void __launch_bounds__(kHistogramThreads)
    take_counts(std::uint32_t* counts, std::uint32_t bin_count, BinCount* list, std::uint32_t* list_size) {
  const std::uint32_t bin = blockIdx.x * blockDim.x + threadIdx.x;
  if (bin >= bin_count || counts[bin] == 0) return;
  list[atomicAdd(list_size, 1U)] = {bin, counts[bin]};
  counts[bin] = 0;
}

}  // namespace

}  // namespace hashlease::cuda
