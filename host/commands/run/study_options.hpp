#pragma once

/// What `run` and `check` share: from options to a validated plan, a path range and names.

#include <string>

#include "commands/commands.hpp"
#include "commands/run/automatic_shard.hpp"
#include "plan/study_plan.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {

/// Reads the configuration with --set, --paths, --seed and --backend over it, and derives the plan.
StudyPlan plan_of(const RunOptions& options);

/// "k/n", "auto", "auto/n" (the environment says which) or "" (the whole study). Throws InputError.
NamedShard parse_shard(const std::string& text);

/// The shard's paths: bounds are multiples of kLeafPaths. Throws InputError when the shard would have none.
PathRange shard_range(std::uint64_t paths, const Shard& shard);

/// -o, or the configuration's stem in the folder results/ (when there is one, else here).
std::string study_file(const RunOptions& options);

/// What `run` writes: study_file, for a shard under its shard_file. A shard that was given as k/n together with -o is
/// written to just that.
std::string output_path(const RunOptions& options, const NamedShard& shard);

}  // namespace hashlease
