#include "cuda/cuda_error.hpp"
#include "cuda/device_memory.hpp"
#include "cuda/device_words.hpp"
#include "cuda/launch_shape.cuh"

namespace hashlease::testing {

namespace {

__global__ void draw_words(PhiloxKeys keys, std::uint64_t first_path, std::uint32_t path_count, std::uint32_t block,
                           std::uint32_t* to) {
  const std::uint32_t path = cuda::thread_number();
  if (path >= path_count) return;
  std::uint32_t words[4];
  philox_words<float>(make_path_lanes<float>(first_path + path), block, keys, words);
  for (int k = 0; k < 4; ++k) to[4 * path + k] = words[k];
}

}  // namespace

std::vector<std::uint32_t> device_words(std::uint64_t seed, std::uint64_t first_path, std::uint32_t path_count,
                                        std::uint32_t block) {
  const cuda::DeviceBuffer<std::uint32_t> on_device(std::size_t{4} * path_count);
  draw_words<<<cuda::blocks_for(path_count, 128), 128>>>(make_philox_keys(seed), first_path, path_count, block,
                                                         on_device.data());
  HASHLEASE_CUDA_CHECK_LAUNCH("draw_words");
  std::vector<std::uint32_t> words(on_device.size());
  HASHLEASE_CUDA_CHECK(cudaMemcpy(words.data(), on_device.data(), on_device.bytes(), cudaMemcpyDeviceToHost));
  return words;
}

}  // namespace hashlease::testing
