#pragma once

#include "results/study_tables.hpp"

namespace hashlease {

class Hdf5Reader;

/// The tables of a result file but its distributions, whatever format version wrote it; groups that it lacks are empty.
/// Throws Hdf5Error when a group is not as its rows say.
StudyTables read_study_tables(const Hdf5Reader& reader);

}  // namespace hashlease
