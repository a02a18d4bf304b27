#pragma once

/// The sub-commands. Each returns the exit code or throws InputError (2) or RunError (1).

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace hashlease {

struct RunOptions {
  std::string configuration;
  std::string output;             // empty: named after the configuration
  std::vector<std::string> set;   // key=value
  std::string paths;              // over run.paths, as written; empty: not given
  std::string seed;               // over run.seed
  std::string backend;            // over run.backend
  int threads = 0;                // 0: all available
  std::uint64_t block_paths = 0;  // 0: chosen
  std::string shard;              // "k/n"; empty: all paths
  std::string instruction_set;    // empty: the best
  bool force = false;
  bool keep_parts = false;
  bool json = false;
  bool quiet = false;
  std::string command_line;  // as typed, for the provenance and the resume hint
};

ExitCode run_command(const RunOptions& options);
/// Validates and prints estimates; takes `configuration`, `set`, `paths`, `seed`, `threads`, `json` of the options.
ExitCode check_command(const RunOptions& options);
ExitCode describe_command(const std::string& key);

struct MergeOptions {
  std::vector<std::string> shards;
  std::string output;
  bool force = false;
  bool json = false;
  bool quiet = false;
  std::string command_line;
};
ExitCode merge_command(const MergeOptions& options);

ExitCode status_command(const std::string& file, bool json);
ExitCode verify_command(const std::string& file, double time_limit_seconds, bool json);

/// Version, compiler, CUDA, HDF5, instruction sets, devices; a line each.
std::string version_text();

}  // namespace hashlease
