#pragma once

/// What `run` and others share: from options to a validated plan, a path range and names.

#include <cstdint>
#include <string>

#include "commands/options/shared_options.hpp"
#include "commands/run/automatic_shard.hpp"
#include "plan/study_plan.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {

struct RunOptions : StudyOptions {
  std::string output;             // empty: named after the configuration
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

/// Reads the configuration with --set, --paths, --seed and --backend over it, and derives the plan.
StudyPlan plan_of(const StudyOptions& options);

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
