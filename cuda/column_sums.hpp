#pragma once

/// Power sums, cross sums and undefined counts of a batch on the device, with the bits of host/stats.

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "cuda/batch_view.hpp"

namespace hashlease::cuda {

/// Doubles of work space that the sums of `item_count` columns or pairs of a batch take.
std::size_t sum_node_count(std::uint64_t path_count, std::size_t item_count);

/// Where the sums of a batch go; all in device memory.
struct ColumnSumTargets {
  double* nodes;                    // sum_node_count of the columns
  double* sums;                     // [column][kPowerSums]
  std::uint32_t* undefined;         // [column], zero at the start
  std::uint32_t* non_finite_paths;  // one bit for each path, zero at the start: an outcome of it is not finite
};

/// Starts the power sums of all columns. `shift` [column]; columns below `outcome_columns` must be finite.
/// The batch is a dyadic node of leaves (see next_chunk).
void launch_power_sums(const BatchColumns& batch, std::uint32_t column_count, std::uint32_t outcome_columns,
                       const double* shift, const ColumnSumTargets& targets, cudaStream_t stream);

/// Starts the cross sums of `pair_count` pairs, to sums[pair][kCrossSums]; `nodes`: sum_node_count of the pairs.
void launch_cross_sums(const BatchColumns& batch, const ColumnPair* pairs, std::uint32_t pair_count,
                       const double* shift, double* nodes, double* sums, cudaStream_t stream);

}  // namespace hashlease::cuda
