#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <span>
#include <vector>

#include "stats/state/study_state.hpp"
#include "stats/state/tail_sample.hpp"
#include "stats/sums/chunk_shape.hpp"
#include "stats/sums/leaf_sum.hpp"
#include "stats/sums/node_stack.hpp"

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

void follow_site(FloatHistogram& octave, std::span<const float> values) {
  for (const float value : values) {
    if (is_finite_value(value)) octave.add(value);
  }
}

void follow_pair(JointHistogram& joint, std::span<const float> mining, std::span<const float> ai) {
  for (std::size_t path = 0; path < mining.size(); ++path) {
    if (is_finite_value(mining[path]) && is_finite_value(ai[path])) joint.add(mining[path], ai[path]);
  }
}

}  // namespace

void follow_chunk(StudyState& state, const ColumnLayout& layout, const PathRange& range,
                  const std::function<std::span<const float>(int column)>& values_of, int threads) {
  const std::size_t octave = octave_of(range.first);
  for (std::vector<FloatHistogram>& octaves : state.octaves) octaves.resize(std::max(octaves.size(), octave + 1));
  const std::size_t targets = state.octaves.size() + state.joint.size();
  const auto follow = [&](std::size_t target) {
    if (target < state.octaves.size()) {
      follow_site(state.octaves[target][octave], values_of(layout.convergence_column(static_cast<int>(target))));
    } else {
      const std::size_t pair = target - state.octaves.size();
      const ColumnLayout::JointPair& columns = layout.joint_pairs()[pair];
      follow_pair(state.joint[pair], values_of(columns.mining_column), values_of(columns.ai_column));
    }
  };
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t target = next++; target < targets; target = next++) follow(target);
  };
  std::vector<std::future<void>> others;  // joined however this scope is left
  for (std::size_t k = 1; k < std::min(targets, static_cast<std::size_t>(threads)); ++k) {
    others.push_back(std::async(std::launch::async, work));
  }
  work();
  for (std::future<void>& other : others) other.get();
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
