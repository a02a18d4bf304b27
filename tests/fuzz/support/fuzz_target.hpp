#pragma once

/// What a fuzz target is made of: the function that libFuzzer calls, LLVMFuzzerTestOneInput, and what the replay
/// program needs to make inputs for it by itself. Each program links exactly one target.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace hashlease::fuzz {

struct FuzzTarget {
  std::string name;
  std::vector<std::string> seeds;   // inputs that show much of what a reader knows; most of them are read
  std::vector<std::string> tokens;  // what a mutation inserts
};

/// Describes the target of this program. Defined by the target.
FuzzTarget fuzz_target();

/// What became of the inputs so far.
struct Tally {
  std::uint64_t read = 0;
  std::uint64_t refused = 0;
};
Tally& tally();

/// Runs what reads an input. An InputError or RunError is a refusal and fine, as long as its text names `place`: the
/// user must learn where it is. Every other exception passes, and ends the process.
template <class Action>
void read_or_refuse(const std::string& place, const Action& action);

/// Ends the process, saying what an input has shown to be wrong.
[[noreturn]] void report_defect(const std::string& what);

std::string text_of(const std::uint8_t* data, std::size_t size);

/// Counts a refusal with this text, or reports that it does not name `place`.
void count_refusal(const std::string& place, const std::string& text);

template <class Action>
void read_or_refuse(const std::string& place, const Action& action) {
  try {
    action();
    ++tally().read;
  } catch (const InputError& error) {
    count_refusal(place, error.what());
  } catch (const RunError& error) {
    count_refusal(place, error.what());
  }
}

/// A folder of this process for files that readers take by name; it goes when the process ends in order.
std::string scratch_path(const std::string& name);

/// Replaces the file NAME of that folder; returns its path.
std::string write_scratch(const std::string& name, std::span<const std::uint8_t> bytes);
std::string write_scratch(const std::string& name, const std::string& text);

/// Content of a file; throws std::runtime_error, because a seed that is not there is a mistake of the tree.
std::string content_of_file(const std::string& path);

/// Files below FOLDER of the source tree whose names end in `suffix`, sorted.
std::vector<std::string> files_below(const std::string& folder, const std::string& suffix);

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
