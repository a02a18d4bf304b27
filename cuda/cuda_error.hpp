#pragma once

/// Checking of CUDA calls. Every call of the runtime goes through HASHLEASE_CUDA_CHECK and every kernel launch is
/// followed by HASHLEASE_CUDA_CHECK_LAUNCH, so that an error surfaces where it was made.

#include <cuda_runtime_api.h>

#include <string>

#include "base/error.hpp"

namespace hashlease::cuda {

/// A call of the CUDA runtime failed. The message quotes the call, where it stands, and the runtime's words.
class CudaError : public RunError {
 public:
  CudaError(cudaError_t code, const char* expression, const char* file, int line);
  cudaError_t code() const { return code_; }

 private:
  cudaError_t code_;
};

/// The device, or the host's page-locked memory, cannot hold what was asked for: a smaller batch may fit.
class OutOfDeviceMemory : public CudaError {
 public:
  using CudaError::CudaError;
};

/// "cudaErrorInsufficientDriver (35): CUDA driver version is insufficient for CUDA runtime version".
std::string describe(cudaError_t code);

/// Throws OutOfDeviceMemory or CudaError unless `code` is cudaSuccess. An error that leaves the device usable is also
/// taken off the runtime's record, so that the next check of a launch does not find it again.
void check(cudaError_t code, const char* expression, const char* file, int line);

}  // namespace hashlease::cuda

#define HASHLEASE_CUDA_CHECK(...) ::hashlease::cuda::check((__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)
#define HASHLEASE_CUDA_CHECK_LAUNCH(kernel) \
  ::hashlease::cuda::check(cudaGetLastError(), "launch of " kernel, __FILE__, __LINE__)
