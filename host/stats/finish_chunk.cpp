#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "stats/chunk_shape.hpp"
#include "stats/leaf_sum.hpp"
#include "stats/node_stack.hpp"
#include "stats/study_state.hpp"
#include "stats/tail_sample.hpp"

namespace hashlease {
namespace {

std::span<const float> column_of(const OutcomeChunk& chunk, int column) {
  return {chunk.values + static_cast<std::size_t>(column) * chunk.stride, static_cast<std::size_t>(chunk.range.count)};
}

void cross_sums(const StudyState& state, const OutcomeChunk& chunk, std::pair<int, int> columns, double* sums) {
  const std::span<const float> a = column_of(chunk, columns.first);
  const std::span<const float> b = column_of(chunk, columns.second);
  NodeStack<kCrossSums> stack;
  for (std::size_t first = 0; first < a.size(); first += kLeafPaths) {
    const auto size = static_cast<int>(std::min<std::size_t>(kLeafPaths, a.size() - first));
    std::array<double, kCrossSums> leaf;
    leaf_cross(a.data() + first, b.data() + first, size, state.shift[columns.first], state.shift[columns.second],
               leaf.data());
    stack.push(leaf);
  }
  const std::array<double, kCrossSums>& total = stack.root();
  std::copy(total.begin(), total.end(), sums);
}

/// Counts paths with an outcome that is not finite; columns without one were found by accumulate_columns.
void find_non_finite(StudyState& state, const ColumnLayout& layout, const OutcomeChunk& chunk, const ChunkSums& sums) {
  std::vector<bool> hit;
  for (int column = 0; column < layout.outcome_column_count(); ++column) {
    if (sums.undefined[column] == 0) continue;
    const std::span<const float> values = column_of(chunk, column);
    hit.resize(values.size(), false);
    for (std::size_t path = 0; path < values.size(); ++path) {
      if (!is_finite_value(values[path])) hit[path] = true;
    }
  }
  std::vector<std::uint64_t> paths;
  for (std::size_t path = 0; path < hit.size(); ++path) {
    if (hit[path]) paths.push_back(chunk.range.first + path);
  }
  state.non_finite_count += paths.size();
  merge_non_finite(state.non_finite_paths, paths);
}

}  // namespace

void follow_chunk(StudyState& state, const ColumnLayout& layout, const PathRange& range,
                  const std::function<std::span<const float>(int column)>& values_of) {
  const std::size_t octave = octave_of(range.first);
  for (int site = 0; site < layout.site_count(); ++site) {
    std::vector<FloatHistogram>& octaves = state.octaves[static_cast<std::size_t>(site)];
    if (octaves.size() <= octave) octaves.resize(octave + 1);
    for (const float value : values_of(layout.convergence_column(site))) {
      if (is_finite_value(value)) octaves[octave].add(value);
    }
  }
  for (std::size_t pair = 0; pair < state.joint.size(); ++pair) {
    const std::span<const float> mining = values_of(layout.joint_pairs()[pair].mining_column);
    const std::span<const float> ai = values_of(layout.joint_pairs()[pair].ai_column);
    for (std::size_t path = 0; path < mining.size(); ++path) {
      if (is_finite_value(mining[path]) && is_finite_value(ai[path])) state.joint[pair].add(mining[path], ai[path]);
    }
  }
}

void finish_chunk(StudyState& state, const ColumnLayout& layout, const OutcomeChunk& chunk, ChunkSums& sums) {
  const int level = node_level(chunk.range);
  add_range(state.ranges, chunk.range);
  double* pair_sums = sums.values.data() + static_cast<std::size_t>(layout.column_count()) * kPowerSums;
  for (const auto& columns : layout.correlated_columns()) {
    cross_sums(state, chunk, columns, pair_sums);
    pair_sums += kCrossSums;
  }
  for (std::size_t headline = 0; headline < layout.headline_columns().size(); ++headline) {
    const auto column = static_cast<std::size_t>(layout.headline_columns()[headline]);
    sums.values[headline_count_offset(layout) + headline] =
        static_cast<double>(chunk.range.count - sums.undefined[column]);
  }
  state.sums.add({level, chunk.range.first / kLeafPaths >> level, sums.values});
  const auto keep = static_cast<std::size_t>(layout.tail_paths());
  for (std::size_t headline = 0; headline < layout.headline_columns().size(); ++headline) {
    const std::span<const float> values = column_of(chunk, layout.headline_columns()[headline]);
    sample_tail(state.lowest[headline], values, chunk.range.first, TailSide::lowest, keep);
    sample_tail(state.highest[headline], values, chunk.range.first, TailSide::highest, keep);
  }
  follow_chunk(state, layout, chunk.range, [&](int column) { return column_of(chunk, column); });
  find_non_finite(state, layout, chunk, sums);
}

}  // namespace hashlease
