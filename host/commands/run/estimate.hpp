#pragma once

/// What a study will cost, worked out from a trial of a few paths on one core.

#include <cstdint>

#include "commands/run/block_size.hpp"
#include "plan/study_plan.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {

struct StudyEstimate {
  double seconds = 0.0;       // on the CPU with all threads asked for
  double memory_bytes = 0.0;  // of the host, at the peak
  double file_bytes = 0.0;    // of the result
  double parts_bytes = 0.0;   // of unfinished parts, at the end of the run
  int threads = 1;
  BlockSize block_size = BlockSize::fixed(1);
};

/// Takes a few milliseconds. @param block_paths, threads  0: chosen, all available
StudyEstimate estimate_study(const StudyPlan& plan, const PathRange& range, std::uint64_t block_paths, int threads);

/// Throws InputError, naming the keys to change, when memory or disk cannot take the study.
void refuse_what_cannot_fit(const StudyEstimate& estimate, const std::string& output);

}  // namespace hashlease
