#pragma once

/// The result of a study as one HDF5 file: written from blocks or from shards, in either case with the same bytes
/// outside /provenance. See results/README.md.

#include <optional>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "io/parts/path_source.hpp"
#include "io/parts/provenance.hpp"
#include "io/verification/publish.hpp"
#include "results/study_tables.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

/// What a finished study has to say, for the summary.
struct AssembledResult {
  StudyState state;
  StudyTables tables;
};

/// Puts sources together, which are of one study and in path order without gaps, and writes the result: under a
/// temporary name, read back and verified, then renamed. Memory does not grow with the number of paths. Throws
/// InputError as check_output, RunError for everything else; then no file of that name is left or changed.
/// @param known  state of some of the paths; when it is that of all, the states of the sources need not be read
AssembledResult assemble(const Configuration& configuration, const std::vector<PathSource>& sources,
                         const std::string& output, ExistingFile existing, const Provenance& provenance,
                         std::optional<StudyState> known = std::nullopt);

}  // namespace hashlease
