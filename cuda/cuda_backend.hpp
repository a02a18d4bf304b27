#pragma once

/// The CUDA backend: the bits of the CPU backend, from kernels that run the same model functions.

#include <cstdint>
#include <memory>

#include "backend/backend.hpp"

namespace hashlease::cuda {

/// What a test may narrow, to reach the ways of a small device on a large one.
struct CudaLimits {
  std::uint64_t memory_bytes = 0;  // device memory to plan with; 0: what is free
};

/// Makes the backend on all usable devices, which share the paths of a block (CUDA_VISIBLE_DEVICES narrows them).
/// `plan` must outlive it. Throws BackendAbsent without a device.
std::unique_ptr<Backend> make_cuda_backend(const StudyPlan& plan, const CudaLimits& limits);

}  // namespace hashlease::cuda
