#pragma once

/// What `run` and `check` share: from options to a validated plan, a path range and names.

#include <string>

#include "commands/commands.hpp"
#include "plan/study_plan.hpp"
#include "stats/path_range.hpp"

namespace hashlease {

/// Reads the configuration with --set, --paths, --seed and --backend over it, and derives the plan.
StudyPlan plan_of(const RunOptions& options);

/// Shard k of n, k from 1.
struct Shard {
  std::uint64_t number = 1;
  std::uint64_t count = 1;
};

/// "k/n" or "" (the whole study). Throws InputError.
Shard parse_shard(const std::string& text);

/// The shard's paths: bounds are multiples of kLeafPaths. Throws InputError when the shard would have none.
PathRange shard_range(std::uint64_t paths, const Shard& shard);

/// -o, or the configuration's stem in the folder results/ (when there is one, else here), with ".shard-k-of-n" for a
/// shard.
std::string output_path(const RunOptions& options, const Shard& shard);

}  // namespace hashlease
