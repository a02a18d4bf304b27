#include "cuda/batch_results.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "backend/backend.hpp"
#include "stats/state/tail_sample.hpp"
#include "stats/sums/chunk_shape.hpp"

namespace hashlease::cuda {

namespace {

constexpr std::uint64_t kWordBits = 32;
/// Following a path takes some ten nanoseconds, as long as a large device needs for all of it, so that one thread alone
/// would be what a device waits for. A thread starts in some ten microseconds.
constexpr std::uint64_t kPathsWorthThreads = 1 << 14;

void absorb_tail(const BatchResults& batch, std::span<const TailPick> picks, TailSide side, std::size_t keep,
                 std::vector<TailEntry>& into) {
  std::vector<TailEntry> entries;
  entries.reserve(picks.size());
  for (const TailPick& pick : picks) entries.push_back({pick.value, batch.range.first + pick.path});
  merge_tail(into, entries, side, keep);
}

void absorb_tails(const ColumnLayout& layout, const BatchResults& batch, StudyState& state) {
  const auto keep = static_cast<std::size_t>(layout.tail_paths());
  for (std::size_t headline = 0; headline < layout.headline_columns().size(); ++headline) {
    const auto column = static_cast<std::size_t>(layout.headline_columns()[headline]);
    const std::uint64_t defined = batch.range.count - batch.undefined[column];
    const std::size_t count = std::min(tail_pick_count(layout, batch.range.count), static_cast<std::size_t>(defined));
    const auto picks = batch.picks.subspan(2 * headline * batch.pick_stride);
    absorb_tail(batch, picks.first(count), TailSide::lowest, keep, state.lowest[headline]);
    absorb_tail(batch, picks.subspan(batch.pick_stride, count), TailSide::highest, keep, state.highest[headline]);
  }
}

void absorb_non_finite(const BatchResults& batch, StudyState& state) {
  std::vector<std::uint64_t> first_paths;
  for (std::uint64_t word = 0; word * kWordBits < batch.range.count; ++word) {
    std::uint32_t bits = batch.non_finite_bits[word];
    state.non_finite_count += static_cast<std::uint64_t>(std::popcount(bits));
    for (; bits != 0 && first_paths.size() < kMaxNonFiniteIds; bits &= bits - 1) {
      first_paths.push_back(batch.range.first + word * kWordBits + static_cast<std::uint64_t>(std::countr_zero(bits)));
    }
  }
  merge_non_finite(state.non_finite_paths, first_paths);
}

}  // namespace

std::size_t tail_pick_count(const ColumnLayout& layout, std::uint64_t batch_paths) {
  return static_cast<std::size_t>(std::min(static_cast<std::uint64_t>(layout.tail_paths()), batch_paths));
}

void absorb_batch(const ColumnLayout& layout, const BatchResults& batch, BlockResult& block) {
  StudyState& state = block.state;
  const int level = node_level(batch.range);
  add_range(state.ranges, batch.range);
  std::vector<double> sums(batch.sums.begin(), batch.sums.end());
  for (std::size_t headline = 0; headline < layout.headline_columns().size(); ++headline) {
    const auto column = static_cast<std::size_t>(layout.headline_columns()[headline]);
    sums[headline_count_offset(layout) + headline] = static_cast<double>(batch.range.count - batch.undefined[column]);
  }
  state.sums.add({level, batch.range.first / kLeafPaths >> level, std::move(sums)});
  for (std::size_t column = 0; column < state.undefined.size(); ++column) {
    state.undefined[column] += batch.undefined[column];
  }
  absorb_tails(layout, batch, state);
  absorb_non_finite(batch, state);
  const std::vector<int>& followed = layout.followed_columns();
  const auto values_of = [&](int column) {
    const auto number = std::lower_bound(followed.begin(), followed.end(), column) - followed.begin();
    return batch.followed.subspan(static_cast<std::size_t>(number) * batch.followed_stride, batch.range.count);
  };
  follow_chunk(state, layout, batch.range, values_of, batch.range.count < kPathsWorthThreads ? 1 : available_threads());
  for (std::size_t k = 0; k < block.kept.size(); ++k) {
    std::copy_n(batch.kept.data() + k * batch.kept_stride, batch.range.count,
                block.kept[k].begin() + static_cast<std::ptrdiff_t>(batch.range.first - block.range.first));
  }
}

void absorb_counts(std::span<const std::uint32_t> columns, std::span<const BinCount> counts, StudyState& state) {
  for (const BinCount& count : counts) {
    state.histograms[columns[count.bin / FloatHistogram::kKeyCount]].add(
        static_cast<int>(count.bin % FloatHistogram::kKeyCount), count.count);
  }
}

std::vector<std::uint32_t> distribution_columns(const ColumnLayout& layout) {
  std::vector<std::uint32_t> columns;
  for (int column = 0; column < layout.column_count(); ++column) {
    if (layout.has_distribution(column)) columns.push_back(static_cast<std::uint32_t>(column));
  }
  return columns;
}

}  // namespace hashlease::cuda
