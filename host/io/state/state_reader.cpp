#include <fmt/format.h>

#include <utility>

#include "io/hdf5/hdf5_file.hpp"
#include "io/state/state_file.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

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

SumForest read_sums(const StateReader& reader, SumForest forest) {
  const std::size_t width = forest.width();
  const auto levels = reader.read<std::int32_t>("sum_node_level");
  const auto indices = reader.read<std::uint64_t>("sum_node_index", {levels.size()});
  const auto values = reader.read<double>("sum_node_sums", {levels.size(), width});
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < 0 || levels[i] > 42 || indices[i] > (kMaxPaths / kLeafPaths) >> levels[i]) {
      reader.fail("sum_node_level", fmt::format("node {} is not one that a study has", i));
    }
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * width);
    forest.add({levels[i], indices[i], std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(width))});
  }
  if (forest.nodes().size() != levels.size()) reader.fail("sum_node_level", "nodes that should be merged are separate");
  return forest;
}

void read_prefixes(const StateReader& reader, SumForest& forest) {
  const auto levels = reader.read<std::int32_t>("prefix_level");
  const std::size_t width = forest.watched_count();
  const auto values = reader.read<double>("prefix_sums", {levels.size(), width});
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < kFirstPrefixLevel || levels[i] > 42 || (i > 0 && levels[i] <= levels[i - 1])) {
      reader.fail("prefix_level", fmt::format("prefix {} is not one that a study has", i));
    }
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * width);
    forest.set_prefix(levels[i], std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(width)));
  }
}

std::vector<JointHistogram> read_joint(const StateReader& reader, std::size_t pairs) {
  std::vector<JointHistogram> joint(pairs);
  if (pairs == 0) return joint;
  constexpr std::int32_t kKeys = 1 << JointHistogram::kKeyBits;
  const auto mining = reader.read<std::int32_t>("joint_key_mining");
  const auto ai = reader.read<std::int32_t>("joint_key_ai", {mining.size()});
  const auto counts = reader.read<std::uint64_t>("joint_count", {mining.size()});
  const auto offsets = reader.offsets("joint_offset", pairs, mining.size());
  const auto keys_of = [&](std::uint64_t cell) { return std::pair(mining[cell], ai[cell]); };
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    for (std::uint64_t cell = offsets[pair]; cell < offsets[pair + 1]; ++cell) {
      const bool ascending = cell == offsets[pair] || keys_of(cell - 1) < keys_of(cell);
      if (mining[cell] < 0 || mining[cell] >= kKeys || ai[cell] < 0 || ai[cell] >= kKeys || !ascending ||
          counts[cell] == 0) {
        reader.fail("joint_key_mining", fmt::format("cell {} is out of order or out of range", cell));
      }
      const auto keys =
          static_cast<std::uint32_t>(mining[cell]) << JointHistogram::kKeyBits | static_cast<std::uint32_t>(ai[cell]);
      joint[pair].add({keys, counts[cell]});
    }
  }
  return joint;
}

/// As write_histograms.
std::vector<FloatHistogram> read_histograms(const StateReader& reader, const std::string& prefix, std::size_t columns) {
  const auto keys = reader.read<std::int32_t>(prefix + "bin_key");
  const auto counts = reader.read<std::uint64_t>(prefix + "bin_count", {keys.size()});
  const auto offsets = reader.offsets(prefix + "bin_offset", columns, keys.size());
  std::vector<FloatHistogram> histograms(columns);
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::uint64_t bin = offsets[column]; bin < offsets[column + 1]; ++bin) {
      const bool ascending = bin == offsets[column] || keys[bin - 1] < keys[bin];
      if (keys[bin] < 0 || keys[bin] >= FloatHistogram::kKeyCount || !ascending || counts[bin] == 0) {
        reader.fail(prefix + "bin_key", fmt::format("bin {} is out of order or out of range", bin));
      }
      histograms[column].add(keys[bin], counts[bin]);
    }
  }
  return histograms;
}

std::vector<std::vector<FloatHistogram>> read_octaves(const StateReader& reader, std::size_t sites) {
  constexpr std::uint64_t kMaxOctaves = 64;
  const auto offsets = reader.read<std::uint64_t>("octave_offset", {sites + 1});
  std::vector<std::vector<FloatHistogram>> octaves(sites);
  if (offsets.front() != 0 || offsets.back() > sites * kMaxOctaves) {
    reader.fail("octave_offset", "there are more octaves than a study has");
  }
  std::vector<FloatHistogram> all = read_histograms(reader, "octave_", static_cast<std::size_t>(offsets.back()));
  for (std::size_t site = 0; site < sites; ++site) {
    if (offsets[site] > offsets[site + 1]) reader.fail("octave_offset", "an offset is above the next one");
    for (std::uint64_t k = offsets[site]; k < offsets[site + 1]; ++k) octaves[site].push_back(std::move(all[k]));
  }
  return octaves;
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
    state.sums = read_sums(group, make_study_state(layout, std::vector<double>(columns)).sums);
    read_prefixes(group, state.sums);
    state.histograms = read_histograms(group, "", columns);
    state.joint = read_joint(group, layout.joint_pairs().size());
    state.octaves = read_octaves(group, static_cast<std::size_t>(layout.site_count()));
    state.lowest = read_tails(group, "lowest", headlines);
    state.highest = read_tails(group, "highest", headlines);
    state.non_finite_paths = group.read<std::uint64_t>("non_finite_path");
    state.non_finite_count = static_cast<std::uint64_t>(reader.integer_attribute("/state", "non_finite_count"));
    check_state(state, layout);
    if (state_hash(state, layout) != reader.text_attribute("/state", "state_hash")) {
      throw RunError("the data does not match its hash");
    }
    return state;
  } catch (const Hdf5Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Hdf5Error(reader.path(), "/state", error.what());
  }
}

}  // namespace hashlease
