#pragma once

/// The sub-commands. Each returns the exit code or throws InputError (2) or RunError (1).

#include <cstdint>
#include <optional>
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
  double audit_percent = 0.0;     // of the paths, recomputed on the CPU
  bool force = false;
  bool keep_parts = false;
  bool json = false;
  bool quiet = false;
  std::string report;        // page to write when the study is done; empty: none
  std::string command_line;  // as typed, for the provenance and the resume hint
};

ExitCode run_command(const RunOptions& options);
/// Validates and prints estimates; takes `configuration`, `set`, `paths`, `seed`, `threads`, `json` of the options.
ExitCode check_command(const RunOptions& options);
/// @param keys_of  a configuration whose keys are listed, one a line; empty: `key` is explained
ExitCode describe_command(const std::string& key, const std::string& keys_of);

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

struct ReplayOptions {
  std::string file;
  std::optional<std::uint64_t> path;
  std::vector<std::string> worst;  // site, measure, rank; empty: not given
  std::string site;                // empty: all
  std::string format = "table";    // table, csv or json
  std::string output;              // empty or "-": standard output
  bool all = false;                // also the market with --site, and items that are zero throughout
  bool force = false;
};
/// Prints the ledger of one path of a finished study.
ExitCode replay_command(const ReplayOptions& options);
struct ExportOptions {
  std::string file;
  std::string group;  // empty: risk; with `contents`: all
  std::string table;
  std::vector<std::string> variables;
  std::string format = "csv";
  std::string output;
  bool contents = false;  // say what can be exported, instead of exporting
  bool force = false;
};
ExitCode export_command(const ExportOptions& options);

/// Version, compiler, CUDA, HDF5, instruction sets, devices; a line each.
std::string version_text();

}  // namespace hashlease
