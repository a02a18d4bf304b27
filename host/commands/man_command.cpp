#include <CLI/CLI.hpp>
#include <cstdio>

#include "commands/commands.hpp"
#include "commands/documentation/man_page.hpp"

namespace hashlease {

CLI::App* add_man_command(CLI::App& program, Invocation& invocation) {
  CLI::App* command = program.add_subcommand("man", "print the manual page");
  command->footer(R"(Examples:
  hashlease man | man -l -
  hashlease man > hashlease.1)");
  when_chosen(*command, invocation, [&program] {
    std::fputs(man_page(describe_application(program)).c_str(), stdout);
    return ExitCode::done;
  });
  return command;
}

}  // namespace hashlease
