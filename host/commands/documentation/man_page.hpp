#pragma once

#include <string>

#include "commands/documentation/command_description.hpp"

namespace hashlease {

/// hashlease(1) in roff with the man macros: every sub-command and option, the tables of a configuration, exit codes,
/// files, environment, and the examples that each `--help` shows.
std::string man_page(const CommandDescription& program);

}  // namespace hashlease
