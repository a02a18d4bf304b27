#pragma once

/// The list of a run's finished blocks: `manifest.json` in the folder FILE.h5.parts. It is replaced as a whole after
/// each block, and states its own SHA-256, so it is either complete or known not to be.

#include <string>
#include <vector>

#include "io/parts/path_source.hpp"
#include "io/parts/study_identity.hpp"

namespace hashlease {

struct PartBlock {
  std::string file;  // name in the folder
  PathRange range;
  StoredFile stored;
};

struct Manifest {
  StudyIdentity study;
  PathRange range;                // paths of this run: all of the study, or a shard
  std::string configuration;      // identity_text
  std::vector<PartBlock> blocks;  // ascending by first path
};

/// Replaces the manifest in `file` at once and lastingly. Throws RunError.
void write_manifest(const std::string& file, const Manifest& manifest);

/// Throws InputError, saying what is wrong and what to do, when the file is damaged, of a newer format, or none of
/// ours.
Manifest read_manifest(const std::string& file);

}  // namespace hashlease
