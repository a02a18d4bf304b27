#pragma once

#include <string>
#include <vector>

#include "backend/chunk_task.hpp"

namespace hashlease {

struct InstructionSet {
  std::string name;
  SimulateChunk simulate;
};

/// Those that this machine can run, slowest first.
const std::vector<InstructionSet>& instruction_sets();

}  // namespace hashlease
