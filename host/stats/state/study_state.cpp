#include "stats/state/study_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "base/error.hpp"
#include "stats/state/tail_sample.hpp"
#include "stats/sums/chunk_shape.hpp"

namespace hashlease {
namespace {

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  });
}

/// For each headline column its power sums and its count of finite paths.
std::vector<std::size_t> prefix_sums(const ColumnLayout& layout) {
  std::vector<std::size_t> watched;
  for (std::size_t headline = 0; headline < layout.headline_columns().size(); ++headline) {
    const auto column = static_cast<std::size_t>(layout.headline_columns()[headline]);
    for (std::size_t power = 0; power < kPowerSums; ++power) watched.push_back(column * kPowerSums + power);
    watched.push_back(headline_count_offset(layout) + headline);
  }
  return watched;
}

}  // namespace

void add_range(std::vector<PathRange>& ranges, const PathRange& range) {
  auto next = std::lower_bound(ranges.begin(), ranges.end(), range,
                               [](const PathRange& a, const PathRange& b) { return a.first < b.first; });
  const bool hits_next = next != ranges.end() && next->first < range.end();
  const bool hits_previous = next != ranges.begin() && (next - 1)->end() > range.first;
  if (hits_next || hits_previous) {
    throw RunError(fmt::format("paths {} to {} overlap paths that are already there", range.first, range.end() - 1));
  }
  next = ranges.insert(next, range);
  if (next + 1 != ranges.end() && next->end() == (next + 1)->first) {
    next->count += (next + 1)->count;
    ranges.erase(next + 1);
  }
  if (next != ranges.begin() && (next - 1)->end() == next->first) {
    (next - 1)->count += next->count;
    ranges.erase(next);
  }
}

int node_level(const PathRange& range) {
  const std::uint64_t leaves = leaf_count(range);
  if (range.first % kLeafPaths != 0 || !std::has_single_bit(leaves) || (range.first / kLeafPaths) % leaves != 0) {
    throw RunError(fmt::format("paths {} to {} are not a whole node of the summation tree", range.first, range.end()));
  }
  return std::countr_zero(leaves);
}

std::size_t octave_of(std::uint64_t path) { return static_cast<std::size_t>(std::bit_width(path / kFirstPrefixPaths)); }

std::size_t headline_count_offset(const ColumnLayout& layout) {
  return static_cast<std::size_t>(layout.column_count()) * kPowerSums + layout.correlated_columns().size() * kCrossSums;
}

std::size_t sum_width(const ColumnLayout& layout) {
  return headline_count_offset(layout) + layout.headline_columns().size();
}

ChunkSums make_chunk_sums(const ColumnLayout& layout) {
  return {std::vector<double>(sum_width(layout), 0.0),
          std::vector<std::uint64_t>(static_cast<std::size_t>(layout.column_count()), 0)};
}

StudyState make_study_state(const ColumnLayout& layout, std::vector<double> shift) {
  const auto columns = static_cast<std::size_t>(layout.column_count());
  if (shift.size() != columns) throw RunError("the shifts do not have the size of the study");
  for (double& value : shift) value = std::isfinite(value) ? value : 0.0;
  StudyState state;
  state.shift = std::move(shift);
  state.sums = SumForest(sum_width(layout), prefix_sums(layout));
  state.undefined.assign(columns, 0);
  state.histograms.resize(columns);
  state.lowest.resize(layout.headline_columns().size());
  state.highest.resize(layout.headline_columns().size());
  state.joint.resize(layout.joint_pairs().size());
  state.octaves.resize(static_cast<std::size_t>(layout.site_count()));
  return state;
}

PathRange next_chunk(const PathRange& range, std::uint64_t max_paths) {
  if (range.count == 0 || range.first % kLeafPaths != 0) {
    throw RunError(fmt::format("a chunk of {} paths cannot start at path {}", range.count, range.first));
  }
  const std::uint64_t leaf = range.first / kLeafPaths;
  const std::uint64_t fitting = std::min(leaf_count(range), std::max(max_paths / kLeafPaths, std::uint64_t{1}));
  std::uint64_t leaves = std::bit_floor(fitting);
  if (leaf == 0) leaves = std::min(leaves, kFirstPrefixPaths / kLeafPaths);
  if (leaf != 0) leaves = std::min(leaves, std::uint64_t{1} << std::countr_zero(leaf));
  return {range.first, std::min(range.count, leaves * kLeafPaths)};
}

void merge_state(StudyState& into, const ColumnLayout& layout, const StudyState& other) {
  if (!same_bits(into.shift, other.shift) || into.sums.width() != other.sums.width()) {
    throw RunError("states of different studies cannot be merged");
  }
  std::vector<PathRange> ranges = into.ranges;
  for (const PathRange& range : other.ranges) add_range(ranges, range);
  into.sums.merge(other.sums);
  into.ranges = std::move(ranges);
  for (std::size_t column = 0; column < into.undefined.size(); ++column) {
    into.undefined[column] += other.undefined[column];
    into.histograms[column].merge(other.histograms[column]);
  }
  const auto keep = static_cast<std::size_t>(layout.tail_paths());
  for (std::size_t headline = 0; headline < into.lowest.size(); ++headline) {
    merge_tail(into.lowest[headline], other.lowest[headline], TailSide::lowest, keep);
    merge_tail(into.highest[headline], other.highest[headline], TailSide::highest, keep);
  }
  for (std::size_t pair = 0; pair < into.joint.size(); ++pair) into.joint[pair].merge(other.joint[pair]);
  for (std::size_t site = 0; site < into.octaves.size(); ++site) {
    std::vector<FloatHistogram>& octaves = into.octaves[site];
    octaves.resize(std::max(octaves.size(), other.octaves[site].size()));
    for (std::size_t k = 0; k < other.octaves[site].size(); ++k) octaves[k].merge(other.octaves[site][k]);
  }
  into.non_finite_count += other.non_finite_count;
  merge_non_finite(into.non_finite_paths, other.non_finite_paths);
}

}  // namespace hashlease
