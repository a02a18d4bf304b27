#pragma once

/// Histogram counts of the columns of a batch on the device.

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "cuda/batch_view.hpp"

namespace hashlease::cuda {

/// Starts adding the values of `column_count` columns, named by number in `columns`, to
/// counts[item][FloatHistogram::kKeyCount]. A bin may take 2^32 - 1 values before it has to be taken.
void launch_count_keys(const BatchColumns& batch, const std::uint32_t* columns, std::uint32_t column_count,
                       std::uint32_t* counts, cudaStream_t stream);

/// Starts moving the occupied bins of `bin_count` bins to a list (room for all of them), in no particular order, and
/// emptying them. Their number goes to *list_size.
void launch_take_counts(std::uint32_t* counts, std::uint32_t bin_count, BinCount* list, std::uint32_t* list_size,
                        cudaStream_t stream);

}  // namespace hashlease::cuda
