#pragma once

#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "io/parts/study_identity.hpp"
#include "stats/measures/measures.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

enum class StudyStage {
  finished,     // the result is there
  running,      // a process is simulating blocks
  interrupted,  // there are blocks, and nobody is adding to them
};

struct StudyStatus {
  StudyStage stage = StudyStage::finished;
  StudyIdentity study;
  Configuration configuration;
  PathRange range;  // paths of the run: all of the study, or a shard
  std::uint64_t paths_done = 0;
  std::vector<PathRange> missing;
  EstimateTable estimates;           // from the paths done; NaN without any
  std::vector<std::string> notices;  // blocks that cannot be read, a line each; their paths count as missing
};

/// How far the study behind a result file is, finished or not, also while another process is running it. Reads finished
/// blocks only. Throws InputError when there is neither a result nor parts of it or the manifest is damaged, RunError
/// when the result is damaged.
StudyStatus read_status(const std::string& result_path);

}  // namespace hashlease
