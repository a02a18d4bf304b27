#include "cuda/column_sums.cuh"
#include "cuda/column_sums.hpp"
#include "cuda/cuda_error.hpp"
#include "cuda/launch_shape.cuh"

namespace hashlease::cuda {

namespace {

template <class Terms>
void launch_sums(const Terms& terms, std::uint32_t item_count, std::uint32_t sum_count, double* nodes, double* sums,
                 cudaStream_t stream) {
  if (item_count == 0) return;
  const std::uint32_t groups = blocks_for(terms.batch.path_count, kGroupPaths);
  sum_groups<<<groups * item_count, kGroupThreads, 0, stream>>>(terms, item_count, terms.batch.path_count, nodes);
  HASHLEASE_CUDA_CHECK_LAUNCH("sum_groups");
  join_groups<<<blocks_for(std::uint64_t{item_count} * kNodeWidth, kGroupThreads), kGroupThreads, 0, stream>>>(
      item_count, groups, sum_count, nodes, sums);
  HASHLEASE_CUDA_CHECK_LAUNCH("join_groups");
}

}  // namespace

std::size_t sum_node_count(std::uint64_t path_count, std::size_t item_count) {
  return blocks_for(path_count, kGroupPaths) * item_count * kNodeWidth;
}

void launch_power_sums(const BatchColumns& batch, std::uint32_t column_count, std::uint32_t outcome_columns,
                       const double* shift, const ColumnSumTargets& targets, cudaStream_t stream) {
  const PowerTerms terms{batch, shift, outcome_columns, targets.undefined, targets.non_finite_paths};
  launch_sums(terms, column_count, kPowerSums, targets.nodes, targets.sums, stream);
}

void launch_cross_sums(const BatchColumns& batch, const ColumnPair* pairs, std::uint32_t pair_count,
                       const double* shift, double* nodes, double* sums, cudaStream_t stream) {
  launch_sums(CrossTerms{batch, shift, pairs}, pair_count, kCrossSums, nodes, sums, stream);
}

}  // namespace hashlease::cuda
