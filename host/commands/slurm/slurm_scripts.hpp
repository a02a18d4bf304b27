#pragma once

/// The batch scripts of a study under Slurm, as text.

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// What a job array and its merge job are made of. Files are relative to `folder` or absolute.
struct SlurmJob {
  std::string name;              // of the jobs
  std::string program;           // hashlease, absolute
  std::string folder;            // where the jobs start, absolute
  std::string scripts;           // folder of the scripts and of the jobs' logs
  std::vector<std::string> run;  // arguments of `run` besides --shard and --threads
  std::string output;            // result of the merge; the shards are named after it
  std::uint64_t shards = 1;
  int threads = 1;                   // of a task
  int gpus = 0;                      // of a task
  std::string time;                  // limit of a task, as Slurm writes it
  std::string memory;                // of a task, and of the merge
  std::vector<std::string> options;  // further options of sbatch, for both jobs
  bool force = false;                // the merge replaces an earlier result
};

std::string array_script_path(const SlurmJob& job);
std::string merge_script_path(const SlurmJob& job);

/// A task for each shard. It can be requeued at any time: blocks that are on the disk are not simulated again. Shortly
/// before its time limit it stops at a block and requeues itself.
std::string array_script(const SlurmJob& job);

/// Merges what the tasks left, or says which shards to make again, and how.
std::string merge_script(const SlurmJob& job);

/// The shell line that submits both: the merge starts when every task has ended, well or not.
std::string submit_line(const SlurmJob& job);

}  // namespace hashlease
