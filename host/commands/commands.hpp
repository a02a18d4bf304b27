#pragma once

/// The sub-commands. Each is a file of its own, X_command.cpp, with its options, its examples and what it does, and two
/// lines here: a declaration and a row of the table.

#include <functional>
#include <string>

#include "base/error.hpp"

namespace CLI {
class App;
}

namespace hashlease {

/// A command line: as it was typed, and what it asks for.
struct Invocation {
  std::string command_line;          // for the provenance of what is written
  std::function<ExitCode()> action;  // of the sub-command; may throw InputError (exit code 2) or RunError (1)
};

/// Adds a sub-command to the program and returns it. Both arguments outlive the action.
using AddCommand = CLI::App*(CLI::App& program, Invocation& invocation);

/// Makes `action` that of the invocation when the command line names the sub-command.
void when_chosen(CLI::App& command, Invocation& invocation, std::function<ExitCode()> action);

AddCommand add_run_command;
AddCommand add_check_command;
AddCommand add_replay_command;
AddCommand add_report_command;
AddCommand add_export_command;
AddCommand add_configuration_command;
AddCommand add_calibrate_command;
AddCommand add_backtest_command;
AddCommand add_status_command;
AddCommand add_merge_command;
AddCommand add_slurm_command;
AddCommand add_bench_command;
AddCommand add_verify_command;
AddCommand add_describe_command;
AddCommand add_schema_command;
AddCommand add_completion_command;
AddCommand add_man_command;

struct CommandRow {
  const char* group;  // heading in `hashlease --help` and in the manual page
  AddCommand* add;
};

/// In the order of `hashlease --help`.
inline constexpr CommandRow kCommands[] = {
    {"Study", add_run_command},        {"Study", add_check_command},
    {"Study", add_replay_command},     {"Study", add_report_command},
    {"Study", add_export_command},     {"Study", add_configuration_command},
    {"Market", add_calibrate_command}, {"Market", add_backtest_command},
    {"Scale", add_status_command},     {"Scale", add_merge_command},
    {"Scale", add_slurm_command},      {"Scale", add_bench_command},
    {"Scale", add_verify_command},     {"Reference", add_describe_command},
    {"Reference", add_schema_command}, {"Reference", add_completion_command},
    {"Reference", add_man_command},
};

}  // namespace hashlease
