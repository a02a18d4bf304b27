#pragma once

/// The groups of a result file, one function and one source each; results/README.md shows them. A new group is such a
/// function, its struct in StudyTables, and a line in result_groups().

#include <cstdint>
#include <string>
#include <vector>

#include "results/quantity.hpp"

namespace hashlease {

// Over StudyTables, written and read as a whole.
ResultGroup risk_group();
ResultGroup survival_group();
ResultGroup market_group();
ResultGroup convergence_group();
ResultGroup joint_group();
ResultGroup tail_group();
ResultGroup equipment_group();
/// Over StudyTables; read in pieces, because of its size.
ResultGroup distribution_group();

// Written and read by code of their own.
ResultGroup paths_group();
ResultGroup state_group();
ResultGroup config_group();
ResultGroup provenance_group();

/// Today's name of an outcome or measure that a label of a file of some format names.
std::string current_name(const std::string& label, std::int64_t format_version);

/// Groups over StudyTables that are read as a whole, in their order in the file.
std::vector<ResultGroup> table_groups();
/// All groups of a result file in the order of the page.
std::vector<ResultGroup> result_groups();

}  // namespace hashlease
