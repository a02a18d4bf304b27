#include "fuzz/support/self_test.hpp"

#include <csignal>
#include <cstdio>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "fuzz/support/mutator.hpp"
#include "fuzz/support/replay.hpp"

namespace hashlease::fuzz {

namespace {

/// What a reader does with an input that holds an exclamation mark, which no seed does: only a mutation finds it.
using Defect = void (*)();

struct SelfTest {
  const char* name;
  Defect defect;
  Verdict verdict;
};

void refuse() { throw InputError("input: is refused"); }
void refuse_without_a_place() { throw InputError("something is wrong"); }
void throw_another_exception() { throw std::out_of_range("vector::at"); }
void run_out_of_memory() { throw std::bad_alloc(); }
void crash() { std::raise(SIGSEGV); }
void leave() { std::_Exit(3); }
void hang() {
  for (volatile bool forever = true; forever;) continue;
}

FuzzTarget letters() { return {"self-test", {"one", "two", "three"}, {"!"}}; }

/// Number of the first input that holds an exclamation mark.
std::uint64_t first_defect(const FuzzTarget& target) {
  for (std::uint64_t number = 0;; ++number) {
    if (input_of(target, number).find('!') != std::string::npos) return number;
  }
}

bool passes(const SelfTest& test) {
  const FuzzTarget target = letters();
  const auto read = [&](const std::uint8_t* data, std::size_t size) {
    const std::string text = text_of(data, size);
    read_or_refuse("input", [&] {
      if (text.find('!') != std::string::npos) test.defect();
    });
    return 0;
  };
  ReplayLimits limits;
  limits.inputs = 500;
  limits.seconds = 60.0;
  limits.seconds_for_one_input = 2.0;
  const ReplayOutcome outcome = replay(target, read, limits);
  const std::uint64_t expected = test.verdict == Verdict::none ? limits.inputs : first_defect(target) + 1;
  const bool right = outcome.verdict == test.verdict && outcome.inputs == expected;
  std::printf("%s: %s (%llu inputs%s%s)\n", test.name, right ? "as it should be" : "WRONG",
              static_cast<unsigned long long>(outcome.inputs), outcome.text.empty() ? "" : ", ", outcome.text.c_str());
  return right;
}

}  // namespace

int self_test() {
  const std::vector<SelfTest> tests = {
      {"a refusal", refuse, Verdict::none},
      {"a refusal without a place", refuse_without_a_place, Verdict::crash},
      {"another exception", throw_another_exception, Verdict::crash},
      {"no memory", run_out_of_memory, Verdict::crash},
      {"a crash", crash, Verdict::crash},
      {"an exit", leave, Verdict::crash},
      {"a hang", hang, Verdict::hang},
  };
  int wrong = 0;
  for (const SelfTest& test : tests) wrong += passes(test) ? 0 : 1;
  return wrong == 0 ? 0 : 1;
}

}  // namespace hashlease::fuzz
