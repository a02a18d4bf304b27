#pragma once

/// Work on files that nobody has checked: the HDF5 library can crash on a damaged one, or never come back.

#include <functional>
#include <string>

namespace hashlease {

struct ChildOutcome {
  std::string message;  // what the task returned, when nothing went wrong
  std::string problem;  // "" or what went wrong, as in "could not be checked within 5 s", "ends in a crash (...)"
};

/// Runs `task` in a process of its own, so that this one neither crashes nor hangs whatever it does, and hands over the
/// text that it returns, which is not empty. The task may throw nothing. Over `time_limit_seconds` (0: none) it is
/// killed.
/// Throws RunError naming `file` when no process can be started.
ChildOutcome run_in_child(const std::function<std::string()>& task, double time_limit_seconds, const std::string& file);

/// What `read` returns, when that runs in a process of its own: for what a file that nobody has checked comes to. An
/// InputError of `read` is thrown again here, and every other exception as a RunError with its text.
/// Throws RunError naming `file` when reading ends in a crash, or not at all.
std::string read_in_child(const std::string& file, const std::function<std::string()>& read);

}  // namespace hashlease
