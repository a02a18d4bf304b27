#include "io/state/state_file.hpp"

#include <span>

#include "io/groups/group_output.hpp"
#include "results/groups.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

namespace {

/// Lists of different lengths, one behind the other: list i is [offsets[i], offsets[i + 1]).
struct Offsets {
  std::vector<std::uint64_t> values{0};
  void close_list(std::uint64_t total) { values.push_back(total); }
};

void write_ranges(GroupOutput& writer, const StudyState& state) {
  std::vector<std::uint64_t> first;
  std::vector<std::uint64_t> count;
  for (const PathRange& range : state.ranges) {
    first.push_back(range.first);
    count.push_back(range.count);
  }
  writer.dimension("range", first.size());
  writer.write("range_first", first);
  writer.write("range_count", count);
}

void write_sums(GroupOutput& writer, const SumForest& sums) {
  std::vector<std::int32_t> levels;
  std::vector<std::uint64_t> indices;
  std::vector<double> values;
  for (const SumNode& node : sums.nodes()) {
    levels.push_back(node.level);
    indices.push_back(node.index);
    values.insert(values.end(), node.sums.begin(), node.sums.end());
  }
  writer.dimension("sum_node", levels.size());
  writer.dimension("sum", sums.width());
  writer.write("sum_node_level", levels);
  writer.write("sum_node_index", indices);
  writer.write("sum_node_sums", values);
}

/// Bins of histograms one behind the other, in datasets that start with `prefix`.
void write_histograms(GroupOutput& writer, const std::string& prefix, const std::string& boundary,
                      std::span<const FloatHistogram> histograms) {
  Offsets offsets;
  std::vector<std::int32_t> all_keys;
  std::vector<std::uint64_t> all_counts;
  for (const FloatHistogram& histogram : histograms) {
    std::vector<std::int32_t> keys;
    std::vector<std::uint64_t> counts;
    histogram.occupied(keys, counts);
    all_keys.insert(all_keys.end(), keys.begin(), keys.end());
    all_counts.insert(all_counts.end(), counts.begin(), counts.end());
    offsets.close_list(all_keys.size());
  }
  const std::string bin = prefix + "bin";
  writer.dimension(boundary, offsets.values.size());
  writer.dimension(bin, all_keys.size());
  writer.write(bin + "_offset", offsets.values);
  writer.write(bin + "_key", all_keys);
  writer.write(bin + "_count", all_counts);
}

void write_prefixes(GroupOutput& writer, const SumForest& sums) {
  std::vector<std::int32_t> levels;
  std::vector<double> values;
  for (std::size_t level = 0; level < sums.prefixes().size(); ++level) {
    const std::vector<double>& prefix = sums.prefixes()[level];
    if (prefix.empty()) continue;
    levels.push_back(static_cast<std::int32_t>(level));
    values.insert(values.end(), prefix.begin(), prefix.end());
  }
  if (levels.empty()) return;
  writer.dimension("prefix", levels.size());
  writer.dimension("prefix_sum", sums.watched_count());
  writer.write("prefix_level", levels);
  writer.write("prefix_sums", values);
}

void write_joint(GroupOutput& writer, const std::vector<JointHistogram>& pairs) {
  if (pairs.empty()) return;
  Offsets offsets;
  std::vector<std::int32_t> mining;
  std::vector<std::int32_t> ai;
  std::vector<std::uint64_t> counts;
  for (const JointHistogram& joint : pairs) {
    for (const JointHistogram::Cell& cell : joint.occupied()) {
      mining.push_back(static_cast<std::int32_t>(cell.key_a()));
      ai.push_back(static_cast<std::int32_t>(cell.key_b()));
      counts.push_back(cell.count);
    }
    offsets.close_list(counts.size());
  }
  writer.dimension("joint_boundary", offsets.values.size());
  writer.dimension("joint_cell", counts.size());
  writer.write("joint_offset", offsets.values);
  writer.write("joint_key_mining", mining);
  writer.write("joint_key_ai", ai);
  writer.write("joint_count", counts);
}

void write_octaves(GroupOutput& writer, const std::vector<std::vector<FloatHistogram>>& sites) {
  Offsets offsets;
  std::vector<FloatHistogram> all;
  for (const std::vector<FloatHistogram>& octaves : sites) {
    for (const FloatHistogram& histogram : octaves) all.emplace_back().merge(histogram);
    offsets.close_list(all.size());
  }
  writer.dimension("site_boundary", offsets.values.size());
  writer.write("octave_offset", offsets.values);
  write_histograms(writer, "octave_", "octave_boundary", all);
}

void write_tails(GroupOutput& writer, const std::string& side, const std::vector<std::vector<TailEntry>>& tails) {
  Offsets offsets;
  std::vector<float> values;
  std::vector<std::uint64_t> paths;
  for (const std::vector<TailEntry>& tail : tails) {
    for (const TailEntry& entry : tail) {
      values.push_back(entry.value);
      paths.push_back(entry.path);
    }
    offsets.close_list(values.size());
  }
  writer.dimension(side + "_boundary", offsets.values.size());
  writer.dimension(side + "_entry", values.size());
  writer.write(side + "_offset", offsets.values);
  writer.write(side + "_value", values);
  writer.write(side + "_path", paths);
}

}  // namespace

void write_state(Hdf5Writer& writer, const StudyState& state, const ColumnLayout& layout) {
  const ResultGroup rows = state_group();
  GroupOutput group(writer, rows);
  writer.attribute("/state", "state_hash", state_hash(state, layout));
  write_ranges(group, state);
  group.dimension("column", state.shift.size());
  group.write("shift", state.shift);
  group.write("undefined", state.undefined);
  write_sums(group, state.sums);
  write_prefixes(group, state.sums);
  write_histograms(group, "", "column_boundary", state.histograms);
  write_joint(group, state.joint);
  write_octaves(group, state.octaves);
  write_tails(group, "lowest", state.lowest);
  write_tails(group, "highest", state.highest);
  group.dimension("non_finite", state.non_finite_paths.size());
  group.write("non_finite_path", state.non_finite_paths);
  writer.attribute("/state", "non_finite_count", static_cast<std::int64_t>(state.non_finite_count));
}

}  // namespace hashlease
