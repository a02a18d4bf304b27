/// The device code of the reductions, run on emulated threads: what the host then makes of the results must be the
/// state that host/stats makes of the same columns, to the last bit.

#include "cuda/support/emulated_device.hpp"
// The device code needs the names of the header above.
#include "cuda/column_sums.cuh"
#include "cuda/histogram_counts.cuh"
#include "cuda/tail_keys.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "base/lanes.hpp"
#include "cuda/batch_results.hpp"
#include "stats/state/state_hash.hpp"
#include "support/calm_configuration.hpp"

namespace hashlease::cuda {
namespace {

constexpr std::size_t kStride = 4096;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

ColumnLayout small_layout() {
  Configuration configuration = testing::calm_configuration();
  configuration.run.horizon_months = 1;
  configuration.run.tail_paths = 50;
  configuration.site.resize(1);
  return ColumnLayout(configuration);
}

/// Columns of `count` paths: some positive, some of both signs over many octaves, one constant, one with many ties and
/// both zeros; a few values that are not finite, and a last column that is undefined on most paths.
std::vector<float> sample_columns(const ColumnLayout& layout, std::size_t count, bool all_finite) {
  std::mt19937 words(7);
  std::normal_distribution<float> normal;
  std::vector<float> values(static_cast<std::size_t>(layout.column_count()) * kStride, kNan);
  for (int column = 0; column < layout.column_count(); ++column) {
    float* of_column = values.data() + static_cast<std::size_t>(column) * kStride;
    for (std::size_t path = 0; path < count; ++path) {
      const float z = normal(words);
      switch (column % 4) {
        case 0: of_column[path] = 1e6F * std::exp(z); break;
        case 1: of_column[path] = 3e6F * z * z * z; break;
        case 2: of_column[path] = 25'000.0F; break;
        default: of_column[path] = std::trunc(2.0F * z); break;
      }
      if (column == layout.column_count() - 1 && z > -1.0F) of_column[path] = kNan;
      if (!all_finite && column != 2 && words() % 500 == 0) of_column[path] = z > 0 ? kNan : 1.0F / 0.0F;
    }
  }
  return values;
}

/// What a lane does, with a stable sort of the host in the place of CUB's.
struct EmulatedLane {
  const ColumnLayout& layout;
  BatchColumns batch;
  std::vector<double> shift;
  std::vector<double> sums;
  std::vector<std::uint32_t> undefined;
  std::vector<std::uint32_t> non_finite_bits;
  std::vector<TailPick> picks;
  std::size_t pick_stride;

  EmulatedLane(const ColumnLayout& of, const BatchColumns& columns, std::vector<double> about)
      : layout(of),
        batch(columns),
        shift(std::move(about)),
        sums(sum_width(of)),
        undefined(static_cast<std::size_t>(of.column_count())),
        non_finite_bits(kStride / 32),
        pick_stride(tail_pick_count(of, columns.path_count)) {
    const auto column_count = static_cast<std::uint32_t>(layout.column_count());
    const auto outcome_columns = static_cast<std::uint32_t>(layout.outcome_column_count());
    add_up(PowerTerms{batch, shift.data(), outcome_columns, undefined.data(), non_finite_bits.data()}, column_count,
           kPowerSums, sums.data());
    std::vector<ColumnPair> pairs;
    for (const auto& [a, b] : layout.correlated_columns()) {
      pairs.push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)});
    }
    add_up(CrossTerms{batch, shift.data(), pairs.data()}, static_cast<std::uint32_t>(pairs.size()), kCrossSums,
           sums.data() + std::size_t{column_count} * kPowerSums);
    for (const int column : layout.headline_columns()) {
      pick(batch.values + column * batch.stride, TailSide::lowest);
      pick(batch.values + column * batch.stride, TailSide::highest);
    }
  }

  template <class Terms>
  void add_up(const Terms& terms, std::uint32_t items, std::uint32_t sum_count, double* to) {
    const std::uint32_t groups = (batch.path_count + kGroupPaths - 1) / kGroupPaths;
    std::vector<double> nodes(std::size_t{groups} * items * kNodeWidth);
    emulated::run_grid(groups * items, kGroupThreads,
                       [&] { sum_groups(terms, items, batch.path_count, nodes.data()); });
    emulated::run_grid((items * kNodeWidth + kGroupThreads - 1) / kGroupThreads, kGroupThreads,
                       [&] { join_groups(items, groups, sum_count, nodes.data(), to); });
  }

  void pick(const float* values, TailSide side) {
    const std::uint32_t blocks = (batch.path_count + kTailThreads - 1) / kTailThreads;
    std::vector<std::uint32_t> keys(batch.path_count);
    std::vector<std::uint32_t> paths(batch.path_count);
    emulated::run_grid(blocks, kTailThreads,
                       [&] { make_tail_keys(values, batch.path_count, side, keys.data(), paths.data()); });
    std::stable_sort(paths.begin(), paths.end(), [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
    std::vector<TailPick> picked(pick_stride);
    emulated::run_grid(1, kTailThreads, [&] {
      pick_tail(values, paths.data(), static_cast<std::uint32_t>(pick_stride), picked.data());
    });
    picks.insert(picks.end(), picked.begin(), picked.end());
  }

  void count_histograms(StudyState& state) const {
    const std::vector<std::uint32_t> columns = distribution_columns(layout);
    const std::uint32_t slices = (batch.path_count + kSlicePaths - 1) / kSlicePaths;
    std::vector<std::uint32_t> counts(columns.size() * kKeyCount);
    emulated::run_grid(slices * static_cast<std::uint32_t>(columns.size()), kHistogramThreads,
                       [&] { count_keys(batch, columns.data(), slices, counts.data()); });
    std::vector<BinCount> taken;
    for (std::uint32_t bin = 0; bin < counts.size(); ++bin) {
      if (counts[bin] != 0) taken.push_back({bin, counts[bin]});
    }
    absorb_counts(columns, taken, state);
  }
};

StudyState state_of_device(const ColumnLayout& layout, const PathRange& range, const std::vector<float>& values,
                           const std::vector<double>& shift) {
  const EmulatedLane lane(layout, {values.data(), static_cast<long>(kStride), static_cast<std::uint32_t>(range.count)},
                          shift);
  BlockResult block;
  block.range = range;
  block.state = make_study_state(layout, shift);
  BatchResults results;
  results.range = range;
  results.sums = lane.sums;
  results.undefined = lane.undefined;
  results.non_finite_bits = lane.non_finite_bits;
  results.picks = lane.picks;
  results.pick_stride = lane.pick_stride;
  std::vector<float> followed;
  for (const int column : layout.followed_columns()) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(column) * static_cast<std::ptrdiff_t>(kStride);
    followed.insert(followed.end(), begin, begin + static_cast<std::ptrdiff_t>(kStride));
  }
  results.followed = followed;
  results.followed_stride = kStride;
  absorb_batch(layout, results, block);
  lane.count_histograms(block.state);
  return std::move(block.state);
}

StudyState state_of_host(const ColumnLayout& layout, const PathRange& range, const std::vector<float>& values,
                         const std::vector<double>& shift) {
  StudyState state = make_study_state(layout, shift);
  ChunkSums sums = make_chunk_sums(layout);
  const OutcomeChunk chunk{range, values.data(), kStride};
  accumulate_columns(state, layout, chunk, 0, layout.column_count(), sums);
  finish_chunk(state, layout, chunk, sums);
  return state;
}

std::vector<double> shift_of(const ColumnLayout& layout, const std::vector<float>& values) {
  std::vector<double> shift;
  for (int column = 0; column < layout.column_count(); ++column) {
    shift.push_back(static_cast<double>(values[static_cast<std::size_t>(column) * kStride]));
  }
  return make_study_state(layout, shift).shift;
}

class EmulatedReductions : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(EmulatedReductions, StateHasTheBitsOfTheHost) {
  const ColumnLayout layout = small_layout();
  const PathRange range{kStride, GetParam()};
  for (const bool all_finite : {true, false}) {
    const std::vector<float> values = sample_columns(layout, range.count, all_finite);
    const std::vector<double> shift = shift_of(layout, values);
    const StudyState device = state_of_device(layout, range, values, shift);
    const StudyState host = state_of_host(layout, range, values, shift);
    EXPECT_EQ(device.sums.total(), host.sums.total());
    EXPECT_EQ(device.undefined, host.undefined);
    EXPECT_EQ(device.non_finite_count, host.non_finite_count);
    EXPECT_EQ(device.non_finite_paths, host.non_finite_paths);
    EXPECT_EQ(device.lowest, host.lowest);
    EXPECT_EQ(device.highest, host.highest);
    EXPECT_EQ(state_hash(device, layout), state_hash(host, layout));
  }
}

INSTANTIATE_TEST_SUITE_P(BatchSizes, EmulatedReductions, ::testing::Values(1, 33, 100, 4090));

/// The node over groups [first, first + count): left child + right child.
double node_over(const std::vector<double>& groups, std::size_t first, std::size_t count) {
  if (count == 1) return groups[first];
  return node_over(groups, first, count / 2) + node_over(groups, first + count / 2, count / 2);
}

TEST(EmulatedSums, GroupsAreJoinedPairwise) {
  constexpr std::uint32_t items = 3;
  std::mt19937 words(11);
  std::lognormal_distribution<double> sample(0.0, 20.0);
  for (const std::uint32_t groups : {1U, 2U, 8U, 64U}) {
    std::vector<double> nodes(std::size_t{groups} * items * kNodeWidth);
    for (double& node : nodes) node = sample(words);
    const std::vector<double> before = nodes;
    std::vector<double> sums(items * kCrossSums);
    emulated::run_grid(1, kGroupThreads, [&] { join_groups(items, groups, kCrossSums, nodes.data(), sums.data()); });
    for (std::uint32_t item = 0; item < items; ++item) {
      for (std::uint32_t sum = 0; sum < kCrossSums; ++sum) {
        std::vector<double> of_groups;
        for (std::uint32_t group = 0; group < groups; ++group) {
          of_groups.push_back(before[(std::size_t{group} * items + item) * kNodeWidth + sum]);
        }
        EXPECT_EQ(sums[item * kCrossSums + sum], node_over(of_groups, 0, groups));
      }
    }
  }
}

TEST(EmulatedHistogram, KeysAreThoseOfTheHost) {
  std::uint32_t bits = 0;
  for (int k = 0; k < 2'000'000; ++k, bits += 2147U * 1009U) {
    const float value = float_from_bits(bits);
    if (!is_finite_value(value)) continue;
    ASSERT_EQ(histogram_key(value), static_cast<std::uint32_t>(FloatHistogram::key_of(value))) << value;
  }
}

TEST(EmulatedHistogram, EveryKeyOfAWindowHasOneBin) {
  constexpr std::uint32_t ends[][2] = {{0, kKeyCount - 1}, {140'000, 140'001}, {140'000, 146'000}, {90'000, 180'000}};
  for (const auto& [lowest, highest] : ends) {
    const KeyWindow window = make_window(lowest, highest);
    std::vector<bool> used(2 * kEndBins);
    std::uint32_t inside = 0;
    for (std::uint32_t key = lowest; key <= highest; ++key) {
      const std::uint32_t bin = window.bin_of(key);
      if (bin == 2 * kEndBins) continue;
      ASSERT_LT(bin, 2 * kEndBins);
      ASSERT_FALSE(used[bin]);
      used[bin] = true;
      ASSERT_EQ(window.key_of(bin), key);
      ++inside;
    }
    EXPECT_GE(inside, std::min(highest - lowest + 1, 2 * (kEndBins - kPageBins)));
  }
}

TEST(EmulatedHistogram, TakenBinsAreListedOnceAndEmptied) {
  std::vector<std::uint32_t> counts(3000);
  for (std::uint32_t bin = 0; bin < counts.size(); bin += 7) counts[bin] = bin + 1;
  std::vector<BinCount> list(counts.size());
  std::uint32_t size = 0;
  emulated::run_grid(12, kHistogramThreads, [&] { take_counts(counts.data(), 3000, list.data(), &size); });
  ASSERT_EQ(size, 429U);
  std::sort(list.begin(), list.begin() + size, [](BinCount a, BinCount b) { return a.bin < b.bin; });
  for (std::uint32_t k = 0; k < size; ++k) {
    EXPECT_EQ(list[k].bin, 7 * k);
    EXPECT_EQ(list[k].count, 7 * k + 1);
  }
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0U), 0U);
}

}  // namespace
}  // namespace hashlease::cuda
