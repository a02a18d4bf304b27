#pragma once

#include <string>
#include <vector>

#include "stats/sums/path_range.hpp"

namespace hashlease {

/// How a result came about: everything in it that may differ between two runs of one study. Program and library
/// versions are added when it is written.
struct Provenance {
  std::string command_line;
  std::string backend;               // Backend::description()
  std::vector<std::string> devices;  // names of the accelerators used
  std::string instruction_set;       // of the CPU backend; "" otherwise
  int threads = 0;
  std::string cuda_version;  // "" when not built in
  std::string start_time;    // ISO 8601, UTC: "2024-11-23T21:00:00Z"
  std::string end_time;
  double wall_seconds = 0.0;         // of this process; what a resumed run did before is not in it
  std::vector<std::string> notices;  // what happened on the way: resumed, dropped blocks
  std::vector<PathRange> blocks;     // ranges of the files that were put together; set by assemble
};

}  // namespace hashlease
