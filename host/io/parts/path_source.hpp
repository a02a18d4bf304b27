#pragma once

/// A file that holds the state and the kept columns of a range of paths: a block of an unfinished run, or the result of
/// a shard. What assembling a result reads.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "io/parts/study_identity.hpp"
#include "plan/column_layout.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

class Hdf5Reader;

enum class SourceKind { block, result };

struct PathSource {
  SourceKind kind = SourceKind::block;
  std::string file;
  PathRange range;
};

/// A source opened for reading.
class SourceReader {
 public:
  /// Throws RunError when the file cannot be read, is damaged, or holds other paths than `source` says.
  SourceReader(const PathSource& source, const ColumnLayout& layout);
  SourceReader(SourceReader&&) noexcept;
  ~SourceReader();

  /// State of all its paths. Throws RunError.
  StudyState state() const;
  /// Values of a kept column (an index into layout.kept_columns()) on values.size() paths from `first_path`.
  /// Throws RunError.
  void read_kept(std::size_t kept, std::uint64_t first_path, std::span<float> values) const;

 private:
  PathSource source_;
  const ColumnLayout* layout_;
  std::unique_ptr<Hdf5Reader> reader_;
};

/// Writes the file of a block at `path`, which must not exist, down to the disk. Returns its size and SHA-256.
struct StoredFile {
  std::uint64_t bytes = 0;
  std::string sha256;
};
StoredFile write_block_file(const std::string& path, const StudyIdentity& identity, const ColumnLayout& layout,
                            const BlockResult& block);

}  // namespace hashlease
