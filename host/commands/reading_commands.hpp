#pragma once

/// The options of the sub-commands that read a finished result for people and other programs: replay and export.

#include <CLI/CLI.hpp>

#include "commands/commands.hpp"

namespace hashlease {

void add_replay_command(CLI::App& app, ReplayOptions& options);
void add_export_command(CLI::App& app, ExportOptions& options);

}  // namespace hashlease
