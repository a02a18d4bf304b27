#pragma once

#include <string>
#include <vector>

#include "config/reading/reader.hpp"
#include "plan/study_plan.hpp"

namespace hashlease::testing {

/// A shipped study: `name` of configs/, with `--set` options over it.
inline StudyPlan shipped_study(const std::string& name, const std::vector<std::string>& options = {}) {
  return make_study_plan(read_configuration(HASHLEASE_SOURCE_DIR "/configs/" + name, options));
}

}  // namespace hashlease::testing
