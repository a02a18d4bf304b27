#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/quantity.hpp"

namespace hashlease {

/// results/README.md: how result files are written and read, and every dataset of the groups. A test keeps the page
/// equal to this.
std::string result_reference_markdown(const std::vector<ResultGroup>& groups);

/// The quantities of result files for a person at a terminal.
/// @param words  empty for all of them; a group ("risk"), a dataset ("expected_shortfall", "/risk/expected_shortfall"),
///               or words that stand in a name or a meaning, in any order
/// Throws InputError, naming the nearest name, when nothing matches.
std::string describe_results(const std::vector<ResultGroup>& groups, std::string_view words);

}  // namespace hashlease
