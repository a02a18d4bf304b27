#pragma once

#include <optional>
#include <string>

#include "report/reading/study_result.hpp"

namespace hashlease {

/// Mean over the paths of what one study's site has more of an outcome in a year than another's, over the whole years
/// of both, path by path: where two studies draw the same random numbers, the noise that they share drops out. None
/// unless both files keep the outcome of every path for the same years and the same paths. Throws RunError when reading
/// fails.
std::optional<Estimate> paired_annual_difference(const StudyResult& from, const StudyResult& to,
                                                 const std::string& site, Outcome outcome);

}  // namespace hashlease
