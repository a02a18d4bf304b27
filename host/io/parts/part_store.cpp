#include "io/parts/part_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/error.hpp"

namespace hashlease {

namespace {

constexpr const char* kManifestName = "manifest.json";
constexpr const char* kLockName = "lock";
constexpr const char* kTemporarySuffix = ".tmp";

bool starts_with(const std::string& text, std::string_view start) { return text.rfind(start, 0) == 0; }
bool is_block_name(const std::string& name) { return starts_with(name, "block-") && name.find(".h5") != name.npos; }

/// Whether a file may lie in a parts folder.
bool is_ours(const std::string& name) {
  return name == kLockName || starts_with(name, kManifestName) || is_block_name(name);
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) throw RunError(fmt::format("{}: cannot be listed: {}", folder, error.message()));
  std::sort(names.begin(), names.end());
  return names;
}

/// Throws InputError when a folder holds what no run left there.
void require_ours(const std::string& folder) {
  if (kind_of(folder) != PathKind::folder) {
    throw InputError(fmt::format(
        "{}: is not a folder, and the parts of the run have to go there; move it, or name another output", folder));
  }
  for (const std::string& name : names_in(folder)) {
    if (is_ours(name)) continue;
    throw InputError(fmt::format(
        "{}: is not a folder of unfinished parts: it holds {}; move it, or name another output", folder, name));
  }
}

FolderLock lock_folder(const std::string& folder) {
  return FolderLock(
      folder + "/" + kLockName,
      fmt::format("{}: another hashlease is writing to this folder; wait for it, or name another output", folder));
}

std::string block_name(const PathRange& range) { return fmt::format("block-{:015}-{}.h5", range.first, range.count); }

}  // namespace

std::string parts_folder(const std::string& result_path) { return result_path + ".parts"; }
std::string manifest_path(const std::string& result_path) { return parts_folder(result_path) + "/" + kManifestName; }

PartStore PartStore::open(const std::string& result_path, const Configuration& configuration, const PathRange& range) {
  const std::string folder = parts_folder(result_path);
  if (kind_of(folder) == PathKind::absent) create_folder(folder);
  require_ours(folder);
  PartStore store(folder, lock_folder(folder));
  store.start(configuration, range);
  return store;
}

void PartStore::start(const Configuration& configuration, const PathRange& range) {
  const StudyIdentity study = make_study_identity(configuration);
  if (kind_of(path_of(kManifestName)) == PathKind::absent) {
    manifest_ = {study, range, identity_text(configuration), {}};
    write_manifest(path_of(kManifestName), manifest_);
  } else {
    manifest_ = read_manifest(path_of(kManifestName));
    require_same_study(study, range);
    drop_damaged_blocks();
    resumed_ = !manifest_.blocks.empty();
  }
  remove_leftovers();
}

void PartStore::require_same_study(const StudyIdentity& study, const PathRange& range) const {
  if (manifest_.study != study) {
    throw InputError(
        fmt::format("{}: holds unfinished parts of the study {}, not of {}; finish that one with its own "
                    "configuration, remove the folder, or name another output",
                    folder_, identity_name(manifest_.study), identity_name(study)));
  }
  if (manifest_.range != range) {
    throw InputError(
        fmt::format("{}: holds unfinished parts of paths {}, not of {}; give every shard an output of its "
                    "own, or remove the folder",
                    folder_, range_text(manifest_.range), range_text(range)));
  }
}

void PartStore::drop_damaged_blocks() {
  std::vector<PartBlock> sound;
  for (const PartBlock& block : manifest_.blocks) {
    std::string problem;
    try {
      const File file = File::open(path_of(block.file));
      const std::uint64_t bytes = file.size();
      if (bytes != block.stored.bytes) {
        problem = fmt::format("has {} bytes instead of {}", bytes, block.stored.bytes);
      } else if (file.sha256(bytes) != block.stored.sha256) {
        problem = "does not have the content that was written";
      }
    } catch (const RunError& error) {
      problem = error.what();
    }
    if (problem.empty()) {
      sound.push_back(block);
    } else {
      notices_.push_back(fmt::format("{}: is damaged ({}); its paths {} are simulated again", path_of(block.file),
                                     problem, range_text(block.range)));
    }
  }
  if (sound.size() == manifest_.blocks.size()) return;
  manifest_.blocks = sound;
  write_manifest(path_of(kManifestName), manifest_);
}

void PartStore::remove_leftovers() const {
  for (const std::string& name : names_in(folder_)) {
    const bool listed = std::any_of(manifest_.blocks.begin(), manifest_.blocks.end(),
                                    [&](const PartBlock& block) { return block.file == name; });
    if (!listed && name != kManifestName && name != kLockName) remove_file(path_of(name));
  }
}

std::uint64_t PartStore::paths_done() const {
  std::uint64_t paths = 0;
  for (const PartBlock& block : manifest_.blocks) paths += block.range.count;
  return paths;
}

std::vector<PathRange> PartStore::missing_ranges() const {
  std::vector<PathRange> missing;
  std::uint64_t next = manifest_.range.first;
  for (const PartBlock& block : manifest_.blocks) {
    if (block.range.first > next) missing.push_back({next, block.range.first - next});
    next = block.range.end();
  }
  if (next < manifest_.range.end()) missing.push_back({next, manifest_.range.end() - next});
  return missing;
}

std::vector<PathSource> PartStore::sources() const {
  std::vector<PathSource> sources;
  for (const PartBlock& block : manifest_.blocks) {
    sources.push_back({SourceKind::block, path_of(block.file), block.range});
  }
  return sources;
}

void PartStore::write_block(const BlockResult& block, const ColumnLayout& layout) {
  const std::string name = block_name(block.range);
  const std::string temporary = path_of(name + kTemporarySuffix);
  Manifest next = manifest_;
  try {
    remove_file(temporary);
    const StoredFile stored = write_block_file(temporary, manifest_.study, layout, block);
    rename_and_sync(temporary, path_of(name));
    const auto behind = std::find_if(next.blocks.begin(), next.blocks.end(),
                                     [&](const PartBlock& other) { return other.range.first > block.range.first; });
    next.blocks.insert(behind, PartBlock{name, block.range, stored});
    write_manifest(path_of(kManifestName), next);
  } catch (const std::exception& error) {
    std::error_code ignored;  // the disk may be failing; what stays is cleared by the next run
    std::filesystem::remove(temporary, ignored);
    std::filesystem::remove(path_of(name), ignored);
    throw RunError(error.what());
  }
  manifest_ = std::move(next);
}

StudyState PartStore::read_state(std::size_t block, const ColumnLayout& layout) const {
  return SourceReader(sources().at(block), layout).state();
}

namespace {

/// The manifest goes first: without it, what is left counts as nothing.
void remove_parts(const std::string& folder) {
  remove_file(folder + "/" + kManifestName);
  for (const std::string& name : names_in(folder)) {
    if (name != kLockName) remove_file(folder + "/" + name);
  }
  remove_file(folder + "/" + kLockName);
  std::error_code error;
  std::filesystem::remove(folder, error);
  if (error) throw RunError(fmt::format("{}: cannot be removed: {}", folder, error.message()));
}

}  // namespace

void PartStore::remove() {
  remove_parts(folder_);
  manifest_.blocks.clear();
  lock_.reset();
}

void PartStore::discard(const std::string& result_path) {
  const std::string folder = parts_folder(result_path);
  if (kind_of(folder) == PathKind::absent) return;
  require_ours(folder);
  const FolderLock lock = lock_folder(folder);
  remove_parts(folder);
}

}  // namespace hashlease
