#pragma once

/// The sub-command `bench`: how fast this machine is, stage by stage, and what a study will take on it.

#include <CLI/CLI.hpp>

#include "commands/commands.hpp"

namespace hashlease {

struct BenchOptions {
  RunOptions run;         // configuration (empty: the headline study), set, paths, threads, json
  double seconds = 0.25;  // spent on each figure
};

void add_bench_command(CLI::App& application, BenchOptions& options);

/// Throws InputError when the configuration is bad, or none was given and the headline study did not come along.
ExitCode bench_command(const BenchOptions& options);

}  // namespace hashlease
