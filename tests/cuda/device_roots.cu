#include "cuda/cuda_error.hpp"
#include "cuda/device_memory.hpp"
#include "cuda/device_roots.hpp"
#include "cuda/launch_shape.cuh"
#include "random/transcendental.hpp"

namespace hashlease::testing {

namespace {

using Comparison = void (*)(std::uint32_t, std::uint32_t, unsigned long long*);

__global__ void compare_roots(std::uint32_t first, std::uint32_t count, unsigned long long* differences) {
  const std::uint32_t number = cuda::thread_number();
  if (number >= count) return;
  const float x = float_from_bits(first + number);
  if (bits_of(square_root_in_range(x)) != bits_of(square_root(x))) atomicAdd(differences, 1ULL);
}

__global__ void compare_reciprocals(std::uint32_t first, std::uint32_t count, unsigned long long* differences) {
  const std::uint32_t number = cuda::thread_number();
  if (number >= count) return;
  const float x = float_from_bits(first + number);
  if (bits_of(reciprocal_in_range(x)) != bits_of(1.0F / x)) atomicAdd(differences, 1ULL);
}

std::uint64_t differences_of(Comparison comparison, std::uint32_t first, std::uint32_t last) {
  const cuda::DeviceBuffer<unsigned long long> differences(1);
  HASHLEASE_CUDA_CHECK(cudaMemset(differences.data(), 0, differences.bytes()));
  comparison<<<cuda::blocks_for(last - first, 256), 256>>>(first, last - first, differences.data());
  HASHLEASE_CUDA_CHECK_LAUNCH("a comparison of roots or reciprocals");
  unsigned long long result = 0;
  HASHLEASE_CUDA_CHECK(cudaMemcpy(&result, differences.data(), differences.bytes(), cudaMemcpyDeviceToHost));
  return result;
}

}  // namespace

std::uint64_t device_root_differences(std::uint32_t first, std::uint32_t last) {
  return differences_of(compare_roots, first, last);
}

std::uint64_t device_reciprocal_differences(std::uint32_t first, std::uint32_t last) {
  return differences_of(compare_reciprocals, first, last);
}

}  // namespace hashlease::testing
