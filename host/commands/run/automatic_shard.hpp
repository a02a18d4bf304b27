#pragma once

/// The shard of a process that a scheduler started many times, from the environment: `run --shard auto`.

#include <cstdint>
#include <optional>
#include <string>

#include "io/parts/shard.hpp"

namespace hashlease {

/// A shard, and the variable that said so.
struct NamedShard {
  Shard shard;
  std::string variable;  // empty: the user said so
};

/// Value of an environment variable, nothing when it is not set or empty.
using Variables = std::optional<std::string> (*)(const char* name);
std::optional<std::string> environment_variable(const char* name);

/// Reads, in this order of precedence, SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX, JOB_COMPLETION_INDEX (an array
/// of jobs), OMPI_COMM_WORLD_RANK, SLURM_PROCID (processes of one job), each with its variable for the count.
///
/// A Slurm array without `count` is cut as it is: task ID is shard (ID - MIN) / STEP + 1 of COUNT, and its IDs must be
/// a whole range. With `count` the ID is the shard, so that `--array=3,7` runs two of them again.
/// @param count  n where the user gives it ("auto/n"), 0 where the scheduler has to
/// Throws InputError when no scheduler speaks, two contradict each other or `count`, or one says too little.
NamedShard shard_of_environment(std::uint64_t count, Variables variables = environment_variable);

}  // namespace hashlease
