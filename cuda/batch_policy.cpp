#include "cuda/batch_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "base/error.hpp"

namespace hashlease::cuda {

std::uint64_t choose_batch_paths(const LaneMemory& lane, std::uint64_t free_bytes, std::uint64_t study_paths) {
  const std::uint64_t share = free_bytes / 100 * kMemoryPercent / kLaneCount;
  const std::uint64_t for_paths = share > lane.fixed_bytes ? share - lane.fixed_bytes : 0;
  std::uint64_t paths = for_paths / std::max(lane.bytes_per_path, std::uint64_t{1});
  if (lane.pinned_bytes_per_path > 0) paths = std::min(paths, kMaxPinnedBytes / lane.pinned_bytes_per_path);
  const std::uint64_t leaves = std::bit_floor(std::clamp(paths, kLeafPaths, kMaxBatchPaths) / kLeafPaths);
  const std::uint64_t needed = std::bit_ceil(std::max((study_paths + kLeafPaths - 1) / kLeafPaths, std::uint64_t{1}));
  return std::min(leaves, needed) * kLeafPaths;
}

std::uint64_t choose_histogram_columns(std::uint64_t column_count, std::uint64_t bytes_per_column,
                                       std::uint64_t free_bytes) {
  const std::uint64_t fitting = free_bytes / 8 / kLaneCount / bytes_per_column;
  return std::clamp(fitting, std::uint64_t{1}, std::max(column_count, std::uint64_t{1}));
}

std::uint64_t smaller_batch(std::uint64_t batch_paths) {
  if (batch_paths <= kLeafPaths) {
    throw RunError(
        fmt::format("the GPU's memory does not hold even a batch of {} paths of this study; use --backend cpu (the "
                    "same bits), or a study of fewer sites, months or kept columns",
                    kLeafPaths));
  }
  return batch_paths / 2;
}

}  // namespace hashlease::cuda
