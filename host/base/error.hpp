#pragma once

#include <stdexcept>
#include <string>

namespace hashlease {

/// Exit codes of the program (see `hashlease --help`).
enum class ExitCode : int {
  done = 0,
  run_failed = 1,
  bad_input = 2,
  difference = 3,
  interrupted = 130,
  terminated = 143,
};

/// The user's input cannot be used: bad configuration, bad usage, an output that cannot be written. Exit code 2.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The run itself failed: an I/O error, a full disk, a numerical failure, a damaged file. Exit code 1.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A run that failed in a way that running it again would not mend. Exit code 1.
class StudyFault : public RunError {
 public:
  using RunError::RunError;
};

/// A backend that was asked for is not there. Exit code 2, never a silent fallback.
class BackendAbsent : public InputError {
 public:
  using InputError::InputError;
};

}  // namespace hashlease
