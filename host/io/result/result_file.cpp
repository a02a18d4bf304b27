#include "io/result/result_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "base/error.hpp"
#include "io/groups/group_output.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/result/stored_groups.hpp"
#include "io/state/state_file.hpp"
#include "io/verification/result_header.hpp"
#include "results/groups.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

namespace {

PathRange joined_range(const std::vector<PathSource>& sources) {
  if (sources.empty()) throw RunError("there are no paths to put together");
  PathRange range{sources[0].range.first, 0};
  for (const PathSource& source : sources) {
    if (source.range.first != range.end()) {
      throw RunError(
          fmt::format("{}: starts at path {} where path {} belongs", source.file, source.range.first, range.end()));
    }
    range.count += source.range.count;
  }
  return range;
}

StudyState merged_state(const std::vector<PathSource>& sources, const ColumnLayout& layout) {
  std::optional<StudyState> merged;
  for (const PathSource& source : sources) {
    const StudyState state = SourceReader(source, layout).state();
    if (!merged) merged = make_study_state(layout, state.shift);
    try {
      merge_state(*merged, layout, state);
    } catch (const RunError& error) {
      throw RunError(fmt::format("{}: {}", source.file, error.what()));
    }
  }
  return std::move(*merged);
}

/// Reads kept columns across sources.
class KeptColumns {
 public:
  KeptColumns(const std::vector<PathSource>& sources, const ColumnLayout& layout)
      : sources_(sources), layout_(layout) {}

  void read(std::size_t kept, std::uint64_t first_path, std::span<float> values) {
    while (!values.empty()) {
      const std::size_t source = source_of(first_path);
      const std::uint64_t piece = std::min<std::uint64_t>(values.size(), sources_[source].range.end() - first_path);
      reader_of(source).read_kept(kept, first_path, values.first(piece));
      values = values.subspan(piece);
      first_path += piece;
    }
  }

  /// As ColumnSource: streams a column if it is kept.
  bool stream(int column, const PathRange& range, const ColumnSink& sink) {
    const std::vector<int>& columns = layout_.kept_columns();
    const auto found = std::find(columns.begin(), columns.end(), column);
    if (found == columns.end()) return false;
    std::vector<float> values;
    for (std::uint64_t first = range.first; first < range.end(); first += values.size()) {
      values.resize(std::min<std::uint64_t>(kPieceValues, range.end() - first));
      read(static_cast<std::size_t>(found - columns.begin()), first, values);
      sink(values);
    }
    return true;
  }

 private:
  static constexpr std::uint64_t kPieceValues = std::uint64_t{1} << 18;
  static constexpr std::size_t kOpenReaders = 64;

  std::size_t source_of(std::uint64_t path) const {
    const auto behind =
        std::upper_bound(sources_.begin(), sources_.end(), path,
                         [](std::uint64_t value, const PathSource& source) { return value < source.range.first; });
    return static_cast<std::size_t>(behind - sources_.begin()) - 1;
  }

  /// Opening a file costs more than reading from it, so a few stay open.
  const SourceReader& reader_of(std::size_t source) {
    const auto found = readers_.find(source);
    if (found != readers_.end()) return found->second;
    if (readers_.size() >= kOpenReaders) readers_.clear();
    return readers_.emplace(source, SourceReader(sources_[source], layout_)).first->second;
  }

  const std::vector<PathSource>& sources_;
  const ColumnLayout& layout_;
  std::map<std::size_t, SourceReader> readers_;
};

/// The histograms of all columns, which take more memory than all other tables.
void write_distributions(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state) {
  StudyTables tables;
  tables.distribution = distribution_tables(frame, state);
  write_group(writer, distribution_group(), &tables);
}

void write_groups(Hdf5Writer& writer, const StudyFrame& frame, const PathRange& range, const AssembledResult& result,
                  KeptColumns& columns) {
  write_root(writer, frame.configuration, range, state_hash(result.state, frame.layout));
  for (const ResultGroup& group : table_groups()) write_group(writer, group, &result.tables);
  write_distributions(writer, frame, result.state);
  write_paths(writer, frame, result.tables, range,
              [&](std::size_t kept, std::uint64_t first_path, std::span<float> values) {
                columns.read(kept, first_path, values);
              });
  write_state(writer, result.state, frame.layout);
  write_config(writer, frame.configuration);
}

}  // namespace

AssembledResult assemble(const Configuration& configuration, const std::vector<PathSource>& sources,
                         const std::string& output, ExistingFile existing, const Provenance& provenance,
                         std::optional<StudyState> known) {
  require_free(output, existing);
  const StudyFrame frame(configuration);
  const PathRange range = joined_range(sources);
  KeptColumns columns(sources, frame.layout);
  const bool is_whole = known && known->ranges == std::vector<PathRange>{range};
  AssembledResult result{is_whole ? std::move(*known) : merged_state(sources, frame.layout), {}};
  result.tables = compute_study_tables(
      frame, result.state, [&](int column, const ColumnSink& sink) { return columns.stream(column, range, sink); });
  Provenance complete = provenance;
  for (const PathSource& source : sources) complete.blocks.push_back(source.range);
  publish(output, existing, [&](Hdf5Writer& writer) {
    write_groups(writer, frame, range, result, columns);
    write_provenance(writer, complete);  // last, so that nothing before it moves when it differs
  });
  return result;
}

}  // namespace hashlease
