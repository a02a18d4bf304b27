#pragma once

#include "report/reading/study_result.hpp"

namespace hashlease {

class Hdf5Reader;

/// Reads what not every file holds: the market, the joint distribution of the streams, convergence, path measures. What
/// is absent stays empty. Throws Hdf5Error for a group that is not as the format has it.
void read_optional_groups(const Hdf5Reader& reader, StudyResult& study);

}  // namespace hashlease
