#pragma once

#include <string>

#include "plan/column_layout.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

class Hdf5Writer;
class Hdf5Reader;

/// Writes a state as the group /state, bit by bit, with its state_hash as an attribute; see results/README.md.
void write_state(Hdf5Writer& writer, const StudyState& state, const ColumnLayout& layout);

/// Reads /state of a file of the study with this layout. Whatever the file holds, what returns is a state that could
/// have been written, with the hash that the file states. Throws RunError naming file and place.
StudyState read_state(const Hdf5Reader& reader, const ColumnLayout& layout);

/// Throws RunError when no run of a study with this layout could have left this state.
void check_state(const StudyState& state, const ColumnLayout& layout);

}  // namespace hashlease
