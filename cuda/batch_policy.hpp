#pragma once

/// How many paths a batch has: as many as device memory holds, fewer when the device turns out to have less. Batches of
/// any size give the same bits. Plain host code.

#include <cstdint>

#include "cuda/cuda_error.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease::cuda {

/// Batches in flight at the same time, each in a stream and buffers of its own.
inline constexpr int kLaneCount = 2;
/// Beyond it a batch gains nothing: it fills the largest GPU several times over.
inline constexpr std::uint64_t kMaxBatchPaths = std::uint64_t{1} << 19;
/// Share of the free device memory that is taken, in percent; the rest is for the driver, local memory and others.
inline constexpr std::uint64_t kMemoryPercent = 80;
/// Page-locked memory that the kept columns of one batch may take [byte].
inline constexpr std::uint64_t kMaxPinnedBytes = std::uint64_t{128} << 20;

/// What one lane takes.
struct LaneMemory {
  std::uint64_t fixed_bytes = 0;            // on the device, whatever the batch
  std::uint64_t bytes_per_path = 0;         // on the device
  std::uint64_t pinned_bytes_per_path = 0;  // on the host
};

/// Paths of a batch: a power of two times kLeafPaths, at least one leaf, at most kMaxBatchPaths and no more than a
/// study of `study_paths` needs. `free_bytes`: of the device, before any lane is made.
std::uint64_t choose_batch_paths(const LaneMemory& lane, std::uint64_t free_bytes, std::uint64_t study_paths);

/// Columns whose histograms a lane counts at the same time, of `column_count` in all: those whose dense counts take at
/// most an eighth of `free_bytes` over all lanes, and at least one.
std::uint64_t choose_histogram_columns(std::uint64_t column_count, std::uint64_t bytes_per_column,
                                       std::uint64_t free_bytes);

/// Half a batch. Throws RunError when there is no smaller one.
std::uint64_t smaller_batch(std::uint64_t batch_paths);

/// Returns attempt(batch_paths); while that throws OutOfDeviceMemory, tries again with half of `batch_paths`, which
/// stays at the size that worked. Each attempt starts over, so it may leave nothing behind.
template <class Attempt>
auto with_fitting_batch(std::uint64_t& batch_paths, const Attempt& attempt) {
  while (true) {
    try {
      return attempt(batch_paths);
    } catch (const OutOfDeviceMemory&) {
      batch_paths = smaller_batch(batch_paths);
    }
  }
}

}  // namespace hashlease::cuda
