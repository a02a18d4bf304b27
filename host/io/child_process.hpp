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

/// Reads a file that nobody has checked in a process of its own first, so that doing the same here is no risk. What
/// `read` throws is of no matter: it will throw it again here. Throws RunError when reading ends in a crash there, or
/// not at all.
void require_survived(const std::string& file, const std::function<void()>& read);

}  // namespace hashlease
