#pragma once

/// How fast the stages of a study are on this machine, measured in a second or so.

#include <string>

#include "backend/backend.hpp"

namespace hashlease {

/// Seconds of one core per path.
struct StageSpeed {
  std::string instruction_set;
  double market = 0.0;      // the market stage alone, onto the tape
  double sites = 0.0;       // the site stage alone, from the tape
  double simulation = 0.0;  // both in turn
};

/// Times the stages on the calling thread, each for about `seconds` and for one call at least; the fastest call counts,
/// since whatever else the machine does can only slow one down. Throws InputError for an instruction set that is not
/// there.
StageSpeed measure_stages(const StudyPlan& plan, const std::string& instruction_set, double seconds);

/// Seconds per path of simulation and statistics, on all that the backend uses, from calls of `seconds` or more.
double measure_backend(Backend& backend, double seconds);

}  // namespace hashlease
