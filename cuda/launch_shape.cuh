#pragma once

/// One-dimensional grids: number of blocks, number of this thread.

#include <cstdint>

namespace hashlease::cuda {

/// Blocks of `threads` threads that give `count` threads at least. A grid may have 2^31 - 1 of them.
inline std::uint32_t blocks_for(std::uint64_t count, std::uint32_t threads) {
  return static_cast<std::uint32_t>((count + threads - 1) / threads);
}

/// Number of this thread in the grid; grids here have less than 2^32 threads.
__device__ inline std::uint32_t thread_number() { return blockIdx.x * blockDim.x + threadIdx.x; }

}  // namespace hashlease::cuda
