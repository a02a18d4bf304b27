#include "io/status.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/file.hpp"
#include "io/hdf5_file.hpp"
#include "io/part_store.hpp"
#include "io/result_header.hpp"
#include "io/state_file.hpp"

namespace hashlease {

namespace {

StudyStatus status_of_result(const std::string& path) {
  const Hdf5Reader reader(path);
  const ResultHeader header = read_result_header(reader);
  require_current_format(header, path);
  StudyStatus status;
  status.study = header.study;
  status.configuration = configuration_of(header.configuration, path);
  status.range = header.range;
  status.paths_done = header.range.count;
  const ColumnLayout layout(status.configuration);
  status.estimates = current_estimates(read_state(reader, layout), layout);
  return status;
}

/// Adds a block to the state of those before it. A block that cannot be read is left out: a run drops it too.
void add_block(StudyStatus& status, std::optional<StudyState>& merged, const ColumnLayout& layout,
               const PathSource& source) {
  try {
    const StudyState state = SourceReader(source, layout).state();
    if (!merged) merged = make_study_state(layout, state.shift);
    merge_state(*merged, layout, state);
    status.paths_done += source.range.count;
  } catch (const RunError& error) {
    status.notices.emplace_back(error.what());
    status.missing.push_back(source.range);
  }
}

StudyStatus status_of_parts(const std::string& result_path) {
  const Manifest manifest = read_manifest(manifest_path(result_path));
  StudyStatus status;
  status.stage =
      FolderLock::is_held(parts_folder(result_path) + "/lock") ? StudyStage::running : StudyStage::interrupted;
  status.study = manifest.study;
  status.configuration = configuration_of(manifest.configuration, manifest_path(result_path));
  status.range = manifest.range;
  const ColumnLayout layout(status.configuration);
  std::optional<StudyState> merged;
  std::uint64_t next = manifest.range.first;
  for (const PartBlock& block : manifest.blocks) {
    if (block.range.first > next) status.missing.push_back({next, block.range.first - next});
    add_block(status, merged, layout, {SourceKind::block, parts_folder(result_path) + "/" + block.file, block.range});
    next = block.range.end();
  }
  if (next < manifest.range.end()) status.missing.push_back({next, manifest.range.end() - next});
  if (!merged) merged = make_study_state(layout, std::vector<double>(static_cast<std::size_t>(layout.column_count())));
  status.estimates = current_estimates(*merged, layout);
  return status;
}

}  // namespace

StudyStatus read_status(const std::string& result_path) {
  const bool has_result = kind_of(result_path) == PathKind::file;
  if (kind_of(manifest_path(result_path)) == PathKind::file) {
    try {
      StudyStatus status = status_of_parts(result_path);
      // Parts that were kept beside their result have nothing left to do.
      if (!has_result || !status.missing.empty()) return status;
    } catch (const std::exception&) {
      // A run that ends while its parts are read removes them; then its result is there.
      if (kind_of(manifest_path(result_path)) == PathKind::file) throw;
    }
  }
  if (kind_of(result_path) != PathKind::file) {
    throw InputError(fmt::format("{}: there is neither a result nor unfinished parts of one", result_path));
  }
  return status_of_result(result_path);
}

}  // namespace hashlease
