#pragma once

#include <CLI/CLI.hpp>

#include "commands/commands.hpp"

namespace hashlease {

/// --audit of a command that simulates.
inline void add_audit_option(CLI::App& command, RunOptions& options) {
  command
      .add_option(
          "--audit", options.audit_percent,
          "recompute this share of the paths on the CPU (those of a CPU with another instruction set) and compare "
          "every bit [%]")
      ->check(CLI::Range(0.0, 100.0))
      ->type_name("PERCENT");
}

}  // namespace hashlease
