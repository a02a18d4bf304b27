#pragma once

/// What the device leaves of one batch, and how it enters the study's state. Plain host code: all merging is that of
/// host/stats. Histograms stay on the device for longer; see Lane.

#include <cstdint>
#include <span>
#include <vector>

#include "cuda/batch_view.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease::cuda {

/// Views of page-locked memory.
struct BatchResults {
  PathRange range;
  std::span<const double> sums;                    // as SumNode::sums
  std::span<const std::uint32_t> undefined;        // [column]
  std::span<const std::uint32_t> non_finite_bits;  // one bit for each path, the lowest bit first
  std::span<const TailPick> picks;                 // [headline column][lowest, highest][pick_stride]
  std::size_t pick_stride = 0;
  std::span<const float> kept;  // [kept column][kept_stride]
  std::size_t kept_stride = 0;
  std::span<const float> followed;  // [followed column][followed_stride]
  std::size_t followed_stride = 0;
};

/// Paths of each tail of a batch that can matter.
std::size_t tail_pick_count(const ColumnLayout& layout, std::uint64_t batch_paths);

/// Adds everything but the histograms to the state and the kept columns of a block. Throws RunError when the block
/// already holds paths of the batch.
void absorb_batch(const ColumnLayout& layout, const BatchResults& batch, BlockResult& block);

/// Adds counts taken from the device to the histograms of `columns`: bin b belongs to column
/// columns[b / FloatHistogram::kKeyCount].
void absorb_counts(std::span<const std::uint32_t> columns, std::span<const BinCount> counts, StudyState& state);

/// The columns whose histograms are kept, in ascending order.
std::vector<std::uint32_t> distribution_columns(const ColumnLayout& layout);

}  // namespace hashlease::cuda
