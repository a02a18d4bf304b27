#pragma once

/// One run of a study, from the plan to the file: blocks are simulated, audited, stored and put together.

#include <string>

#include "base/error.hpp"
#include "commands/run/study_options.hpp"
#include "plan/study_plan.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {

/// Simulates what is missing of `range` and writes the result. Returns `done`, or the code of the signal that asked to
/// stop. Throws InputError before anything is written, RunError when the run fails; finished blocks stay.
ExitCode run_study(const RunOptions& options, const StudyPlan& plan, const PathRange& range, const std::string& output);

}  // namespace hashlease
