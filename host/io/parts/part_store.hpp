#pragma once

/// The finished blocks of a run that has not ended: the folder FILE.h5.parts. A block is a file of its own, complete
/// under its name or not there at all, and counts once it stands in the manifest; so a run that is killed, or whose
/// disk fills up, loses only the blocks in hand: the one that is simulated and the one before it that is stored.

#include <optional>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "io/files/file.hpp"
#include "io/parts/manifest.hpp"
#include "io/parts/path_source.hpp"

namespace hashlease {

/// The one writer of a parts folder, which it locks while it lives; it can be moved and not copied. `open` makes it,
/// and one thread uses it at a time. What is on the disk is always whole: the manifest names only blocks whose file is
/// complete, each with its paths and SHA-256. Members that read or write it throw RunError when the disk fails.
class PartStore {
 public:
  /// Creates the parts folder of a result file, or resumes one of the same study and paths: every block is read and
  /// compared with its SHA-256, and one that is damaged is dropped (see `notices`). Leftovers of a killed run go.
  /// Throws InputError when the folder is of another study, other paths or another program version, holds a damaged
  /// manifest or is none of ours, when another process is writing it, or when it cannot be created there; RunError when
  /// the disk fails.
  static PartStore open(const std::string& result_path, const Configuration& configuration, const PathRange& range);

  /// Removes the parts of a result, whatever study they are of, unless the folder is none of ours (InputError) or in
  /// use (InputError). Nothing to remove is fine.
  static void discard(const std::string& result_path);

  /// What the user should know of a resumed run, a line each: dropped blocks.
  const std::vector<std::string>& notices() const { return notices_; }
  /// Whether there were finished blocks.
  bool resumed() const { return resumed_; }
  std::uint64_t paths_done() const;
  /// Paths of the run that no block holds, ascending and apart.
  std::vector<PathRange> missing_ranges() const;
  /// One source per block, in path order.
  std::vector<PathSource> sources() const;
  const Manifest& manifest() const { return manifest_; }
  std::string folder() const { return folder_; }

  /// Stores a block lastingly: when this returns, the block survives a kill and a power cut. Throws RunError naming
  /// file and reason (a full disk, say); then nothing of the block counts, and the store can go on.
  void write_block(const BlockResult& block, const ColumnLayout& layout);
  /// State of one block. Throws RunError when it is damaged.
  StudyState read_state(std::size_t block, const ColumnLayout& layout) const;

  /// Removes the folder and ends the store.
  void remove();

 private:
  PartStore(std::string folder, FolderLock lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}
  void start(const Configuration& configuration, const PathRange& range);
  void require_same_study(const StudyIdentity& study, const PathRange& range) const;
  void drop_damaged_blocks();
  void remove_leftovers() const;
  std::string path_of(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
  std::optional<FolderLock> lock_;
  Manifest manifest_;
  std::vector<std::string> notices_;
  bool resumed_ = false;
};

/// "FILE.h5.parts".
std::string parts_folder(const std::string& result_path);
/// "FILE.h5.parts/manifest.json".
std::string manifest_path(const std::string& result_path);

}  // namespace hashlease
