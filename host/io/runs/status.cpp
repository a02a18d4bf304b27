#include "io/runs/status.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/files/child_process.hpp"
#include "io/files/file.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/part_store.hpp"
#include "io/runs/status_text.hpp"
#include "io/state/state_file.hpp"
#include "io/verification/result_header.hpp"

namespace hashlease {

namespace {

StudyStatus status_of_result(const std::string& path) {
  const Hdf5Reader reader(path);
  const ResultHeader header = read_result_header(reader);
  require_known_state(header, path);
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

/// What lies at a result's place while others work on it: a run removes the parts that its result has taken up, and a
/// user a result that is done with.
struct Present {
  bool result;
  bool parts;

  explicit Present(const std::string& result_path)
      : result(kind_of(result_path) == PathKind::file), parts(kind_of(manifest_path(result_path)) == PathKind::file) {}
  bool operator==(const Present&) const = default;
};

StudyStatus status_of(const std::string& result_path, const Present& present) {
  if (present.parts) {
    StudyStatus status = status_of_parts(result_path);
    // Parts that were kept beside their result have nothing left to do.
    if (!present.result || !status.missing.empty()) return status;
  }
  if (!present.result) {
    throw InputError(fmt::format("{}: there is neither a result nor unfinished parts of one", result_path));
  }
  return status_of_result(result_path);
}

}  // namespace

StudyStatus read_status(const std::string& result_path) {
  constexpr int kTries = 5;
  for (int tried = 1;; ++tried) {
    const Present present(result_path);
    try {
      return status_from(read_in_child(result_path, [&] { return text_of(status_of(result_path, present)); }));
    } catch (const std::exception&) {
      // Something went away while it was read: what is there now is the answer.
      if (tried == kTries || present == Present(result_path)) throw;
    }
  }
}

}  // namespace hashlease
