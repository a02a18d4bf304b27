#include <cub/device/device_radix_sort.cuh>

#include "cuda/cuda_error.hpp"
#include "cuda/launch_shape.cuh"
#include "cuda/tail_keys.cuh"
#include "cuda/tail_picks.hpp"

namespace hashlease::cuda {

namespace {

constexpr int kKeyBits = 32;

}  // namespace

std::size_t tail_temporary_bytes(std::uint64_t path_count) {
  std::size_t most = 0;
  // Small inputs are sorted in another way, which may want more.
  for (std::uint64_t count = path_count; count > 0; count /= 2) {
    std::size_t bytes = 0;
    const std::uint32_t* in = nullptr;
    std::uint32_t* out = nullptr;
    HASHLEASE_CUDA_CHECK(
        cub::DeviceRadixSort::SortPairs(nullptr, bytes, in, out, in, out, static_cast<int>(count), 0, kKeyBits));
    most = bytes > most ? bytes : most;
  }
  return most;
}

void launch_tail_picks(const float* values, std::uint32_t path_count, TailSide side, std::uint32_t pick_count,
                       const TailWorkspace& workspace, TailPick* picks, cudaStream_t stream) {
  if (pick_count == 0) return;
  make_tail_keys<<<blocks_for(path_count, kTailThreads), kTailThreads, 0, stream>>>(values, path_count, side,
                                                                                    workspace.keys, workspace.paths);
  HASHLEASE_CUDA_CHECK_LAUNCH("make_tail_keys");
  std::size_t bytes = workspace.temporary_bytes;
  const std::uint32_t* keys = workspace.keys;
  const std::uint32_t* paths = workspace.paths;
  // Stable, so equal keys stay in the order of their paths.
  HASHLEASE_CUDA_CHECK(cub::DeviceRadixSort::SortPairs(workspace.temporary, bytes, keys, workspace.sorted_keys, paths,
                                                       workspace.sorted_paths, static_cast<int>(path_count), 0,
                                                       kKeyBits, stream));
  pick_tail<<<blocks_for(pick_count, kTailThreads), kTailThreads, 0, stream>>>(values, workspace.sorted_paths,
                                                                               pick_count, picks);
  HASHLEASE_CUDA_CHECK_LAUNCH("pick_tail");
}

}  // namespace hashlease::cuda
