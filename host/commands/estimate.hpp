#pragma once

/// What a study will cost, worked out from a trial of a few paths on one core.

#include <cstdint>

#include "plan/study_plan.hpp"
#include "stats/path_range.hpp"

namespace hashlease {

struct StudyEstimate {
  double seconds = 0.0;       // on the CPU with all threads asked for
  double memory_bytes = 0.0;  // of the host, at the peak
  double file_bytes = 0.0;    // of the result
  double parts_bytes = 0.0;   // of unfinished parts, at the end of the run
  int threads = 1;
};

/// Takes a few milliseconds. @param threads  0: all available
StudyEstimate estimate_study(const StudyPlan& plan, const PathRange& range, std::uint64_t block_paths, int threads);

/// Paths of a block when the user does not say: about a second of work or more, and not more than a few hundred blocks.
std::uint64_t default_block_paths(const PathRange& range, double seconds_per_path);

/// Throws InputError, naming the keys to change, when memory or disk cannot take the study.
void refuse_what_cannot_fit(const StudyEstimate& estimate, const std::string& output);

}  // namespace hashlease
