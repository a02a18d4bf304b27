#include "cuda/lane.hpp"

#include <algorithm>
#include <limits>

#include "cuda/histogram_counts.hpp"
#include "cuda/market_kernel.hpp"
#include "cuda/site_kernel.hpp"
#include "market/tape.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease::cuda {

namespace {

constexpr std::size_t kKeyCount = FloatHistogram::kKeyCount;
/// Columns whose counts are moved to the host in one go.
constexpr std::size_t kTakenColumns = 8;
/// Paths that a 32-bit counter surely holds.
constexpr std::uint64_t kMaxCountedPaths = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kTailArrays = 4;
constexpr std::size_t kTailSides = 2;
constexpr std::uint64_t kWordBits = 32;

/// Sizes of a lane's device buffers, in elements, in the order of its members.
struct LaneSizes {
  std::size_t tape;
  std::size_t columns;
  std::size_t power_nodes;
  std::size_t cross_nodes;
  std::size_t sums;
  std::size_t undefined;
  std::size_t non_finite_bits;
  std::size_t counts;
  std::size_t taken;
  std::size_t tail_words;
  std::size_t tail_temporary;
  std::size_t picks;
};

LaneSizes lane_sizes(const DeviceStudy& study, std::uint64_t batch_paths, std::uint64_t histogram_columns) {
  const ColumnLayout& layout = study.plan().layout;
  LaneSizes sizes{};
  sizes.tape = study.tape_floats() * batch_paths;
  sizes.columns = study.column_count() * batch_paths;
  sizes.power_nodes = sum_node_count(batch_paths, study.column_count());
  sizes.cross_nodes = sum_node_count(batch_paths, study.pair_count());
  sizes.sums = sum_width(layout);
  sizes.undefined = study.column_count();
  sizes.non_finite_bits = batch_paths / kWordBits;
  sizes.counts = histogram_columns * kKeyCount;
  sizes.taken = kTakenColumns * kKeyCount;
  sizes.tail_words = kTailArrays * batch_paths;
  sizes.tail_temporary = tail_temporary_bytes(batch_paths);
  sizes.picks = layout.headline_columns().size() * kTailSides * tail_pick_count(layout, batch_paths);
  return sizes;
}

}  // namespace

std::uint64_t Lane::device_bytes(const DeviceStudy& study, std::uint64_t batch_paths, std::uint64_t histogram_columns) {
  const LaneSizes sizes = lane_sizes(study, batch_paths, histogram_columns);
  return sizeof(float) * (sizes.tape + sizes.columns) +
         sizeof(double) * (sizes.power_nodes + sizes.cross_nodes + sizes.sums) +
         sizeof(std::uint32_t) * (sizes.undefined + sizes.non_finite_bits + sizes.counts + sizes.tail_words + 1) +
         sizeof(BinCount) * sizes.taken + sizes.tail_temporary + sizeof(TailPick) * sizes.picks;
}

Lane::Lane(const DeviceStudy& study, std::uint64_t batch_paths, std::uint64_t histogram_columns)
    : study_(study),
      batch_paths_(batch_paths),
      histogram_capacity_(histogram_columns),
      pick_stride_(tail_pick_count(study.plan().layout, batch_paths)) {
  const LaneSizes sizes = lane_sizes(study, batch_paths, histogram_columns);
  tape_ = DeviceBuffer<float>(sizes.tape);
  columns_ = DeviceBuffer<float>(sizes.columns);
  power_nodes_ = DeviceBuffer<double>(sizes.power_nodes);
  cross_nodes_ = DeviceBuffer<double>(sizes.cross_nodes);
  sums_ = DeviceBuffer<double>(sizes.sums);
  undefined_ = DeviceBuffer<std::uint32_t>(sizes.undefined);
  non_finite_bits_ = DeviceBuffer<std::uint32_t>(sizes.non_finite_bits);
  counts_ = DeviceBuffer<std::uint32_t>(sizes.counts);
  taken_ = DeviceBuffer<BinCount>(sizes.taken);
  taken_size_ = DeviceBuffer<std::uint32_t>(1);
  tail_words_ = DeviceBuffer<std::uint32_t>(sizes.tail_words);
  tail_temporary_ = DeviceBuffer<std::byte>(sizes.tail_temporary);
  picks_ = DeviceBuffer<TailPick>(sizes.picks);
  host_sums_ = PinnedBuffer<double>(sizes.sums);
  host_undefined_ = PinnedBuffer<std::uint32_t>(sizes.undefined);
  host_non_finite_bits_ = PinnedBuffer<std::uint32_t>(sizes.non_finite_bits);
  host_picks_ = PinnedBuffer<TailPick>(sizes.picks);
  host_kept_ = PinnedBuffer<float>(study.plan().layout.kept_columns().size() * batch_paths);
  host_followed_ = PinnedBuffer<float>(study.plan().layout.followed_columns().size() * batch_paths);
  host_taken_ = PinnedBuffer<BinCount>(sizes.taken);
  host_taken_size_ = PinnedBuffer<std::uint32_t>(1);
  HASHLEASE_CUDA_CHECK(cudaMemsetAsync(counts_.data(), 0, counts_.bytes(), stream_.get()));
}

Lane::~Lane() {
  // An error of the work in flight was or will be reported by whoever waits for its result; here nobody does.
  static_cast<void>(cudaStreamSynchronize(stream_.get()));
}

void Lane::start(const PathRange& range, BlockResult& block) {
  range_ = range;
  const BatchColumns batch{columns_.data(), static_cast<long>(batch_paths_), static_cast<std::uint32_t>(range.count)};
  simulate(batch);
  reduce(batch);
  find_tails(batch);
  copy_results();
  done_.record(stream_);
  count_histograms(batch, block);
}

void Lane::simulate(const BatchColumns& batch) {
  const StudyPlan& plan = study_.plan();
  const int drivers = driver_count(plan.market);
  launch_market(plan.market, study_.steps(), study_.tables(), range_, TapeWriter{tape_.data(), batch.stride, drivers},
                stream_.get());
  launch_sites(plan.sites, study_.months(), plan.market_columns, range_,
               TapeReader{tape_.data(), batch.stride, drivers}, ColumnWriter{columns_.data(), batch.stride},
               stream_.get());
}

void Lane::reduce(const BatchColumns& batch) {
  const auto outcome_columns = static_cast<std::uint32_t>(study_.plan().layout.outcome_column_count());
  HASHLEASE_CUDA_CHECK(cudaMemsetAsync(undefined_.data(), 0, undefined_.bytes(), stream_.get()));
  HASHLEASE_CUDA_CHECK(cudaMemsetAsync(non_finite_bits_.data(), 0, non_finite_bits_.bytes(), stream_.get()));
  launch_power_sums(batch, study_.column_count(), outcome_columns, study_.shift(),
                    {power_nodes_.data(), sums_.data(), undefined_.data(), non_finite_bits_.data()}, stream_.get());
  double* cross_sums = sums_.data() + std::size_t{study_.column_count()} * kPowerSums;
  launch_cross_sums(batch, study_.pairs(), study_.pair_count(), study_.shift(), cross_nodes_.data(), cross_sums,
                    stream_.get());
}

void Lane::find_tails(const BatchColumns& batch) {
  const ColumnLayout& layout = study_.plan().layout;
  const auto pick_count = static_cast<std::uint32_t>(tail_pick_count(layout, range_.count));
  std::uint32_t* words = tail_words_.data();
  const TailWorkspace workspace{words,
                                words + batch_paths_,
                                words + 2 * batch_paths_,
                                words + 3 * batch_paths_,
                                tail_temporary_.data(),
                                tail_temporary_.size()};
  TailPick* picks = picks_.data();
  for (const int column : layout.headline_columns()) {
    const float* values = batch.values + column * batch.stride;
    for (const TailSide side : {TailSide::lowest, TailSide::highest}) {
      launch_tail_picks(values, batch.path_count, side, pick_count, workspace, picks, stream_.get());
      picks += pick_stride_;
    }
  }
}

void Lane::copy_results() {
  copy_to_host(host_sums_, sums_.data(), sums_.size(), stream_.get());
  copy_to_host(host_undefined_, undefined_.data(), undefined_.size(), stream_.get());
  copy_to_host(host_non_finite_bits_, non_finite_bits_.data(), non_finite_bits_.size(), stream_.get());
  copy_to_host(host_picks_, picks_.data(), picks_.size(), stream_.get());
  copy_columns(study_.plan().layout.kept_columns(), host_kept_);
  copy_columns(study_.plan().layout.followed_columns(), host_followed_);
}

void Lane::copy_columns(const std::vector<int>& columns, PinnedBuffer<float>& to) {
  std::size_t at = 0;
  for (const int column : columns) {
    copy_to_host(to, columns_.data() + static_cast<std::size_t>(column) * batch_paths_, range_.count, stream_.get(),
                 at);
    at += batch_paths_;
  }
}

BatchResults Lane::results() const {
  BatchResults results;
  results.range = range_;
  results.sums = {host_sums_.data(), host_sums_.size()};
  results.undefined = {host_undefined_.data(), host_undefined_.size()};
  results.non_finite_bits = {host_non_finite_bits_.data(), host_non_finite_bits_.size()};
  results.picks = {host_picks_.data(), host_picks_.size()};
  results.pick_stride = pick_stride_;
  results.kept = {host_kept_.data(), host_kept_.size()};
  results.kept_stride = batch_paths_;
  results.followed = {host_followed_.data(), host_followed_.size()};
  results.followed_stride = batch_paths_;
  return results;
}

std::uint64_t Lane::finish(BlockResult& block) {
  done_.synchronize();
  absorb_batch(study_.plan().layout, results(), block);
  const std::uint64_t paths = range_.count;
  range_ = {};
  return paths;
}

void Lane::count_histograms(const BatchColumns& batch, BlockResult& block) {
  if (counts_all_histograms()) {
    if (counted_paths_ + range_.count > kMaxCountedPaths) take_histograms(block);
    counted_paths_ += range_.count;
    launch_count_keys(batch, study_.device_histogram_columns(),
                      static_cast<std::uint32_t>(study_.histogram_columns().size()), counts_.data(), stream_.get());
    return;
  }
  // Too many histograms for the device: group by group, each moved to the host before the next.
  const std::uint64_t all = study_.histogram_columns().size();
  for (std::uint64_t first = 0; first < all; first += histogram_capacity_) {
    const auto columns = static_cast<std::uint32_t>(std::min(histogram_capacity_, all - first));
    launch_count_keys(batch, study_.device_histogram_columns() + first, columns, counts_.data(), stream_.get());
    take_round(first, block);
  }
}

void Lane::take_histograms(BlockResult& block) {
  if (!counts_all_histograms()) return;
  take_round(0, block);
  counted_paths_ = 0;
}

void Lane::take_round(std::uint64_t first, BlockResult& block) {
  const std::span<const std::uint32_t> all = study_.histogram_columns();
  const std::span<const std::uint32_t> round =
      all.subspan(first, std::min<std::size_t>(histogram_capacity_, all.size() - first));
  for (std::size_t begin = 0; begin < round.size(); begin += kTakenColumns) {
    const std::span<const std::uint32_t> columns = round.subspan(begin, std::min(kTakenColumns, round.size() - begin));
    launch_take_counts(counts_.data() + begin * kKeyCount, static_cast<std::uint32_t>(columns.size() * kKeyCount),
                       taken_.data(), taken_size_.data(), stream_.get());
    copy_to_host(host_taken_size_, taken_size_.data(), 1, stream_.get());
    stream_.synchronize();
    const std::size_t size = *host_taken_size_.data();
    copy_to_host(host_taken_, taken_.data(), size, stream_.get());
    stream_.synchronize();
    absorb_counts(columns, {host_taken_.data(), size}, block.state);
  }
}

}  // namespace hashlease::cuda
