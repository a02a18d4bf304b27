#pragma once

/// One of the batches in flight: a stream with device buffers of its own, so that simulation, reduction and copies of
/// two batches overlap. Within a lane everything is ordered by its stream: the next batch starts on the device after
/// the last one's results were copied out. Belongs to the device that was current when it was made.

#include <cstdint>
#include <vector>

#include "cuda/batch_results.hpp"
#include "cuda/batch_view.hpp"
#include "cuda/column_sums.hpp"
#include "cuda/device_memory.hpp"
#include "cuda/device_study.hpp"
#include "cuda/stream.hpp"
#include "cuda/tail_picks.hpp"

namespace hashlease::cuda {

class Lane {
 public:
  /// Allocates everything for batches of up to `batch_paths` paths whose histograms are counted `histogram_columns` at
  /// a time. Throws OutOfDeviceMemory. `study` must outlive it.
  Lane(const DeviceStudy& study, std::uint64_t batch_paths, std::uint64_t histogram_columns);
  /// Waits for the work in flight; its results are lost.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Device memory that such a lane allocates [byte].
  static std::uint64_t device_bytes(const DeviceStudy& study, std::uint64_t batch_paths,
                                    std::uint64_t histogram_columns);

  bool is_busy() const { return range_.count > 0; }
  /// Starts a batch; the lane is not busy. `block` receives histograms that no longer fit the device's counters.
  void start(const PathRange& range, BlockResult& block);
  /// Waits for the batch and adds its results to the block, all but histograms. Returns its number of paths.
  std::uint64_t finish(BlockResult& block);
  /// Adds the histograms counted since the last time to the block, and empties the counters. Waits for the device.
  void take_histograms(BlockResult& block);

 private:
  void simulate(const BatchColumns& batch);
  void reduce(const BatchColumns& batch);
  void count_histograms(const BatchColumns& batch, BlockResult& block);
  void find_tails(const BatchColumns& batch);
  void copy_results();
  void copy_columns(const std::vector<int>& columns, PinnedBuffer<float>& to);
  BatchResults results() const;
  /// Moves the counts of the histogram columns [first, first + histogram_capacity_) to the block.
  void take_round(std::uint64_t first, BlockResult& block);
  bool counts_all_histograms() const { return histogram_capacity_ >= study_.histogram_columns().size(); }

  const DeviceStudy& study_;
  std::uint64_t batch_paths_;
  std::uint64_t histogram_capacity_;  // columns counted at a time
  std::size_t pick_stride_;
  std::uint64_t counted_paths_ = 0;  // since the counters were emptied
  PathRange range_;                  // of the batch in flight

  DeviceBuffer<float> tape_;
  DeviceBuffer<float> columns_;
  DeviceBuffer<double> power_nodes_;
  DeviceBuffer<double> cross_nodes_;
  DeviceBuffer<double> sums_;
  DeviceBuffer<std::uint32_t> undefined_;
  DeviceBuffer<std::uint32_t> non_finite_bits_;
  DeviceBuffer<std::uint32_t> counts_;      // [histogram column][FloatHistogram::kKeyCount]
  DeviceBuffer<BinCount> taken_;            // the occupied bins of kTakenColumns columns
  DeviceBuffer<std::uint32_t> taken_size_;  // one number
  DeviceBuffer<std::uint32_t> tail_words_;  // the four arrays of a TailWorkspace
  DeviceBuffer<std::byte> tail_temporary_;
  DeviceBuffer<TailPick> picks_;
  PinnedBuffer<double> host_sums_;
  PinnedBuffer<std::uint32_t> host_undefined_;
  PinnedBuffer<std::uint32_t> host_non_finite_bits_;
  PinnedBuffer<TailPick> host_picks_;
  PinnedBuffer<float> host_kept_;
  PinnedBuffer<float> host_followed_;
  PinnedBuffer<BinCount> host_taken_;
  PinnedBuffer<std::uint32_t> host_taken_size_;
  // Last, so that they go first: after ~Lane has waited, nothing in the stream uses a buffer.
  Stream stream_;
  Event done_;
};

}  // namespace hashlease::cuda
