#pragma once

#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "vocabulary/outcomes.hpp"

namespace hashlease {

/// Outcomes of a study in the order of the enum: the common ones, and of the others those that a site has to do with.
std::vector<Outcome> study_outcomes(const Configuration& configuration);

}  // namespace hashlease
