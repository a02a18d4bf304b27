#include "cuda/cuda_error.hpp"
#include "cuda/histogram_counts.cuh"
#include "cuda/histogram_counts.hpp"
#include "cuda/launch_shape.cuh"

namespace hashlease::cuda {

void launch_count_keys(const BatchColumns& batch, const std::uint32_t* columns, std::uint32_t column_count,
                       std::uint32_t* counts, cudaStream_t stream) {
  if (column_count == 0) return;
  const std::uint32_t slices = blocks_for(batch.path_count, kSlicePaths);
  count_keys<<<slices * column_count, kHistogramThreads, 0, stream>>>(batch, columns, slices, counts);
  HASHLEASE_CUDA_CHECK_LAUNCH("count_keys");
}

void launch_take_counts(std::uint32_t* counts, std::uint32_t bin_count, BinCount* list, std::uint32_t* list_size,
                        cudaStream_t stream) {
  HASHLEASE_CUDA_CHECK(cudaMemsetAsync(list_size, 0, sizeof *list_size, stream));
  take_counts<<<blocks_for(bin_count, kHistogramThreads), kHistogramThreads, 0, stream>>>(counts, bin_count, list,
                                                                                          list_size);
  HASHLEASE_CUDA_CHECK_LAUNCH("take_counts");
}

}  // namespace hashlease::cuda
