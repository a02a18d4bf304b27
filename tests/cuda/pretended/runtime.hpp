#pragma once

/// A pretended CUDA runtime: the host's memory as that of a few devices, so that everything above the kernels (lanes,
/// batches, copies, halving) runs in a test without a GPU. What is put into a stream runs only when somebody waits for
/// it, as late as a device might: results read too early, and buffers freed or plans replaced under work in flight,
/// show.

#include <cuda_runtime_api.h>

#include <cstddef>
#include <functional>
#include <mutex>
#include <set>

namespace hashlease::testing {

/// Devices that can be pretended at the same time.
inline constexpr int kMaxDevices = 4;

/// Puts work into a stream. It is misuse unless the stream's device is current.
void enqueue(cudaStream_t stream, std::function<void()> work);
/// The device that is current in the calling thread.
int current_device();
/// Held while the runtime is at work: what it does, it does for one thread at a time.
std::recursive_mutex& runtime_mutex();

struct PretendedDevice {
  int count = 1;                                    // of devices
  std::size_t memory_bytes = std::size_t{4} << 30;  // what cudaMemGetInfo says is free
  std::size_t capacity_bytes = ~std::size_t{0};     // what cudaMalloc really gives, over all allocations
  std::size_t allocated_bytes = 0;
  int refused_allocations = 0;
  cudaError_t failure = cudaSuccess;  // what waiting for a stream answers
  int misuses = 0;                    // streams and memory used on a device that is not theirs
  std::set<int> used;                 // devices that were given work
};

/// The device; a test may change what it is like.
PretendedDevice& pretended_device();

}  // namespace hashlease::testing
