#pragma once

/// The lowest and the highest paths of a column of a batch, by a stable radix sort on the device.

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "cuda/batch_view.hpp"
#include "stats/state/tail_sample.hpp"

namespace hashlease::cuda {

/// Device memory of the sort, each array with room for every path of a batch.
struct TailWorkspace {
  std::uint32_t* keys;
  std::uint32_t* sorted_keys;
  std::uint32_t* paths;
  std::uint32_t* sorted_paths;
  void* temporary;
  std::size_t temporary_bytes;
};

/// Bytes of `temporary` for batches of up to `path_count` paths.
std::size_t tail_temporary_bytes(std::uint64_t path_count);

/// Starts finding the first `pick_count` paths of a column in the order of `side`, ties by path; paths on which it is
/// not finite come last. `values` [path], `picks` [pick_count], in device memory; pick_count is at most path_count.
void launch_tail_picks(const float* values, std::uint32_t path_count, TailSide side, std::uint32_t pick_count,
                       const TailWorkspace& workspace, TailPick* picks, cudaStream_t stream);

}  // namespace hashlease::cuda
