#pragma once

/// The sub-commands with which the program documents itself: `schema`, `completion` and `man`.

#include <CLI/CLI.hpp>
#include <string>

namespace hashlease {

struct DocumentationOptions {
  std::string shell;    // of `completion`
  bool market = false;  // `schema` of market files instead of studies
};

/// Adds the sub-commands.
void add_documentation_commands(CLI::App& application, DocumentationOptions& options);

/// Runs `name` if it is one of them; false if it is not.
/// @param application  with all of its sub-commands
bool run_documentation_command(const std::string& name, const CLI::App& application,
                               const DocumentationOptions& options);

}  // namespace hashlease
