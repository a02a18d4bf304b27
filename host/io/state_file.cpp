#include "io/state_file.hpp"

#include <fmt/format.h>

#include "io/hdf5_file.hpp"
#include "stats/state_hash.hpp"

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
               "sums of the node: 8 power sums of each column, then 6 cross sums of each pair of columns");
}

void write_histograms(StateWriter& writer, const std::vector<FloatHistogram>& histograms) {
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
  writer.dimension("column_boundary", offsets.values.size());
  writer.dimension("bin", all_keys.size());
  writer.write("bin_offset", "column_boundary", offsets.values,
               "bins of column c are bin_offset[c] to bin_offset[c + 1]");
  writer.write("bin_key", "bin", all_keys,
               "upper 18 bits of the float32 values in the bin, in ascending order of value");
  writer.write("bin_count", "bin", all_counts, "number of paths in the bin");
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
  write_histograms(group, state.histograms);
  write_tails(group, "lowest", state.lowest);
  write_tails(group, "highest", state.highest);
  group.dimension("non_finite", state.non_finite_paths.size());
  group.write("non_finite_path", "non_finite", state.non_finite_paths,
              "first paths with an outcome that is not finite");
  writer.attribute("/state", "non_finite_count", static_cast<std::int64_t>(state.non_finite_count));
}

namespace {

class StateReader {
 public:
  explicit StateReader(const Hdf5Reader& reader) : reader_(reader) {}

  /// A list of any length; what is not there is empty.
  template <class T>
  std::vector<T> read(const std::string& name) const {
    const std::string path = "/state/" + name;
    return reader_.exists(path) ? reader_.read<T>(path) : std::vector<T>{};
  }
  template <class T>
  std::vector<T> read(const std::string& name, const Shape& shape) const {
    const std::string path = "/state/" + name;
    return element_count(shape) > 0 || reader_.exists(path) ? reader_.read<T>(path, shape) : std::vector<T>{};
  }
  [[noreturn]] void fail(const std::string& name, const std::string& problem) const {
    throw Hdf5Error(reader_.path(), "/state/" + name, problem);
  }
  /// Offsets of `lists` lists into `total` elements.
  std::vector<std::uint64_t> offsets(const std::string& name, std::size_t lists, std::size_t total) const {
    std::vector<std::uint64_t> values = read<std::uint64_t>(name, {lists + 1});
    for (std::size_t i = 0; i < lists; ++i) {
      if (values[i] > values[i + 1]) fail(name, fmt::format("offset {} is above the next one", i));
    }
    if (values.front() != 0 || values.back() != total) fail(name, "the offsets do not cover the elements");
    return values;
  }

 private:
  const Hdf5Reader& reader_;
};

std::vector<PathRange> read_ranges(const StateReader& reader) {
  const auto first = reader.read<std::uint64_t>("range_first");
  const auto count = reader.read<std::uint64_t>("range_count", {first.size()});
  std::vector<PathRange> ranges;
  for (std::size_t i = 0; i < first.size(); ++i) ranges.push_back({first[i], count[i]});
  return ranges;
}

SumForest read_sums(const StateReader& reader, std::size_t width) {
  const auto levels = reader.read<std::int32_t>("sum_node_level");
  const auto indices = reader.read<std::uint64_t>("sum_node_index", {levels.size()});
  const auto values = reader.read<double>("sum_node_sums", {levels.size(), width});
  SumForest forest(width);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < 0 || levels[i] > 42 || indices[i] > (kMaxPaths / kLeafPaths) >> levels[i]) {
      reader.fail("sum_node_level", fmt::format("node {} is none of a study", i));
    }
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * width);
    forest.add({levels[i], indices[i], std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(width))});
  }
  if (forest.nodes().size() != levels.size()) reader.fail("sum_node_level", "nodes that belong together are apart");
  return forest;
}

std::vector<FloatHistogram> read_histograms(const StateReader& reader, std::size_t columns) {
  const auto keys = reader.read<std::int32_t>("bin_key");
  const auto counts = reader.read<std::uint64_t>("bin_count", {keys.size()});
  const auto offsets = reader.offsets("bin_offset", columns, keys.size());
  std::vector<FloatHistogram> histograms(columns);
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::uint64_t bin = offsets[column]; bin < offsets[column + 1]; ++bin) {
      const bool ascending = bin == offsets[column] || keys[bin - 1] < keys[bin];
      if (keys[bin] < 0 || keys[bin] >= FloatHistogram::kKeyCount || !ascending || counts[bin] == 0) {
        reader.fail("bin_key", fmt::format("bin {} cannot stand where it does", bin));
      }
      histograms[column].add(keys[bin], counts[bin]);
    }
  }
  return histograms;
}

std::vector<std::vector<TailEntry>> read_tails(const StateReader& reader, const std::string& side, std::size_t lists) {
  const auto values = reader.read<float>(side + "_value");
  const auto paths = reader.read<std::uint64_t>(side + "_path", {values.size()});
  const auto offsets = reader.offsets(side + "_offset", lists, values.size());
  std::vector<std::vector<TailEntry>> tails(lists);
  for (std::size_t list = 0; list < lists; ++list) {
    for (std::uint64_t i = offsets[list]; i < offsets[list + 1]; ++i) tails[list].push_back({values[i], paths[i]});
  }
  return tails;
}

}  // namespace

StudyState read_state(const Hdf5Reader& reader, const ColumnLayout& layout) {
  const StateReader group(reader);
  const auto columns = static_cast<std::size_t>(layout.column_count());
  const std::size_t headlines = layout.headline_columns().size();
  try {
    StudyState state;
    state.ranges = read_ranges(group);
    state.shift = group.read<double>("shift", {columns});
    state.undefined = group.read<std::uint64_t>("undefined", {columns});
    state.sums = read_sums(group, sum_width(layout));
    state.histograms = read_histograms(group, columns);
    state.lowest = read_tails(group, "lowest", headlines);
    state.highest = read_tails(group, "highest", headlines);
    state.non_finite_paths = group.read<std::uint64_t>("non_finite_path");
    state.non_finite_count = static_cast<std::uint64_t>(reader.integer_attribute("/state", "non_finite_count"));
    check_state(state, layout);
    if (state_hash(state, layout) != reader.text_attribute("/state", "state_hash")) {
      throw RunError("its content does not have the hash that it states");
    }
    return state;
  } catch (const Hdf5Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Hdf5Error(reader.path(), "/state", error.what());
  }
}

}  // namespace hashlease
