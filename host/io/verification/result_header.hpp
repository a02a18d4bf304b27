#pragma once

#include <string>

#include "config/keys/configuration.hpp"
#include "io/parts/study_identity.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {

class Hdf5Reader;
class Hdf5Writer;

/// What a result file says of itself.
struct ResultHeader {
  std::int64_t format_version = 0;
  StudyIdentity study;
  PathRange range;            // paths in the file: the whole study, or a shard
  std::string configuration;  // identity_text
  std::string state_hash;
};

/// Attributes of the root group. `range` is what the file holds.
void write_root(Hdf5Writer& writer, const Configuration& configuration, const PathRange& range,
                const std::string& state_hash);

enum class FileContent { result, block, backtest, other, newer_result };
/// What an HDF5 file is.
FileContent content_of(const Hdf5Reader& reader);

/// Throws RunError naming the file when it is no result of hashlease or contradicts itself.
ResultHeader read_result_header(const Hdf5Reader& reader);

/// Throws InputError when a result is of an older format than this version writes, and cannot be merged.
void require_current_format(const ResultHeader& header, const std::string& file);
/// Throws InputError when the state of a result is of a format that this version cannot read.
void require_known_state(const ResultHeader& header, const std::string& file);

/// The configuration in a result or a manifest. Throws RunError, with `file` in the text.
Configuration configuration_of(const std::string& text, const std::string& file);

}  // namespace hashlease
