#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "io/state/state_file.hpp"

namespace hashlease {

namespace {

void require(bool holds, const std::string& problem) {
  if (!holds) throw RunError(problem);
}

std::uint64_t leaf_after(std::uint64_t path) { return (path + kLeafPaths - 1) / kLeafPaths; }

/// Ascending, apart from each other, inside the largest study. Returns the number of paths.
std::uint64_t check_ranges(const std::vector<PathRange>& ranges) {
  std::uint64_t paths = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const PathRange& range = ranges[i];
    const bool fits = range.first < kMaxPaths && range.count > 0 && range.count <= kMaxPaths - range.first;
    require(fits && range.first % kLeafPaths == 0, fmt::format("path range {} is not valid", i));
    require(i == 0 || ranges[i - 1].end() < range.first,
            fmt::format("path range {} does not follow the one before it", i));
    paths += range.count;
  }
  return paths;
}

bool holds_path(const std::vector<PathRange>& ranges, std::uint64_t path) {
  const auto behind = std::upper_bound(ranges.begin(), ranges.end(), path,
                                       [](std::uint64_t value, const PathRange& range) { return value < range.first; });
  return behind != ranges.begin() && path < (behind - 1)->end();
}

/// The nodes cover the leaves of the ranges, no more and no less. Both are ascending and without overlap.
void check_nodes(const StudyState& state) {
  std::size_t at = 0;
  const std::vector<SumNode>& nodes = state.sums.nodes();
  for (const PathRange& range : state.ranges) {
    std::uint64_t leaf = range.first / kLeafPaths;
    const std::uint64_t end = leaf_after(range.end());
    while (leaf < end) {
      require(at < nodes.size() && nodes[at].index << nodes[at].level == leaf, "the sums do not cover the paths");
      leaf += std::uint64_t{1} << nodes[at].level;
      ++at;
    }
    require(leaf == end, "the sums cover more than the paths");
  }
  require(at == nodes.size(), "the sums cover more than the paths");
}

void check_columns(const StudyState& state, const ColumnLayout& layout, std::uint64_t paths) {
  for (std::size_t column = 0; column < state.shift.size(); ++column) {
    require(std::isfinite(state.shift[column]), fmt::format("the shift of column {} is not finite", column));
    require(state.undefined[column] <= paths, fmt::format("column {} is undefined on too many paths", column));
    const bool kept = layout.has_distribution(static_cast<int>(column));
    const std::uint64_t counted = kept ? paths - state.undefined[column] : 0;
    require(state.histograms[column].total() == counted,
            fmt::format("the histogram of column {} has {} paths, not {}", column, state.histograms[column].total(),
                        counted));
  }
}

/// `behind(a, b)`: b may not stand before a.
template <class Behind>
void check_tail(const std::vector<TailEntry>& tail, const std::vector<PathRange>& ranges, std::int64_t most,
                const std::string& name, Behind behind) {
  require(tail.size() <= static_cast<std::size_t>(most), name + " has too many entries");
  for (std::size_t i = 0; i < tail.size(); ++i) {
    require(std::isfinite(tail[i].value) && holds_path(ranges, tail[i].path),
            fmt::format("entry {} of {} is of a path that the file does not hold", i, name));
    require(i == 0 || behind(tail[i - 1], tail[i]), fmt::format("entry {} of {} is out of order", i, name));
  }
}

void check_tails(const StudyState& state, const ColumnLayout& layout) {
  const auto ascending = [](const TailEntry& a, const TailEntry& b) {
    return a.value < b.value || (a.value == b.value && a.path < b.path);
  };
  const auto descending = [](const TailEntry& a, const TailEntry& b) {
    return a.value > b.value || (a.value == b.value && a.path < b.path);
  };
  for (std::size_t i = 0; i < state.lowest.size(); ++i) {
    check_tail(state.lowest[i], state.ranges, layout.tail_paths(), fmt::format("lowest tail {}", i), ascending);
    check_tail(state.highest[i], state.ranges, layout.tail_paths(), fmt::format("highest tail {}", i), descending);
  }
}

void check_non_finite(const StudyState& state, std::uint64_t paths) {
  require(state.non_finite_count <= paths, "there are more paths that are not finite than paths");
  const std::uint64_t expected = std::min<std::uint64_t>(state.non_finite_count, kMaxNonFiniteIds);
  require(state.non_finite_paths.size() == expected, "the list of paths that are not finite has another length");
  for (std::size_t i = 0; i < state.non_finite_paths.size(); ++i) {
    require(holds_path(state.ranges, state.non_finite_paths[i]) &&
                (i == 0 || state.non_finite_paths[i - 1] < state.non_finite_paths[i]),
            fmt::format("entry {} of the paths that are not finite is not a path of the file", i));
  }
}

/// Prefixes are those nodes from path 0 that the ranges make.
void check_prefixes(const StudyState& state) {
  const bool starts = !state.ranges.empty() && state.ranges[0].first == 0;
  const std::uint64_t leaves = starts ? leaf_after(state.ranges[0].end()) : 0;
  const auto& prefixes = state.sums.prefixes();
  for (std::size_t level = 0; level < 63; ++level) {
    const bool held = level < prefixes.size() && !prefixes[level].empty();
    const bool expected = level >= kFirstPrefixLevel && (std::uint64_t{1} << level) <= leaves;
    require(held == expected,
            fmt::format("the sums of the prefix of level {} should {}be present", level, expected ? "" : "not "));
  }
}

/// Octaves split the histogram of their column.
void check_octaves(const StudyState& state, const ColumnLayout& layout) {
  const std::size_t octaves = state.ranges.empty() ? 0 : octave_of(state.ranges.back().end() - 1) + 1;
  for (int site = 0; site < layout.site_count(); ++site) {
    const auto& of_site = state.octaves[static_cast<std::size_t>(site)];
    require(of_site.size() == octaves, fmt::format("site {} has {} octaves, not {}", site, of_site.size(), octaves));
    std::uint64_t paths = 0;
    for (const FloatHistogram& histogram : of_site) paths += histogram.total();
    require(paths == state.histograms[static_cast<std::size_t>(layout.convergence_column(site))].total(),
            fmt::format("the octaves of site {} do not have the paths of its cash flow", site));
  }
}

void check_joint(const StudyState& state, const ColumnLayout& layout, std::uint64_t paths) {
  for (std::size_t pair = 0; pair < state.joint.size(); ++pair) {
    const std::uint64_t mining = state.undefined[static_cast<std::size_t>(layout.joint_pairs()[pair].mining_column)];
    const std::uint64_t ai = state.undefined[static_cast<std::size_t>(layout.joint_pairs()[pair].ai_column)];
    const std::uint64_t counted = state.joint[pair].total();
    require(counted <= paths - std::max(mining, ai) && counted + mining + ai >= paths,
            fmt::format("joint distribution {} has {} paths, which is impossible", pair, counted));
  }
}

}  // namespace

void check_state(const StudyState& state, const ColumnLayout& layout) {
  const auto columns = static_cast<std::size_t>(layout.column_count());
  require(state.shift.size() == columns && state.undefined.size() == columns && state.histograms.size() == columns &&
              state.sums.width() == sum_width(layout) && state.lowest.size() == layout.headline_columns().size() &&
              state.highest.size() == layout.headline_columns().size() &&
              state.joint.size() == layout.joint_pairs().size() &&
              state.octaves.size() == static_cast<std::size_t>(layout.site_count()),
          "the state is not of a study with these sites and periods");
  const std::uint64_t paths = check_ranges(state.ranges);
  check_nodes(state);
  check_columns(state, layout, paths);
  check_tails(state, layout);
  check_prefixes(state);
  check_octaves(state, layout);
  check_joint(state, layout, paths);
  check_non_finite(state, paths);
}

}  // namespace hashlease
