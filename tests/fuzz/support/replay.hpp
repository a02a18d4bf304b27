#pragma once

/// Feeds a target with inputs in a process of its own, so that whatever becomes of that one can be told.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "fuzz/support/fuzz_target.hpp"

namespace hashlease::fuzz {

using TestOneInput = std::function<int(const std::uint8_t* data, std::size_t size)>;

struct ReplayLimits {
  std::uint64_t inputs = 4000;          // seeds and mutations together
  std::uint64_t least_mutations = 12;   // tried however busy the machine is, else nothing might be refused
  double seconds = 5.0;                 // after which no further mutation is begun; all seeds are replayed anyway
  double seconds_for_one_input = 20.0;  // beyond it the target hangs
  std::uint64_t bytes = std::uint64_t{4} << 30;  // of memory, where no sanitizer needs all the addresses there are
};

enum class Verdict { none, crash, hang };

struct ReplayOutcome {
  Verdict verdict = Verdict::none;
  std::uint64_t inputs = 0;  // begun
  Tally tally;
  std::string text;  // what is wrong: "" when nothing is
};

/// Runs the inputs of `target` in order of their numbers. Ends at the first that ends or blocks the process.
ReplayOutcome replay(const FuzzTarget& target, const TestOneInput& test, const ReplayLimits& limits);

}  // namespace hashlease::fuzz
