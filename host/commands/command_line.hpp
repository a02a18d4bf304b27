#pragma once

#include <iosfwd>
#include <optional>

#include "base/error.hpp"

namespace hashlease {

/// Parses the command line and runs nothing. An exit code when that would be all: ExitCode::done with a help text on
/// `out`, or ExitCode::bad_input with a message on `error`.
std::optional<ExitCode> parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& error);

/// Parses the command line and runs the sub-command. Returns the exit code of the process; every error is printed on
/// standard error.
int run_command_line(int argc, char** argv);

}  // namespace hashlease
