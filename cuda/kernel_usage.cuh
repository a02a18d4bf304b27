#pragma once

/// What the current device says of a kernel: registers, local memory, and how much of a multiprocessor it fills.

#include <cuda_runtime_api.h>

#include <cstddef>

#include "backend/backend.hpp"
#include "cuda/cuda_error.hpp"

namespace hashlease::cuda {

/// @param threads  of a block, as the kernel is launched
/// @param shared_bytes  shared memory that a block is launched with, besides what the kernel declares
inline KernelUsage usage_of(const char* name, const void* kernel, int threads, std::size_t shared_bytes = 0) {
  cudaFuncAttributes attributes{};
  HASHLEASE_CUDA_CHECK(cudaFuncGetAttributes(&attributes, kernel));
  int blocks = 0;
  HASHLEASE_CUDA_CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, kernel, threads, shared_bytes));
  int device = 0;
  HASHLEASE_CUDA_CHECK(cudaGetDevice(&device));
  int most_threads = 0;
  HASHLEASE_CUDA_CHECK(cudaDeviceGetAttribute(&most_threads, cudaDevAttrMaxThreadsPerMultiProcessor, device));
  KernelUsage usage;
  usage.kernel = name;
  usage.registers = attributes.numRegs;
  usage.local_bytes = static_cast<long>(attributes.localSizeBytes);
  usage.threads_per_block = threads;
  usage.blocks_per_multiprocessor = blocks;
  usage.occupancy = static_cast<double>(blocks) * threads / most_threads;
  return usage;
}

}  // namespace hashlease::cuda
