#pragma once

/// A stand-in for a GPU that lets a test run device code written in .cuh files on a machine without one: a block of
/// threads is a set of std::threads, shared memory is static memory, the threads of a warp exchange values through an
/// array. One block after the other. Include it before the device code, in a source that the C++ compiler compiles.

#include <array>
#include <barrier>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#define __global__
#define __device__
#define __shared__ static
#define __launch_bounds__(...)

namespace hashlease::emulated {

inline constexpr std::uint32_t kWarp = 32;

struct Index {
  std::uint32_t x = 0;
};

/// What the threads of the running block meet at.
struct Block {
  explicit Block(std::uint32_t threads) : barrier(threads), exchanged((threads + kWarp - 1) / kWarp) {
    for (std::uint32_t first = 0; first < threads; first += kWarp) {
      const std::uint32_t size = threads - first < kWarp ? threads - first : kWarp;
      warp_barriers.push_back(std::make_unique<std::barrier<>>(size));
    }
  }
  std::barrier<> barrier;
  std::vector<std::unique_ptr<std::barrier<>>> warp_barriers;
  std::vector<std::array<double, kWarp>> exchanged;  // [warp][thread]
};

inline thread_local Index thread_index;
inline thread_local Index block_index;
inline thread_local Index block_size;
inline thread_local Block* running_block = nullptr;

/// Runs `kernel()` as every thread of `blocks` blocks of `threads` threads.
template <class Kernel>
void run_grid(std::uint32_t blocks, std::uint32_t threads, const Kernel& kernel) {
  Block block(threads);
  std::vector<std::thread> running;
  for (std::uint32_t number = 0; number < threads; ++number) {
    running.emplace_back([&, number] {
      running_block = &block;
      thread_index.x = number;
      block_size.x = threads;
      for (block_index.x = 0; block_index.x < blocks; ++block_index.x) {
        kernel();
        block.barrier.arrive_and_wait();
      }
    });
  }
  for (std::thread& thread : running) thread.join();
}

}  // namespace hashlease::emulated

namespace hashlease::cuda {

// The names of CUDA, for the device code included after this.
#define threadIdx (::hashlease::emulated::thread_index)
#define blockIdx (::hashlease::emulated::block_index)
#define blockDim (::hashlease::emulated::block_size)

inline void __syncthreads() { emulated::running_block->barrier.arrive_and_wait(); }

inline double __shfl_xor_sync(std::uint32_t, double value, std::uint32_t mask) {
  const std::uint32_t warp = threadIdx.x / emulated::kWarp;
  const std::uint32_t lane = threadIdx.x % emulated::kWarp;
  auto& exchanged = emulated::running_block->exchanged[warp];
  exchanged[lane] = value;
  emulated::running_block->warp_barriers[warp]->arrive_and_wait();
  const double received = exchanged[lane ^ mask];
  emulated::running_block->warp_barriers[warp]->arrive_and_wait();
  return received;
}

inline std::uint32_t atomicAdd(std::uint32_t* to, std::uint32_t value) {
  return __atomic_fetch_add(to, value, __ATOMIC_RELAXED);
}
inline std::uint32_t atomicOr(std::uint32_t* to, std::uint32_t value) {
  return __atomic_fetch_or(to, value, __ATOMIC_RELAXED);
}
inline void atomicMin(std::uint32_t* to, std::uint32_t value) {
  std::uint32_t held = __atomic_load_n(to, __ATOMIC_RELAXED);
  while (value < held && !__atomic_compare_exchange_n(to, &held, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}
inline void atomicMax(std::uint32_t* to, std::uint32_t value) {
  std::uint32_t held = __atomic_load_n(to, __ATOMIC_RELAXED);
  while (value > held && !__atomic_compare_exchange_n(to, &held, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

}  // namespace hashlease::cuda
