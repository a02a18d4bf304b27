/// The state hashes of studies on each instruction set of this machine: as little of the program as simulates.
///
/// usage: state_hashes STUDY.toml...
///
/// Prints a line for each set and study: set, name of the study, hash, parted by blanks.

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "config/reading/reader.hpp"
#include "stats/state/state_hash.hpp"

int main(int argument_count, char** arguments) {
  using namespace hashlease;
  try {
    for (int k = 1; k < argument_count; ++k) {
      const std::filesystem::path file = arguments[k];
      const StudyPlan plan = make_study_plan(read_configuration(file));
      for (const std::string& set : available_instruction_sets()) {
        const auto backend = make_cpu_backend(plan, {0, set});
        const BlockResult block = backend->simulate({0, plan.configuration.run.paths}, {});
        fmt::print("{} {} {}\n", set, file.stem().string(), state_hash(block.state, plan.layout));
      }
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "state_hashes: {}\n", error.what());
    return 1;
  }
  return 0;
}
