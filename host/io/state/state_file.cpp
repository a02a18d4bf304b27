#include "io/state/state_file.hpp"

#include <fmt/format.h>

#include <span>

#include "io/hdf5/hdf5_file.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

namespace {

/// Lists of different lengths, one behind the other: list i is [offsets[i], offsets[i + 1]).
struct Offsets {
  std::vector<std::uint64_t> values{0};
  void close_list(std::uint64_t total) { values.push_back(total); }
};

class StateWriter {
 public:
  explicit StateWriter(Hdf5Writer& writer) : writer_(writer) {}

  /// Lists that are empty are left out, and so are their axes.
  void dimension(const std::string& name, std::uint64_t length) {
    if (length > 0) writer_.create_dimension(path(name), length);
  }

  template <class T>
  void write(const std::string& name, const std::vector<std::string>& axes, const Shape& shape,
             const std::vector<T>& values, const std::string& meaning) {
    if (values.empty()) return;
    Variable variable{path(name), shape, {}};
    for (const std::string& axis : axes) variable.dimensions.push_back(path(axis));
    writer_.write<T>(variable, values);
    writer_.attribute(path(name), "long_name", meaning);
  }
  template <class T>
  void write(const std::string& name, const std::string& axis, const std::vector<T>& values,
             const std::string& meaning) {
    write(name, std::vector<std::string>{axis}, Shape{values.size()}, values, meaning);
  }

 private:
  static std::string path(const std::string& name) { return "/state/" + name; }
  Hdf5Writer& writer_;
};

void write_ranges(StateWriter& writer, const StudyState& state) {
  std::vector<std::uint64_t> first;
  std::vector<std::uint64_t> count;
  for (const PathRange& range : state.ranges) {
    first.push_back(range.first);
    count.push_back(range.count);
  }
  writer.dimension("range", first.size());
  writer.write("range_first", "range", first, "first path of the range");
  writer.write("range_count", "range", count, "number of paths in the range");
}

void write_sums(StateWriter& writer, const SumForest& sums) {
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
  writer.write("sum_node_level", "sum_node", levels, "level of the node: it covers 64 << level paths");
  writer.write("sum_node_index", "sum_node", indices, "index of the node in its level, from path 0");
  writer.write("sum_node_sums", {"sum_node", "sum"}, {levels.size(), sums.width()}, values,
               "sums of the node: 8 power sums of each column, 6 cross sums of each pair of columns, number of finite "
               "paths of each headline column");
}

/// Bins of histograms one behind the other, in datasets that start with `prefix`; `list`: what has a histogram.
void write_histograms(StateWriter& writer, const std::string& prefix, const std::string& boundary,
                      const std::string& list, std::span<const FloatHistogram> histograms) {
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
  writer.write(bin + "_offset", boundary, offsets.values,
               fmt::format("bins of {0} c are {1}_offset[c] to {1}_offset[c + 1]", list, bin));
  writer.write(bin + "_key", bin, all_keys,
               "upper 18 bits of the float32 values in the bin, in ascending order of value");
  writer.write(bin + "_count", bin, all_counts, "number of paths in the bin");
}

void write_prefixes(StateWriter& writer, const SumForest& sums) {
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
  writer.write("prefix_level", "prefix", levels, "level of the prefix: it covers paths 0 to (64 << level) - 1");
  writer.write("prefix_sums", {"prefix", "prefix_sum"}, {levels.size(), sums.watched_count()}, values,
               "of each headline column 8 power sums over the prefix, then its number of finite paths");
}

void write_joint(StateWriter& writer, const std::vector<JointHistogram>& pairs) {
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
  writer.write("joint_offset", "joint_boundary", offsets.values,
               "cells of the p-th site with both streams are joint_offset[p] to joint_offset[p + 1]");
  writer.write("joint_key_mining", "joint_cell", mining, "upper 16 bits of mining revenue in the cell, ascending");
  writer.write("joint_key_ai", "joint_cell", ai, "upper 16 bits of AI revenue in the cell");
  writer.write("joint_count", "joint_cell", counts, "number of paths in the cell");
}

void write_octaves(StateWriter& writer, const std::vector<std::vector<FloatHistogram>>& sites) {
  Offsets offsets;
  std::vector<FloatHistogram> all;
  for (const std::vector<FloatHistogram>& octaves : sites) {
    for (const FloatHistogram& histogram : octaves) all.emplace_back().merge(histogram);
    offsets.close_list(all.size());
  }
  writer.dimension("site_boundary", offsets.values.size());
  writer.write(
      "octave_offset", "site_boundary", offsets.values,
      "octaves of site s are octave_offset[s] to octave_offset[s + 1]; octave 0 is the first 1024 paths, octave "
      "k those from 1024 << (k - 1)");
  write_histograms(writer, "octave_", "octave_boundary", "octave", all);
}

void write_tails(StateWriter& writer, const std::string& side, const std::vector<std::vector<TailEntry>>& tails) {
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
  writer.write(side + "_offset", side + "_boundary", offsets.values,
               fmt::format("entries of headline column h are {0}_offset[h] to {0}_offset[h + 1]", side));
  writer.write(side + "_value", side + "_entry", values, fmt::format("{} values of the headline columns", side));
  writer.write(side + "_path", side + "_entry", paths, "their paths");
}

}  // namespace

void write_state(Hdf5Writer& writer, const StudyState& state, const ColumnLayout& layout) {
  writer.create_group("/state");
  writer.attribute("/state", "long_name", "exact state of the study, from which every statistic is worked out");
  writer.attribute("/state", "state_hash", state_hash(state, layout));
  StateWriter group(writer);
  write_ranges(group, state);
  group.dimension("column", state.shift.size());
  group.write("shift", "column", state.shift, "value that the sums of the column are counted from");
  group.write("undefined", "column", state.undefined, "number of paths on which the column is not finite");
  write_sums(group, state.sums);
  write_prefixes(group, state.sums);
  write_histograms(group, "", "column_boundary", "column", state.histograms);
  write_joint(group, state.joint);
  write_octaves(group, state.octaves);
  write_tails(group, "lowest", state.lowest);
  write_tails(group, "highest", state.highest);
  group.dimension("non_finite", state.non_finite_paths.size());
  group.write("non_finite_path", "non_finite", state.non_finite_paths,
              "first paths with an outcome that is not finite");
  writer.attribute("/state", "non_finite_count", static_cast<std::int64_t>(state.non_finite_count));
}

}  // namespace hashlease
