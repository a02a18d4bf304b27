#pragma once

/// The sub-command `slurm`: a study as a job array with a merge job behind it.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "commands/commands.hpp"

namespace hashlease {

struct SlurmOptions {
  RunOptions run;                    // configuration, set, paths, seed, backend, output, threads, block_paths, force
  std::uint64_t shards = 0;          // tasks of the array
  std::string time;                  // limit of a task; empty: from the estimate
  std::string memory;                // of a task; empty: from the estimate
  int gpus = -1;                     // of a task; -1: one for the CUDA backend, else none
  std::vector<std::string> options;  // of sbatch, such as --partition=gpu
  bool submit = false;
};

void add_slurm_command(CLI::App& application, SlurmOptions& options);

/// Checks the study, writes the scripts into FILE.h5.slurm and submits them, or prints how. Throws InputError for bad
/// input, RunError when sbatch is missing or refuses.
ExitCode slurm_command(const SlurmOptions& options);

}  // namespace hashlease
