#pragma once

namespace hashlease {

/// Parses the command line and runs the sub-command. Returns the exit code of the process; every error is printed on
/// standard error.
int run_command_line(int argc, char** argv);

}  // namespace hashlease
