#pragma once

/// One-dimensional grids: number of blocks, number of this thread, and blocks whose threads keep what they have of a
/// path in shared memory.

#include <cstddef>
#include <cstdint>

namespace hashlease::cuda {

/// Blocks of `threads` threads that give `count` threads at least. A grid may have 2^31 - 1 of them.
inline std::uint32_t blocks_for(std::uint64_t count, std::uint32_t threads) {
  return static_cast<std::uint32_t>((count + threads - 1) / threads);
}

/// Number of this thread in the grid; grids here have less than 2^32 threads.
__device__ inline std::uint32_t thread_number() { return blockIdx.x * blockDim.x + threadIdx.x; }

/// Threads of a block that simulates paths, one each.
inline constexpr int kMostThreads = 128;
inline constexpr int kFewestThreads = 32;
/// Shared memory that a block may have without asking for more [bytes].
inline constexpr int kBlockBytes = 48 * 1024;

/// How the memory of paths lies in a block.
struct PathBlock {
  int threads;
  std::size_t bytes;  // of shared memory, besides what the kernel declares
  int path_floats;    // of a thread
};

/// The largest block that has room for `path_floats` of each thread. That is to be odd, so that threads of a warp read
/// different banks, and at most what kFewestThreads have room for.
constexpr PathBlock path_block(int path_floats) {
  const int path_bytes = path_floats * static_cast<int>(sizeof(float));
  int threads = kMostThreads;
  while (threads > kFewestThreads && threads * path_bytes > kBlockBytes) threads /= 2;
  return {threads, static_cast<std::size_t>(threads) * static_cast<std::size_t>(path_bytes), path_floats};
}
static_assert(path_block(95).threads == 128 && path_block(95).bytes == 128 * 95 * sizeof(float));
static_assert(path_block(97).threads == 64 && path_block(193).threads == 32 && path_block(383).bytes <= kBlockBytes);

}  // namespace hashlease::cuda
