#pragma once

/// The sub-command `report`: a result file, or several side by side, as a page to read.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace hashlease {

struct ReportOptions {
  std::vector<std::string> files;
  std::string output;                  // empty: named after the only file, unless only a chart is asked for
  std::string chart;                   // SVG of the comparison chart; empty: none
  std::vector<std::string> histories;  // see read_history
  bool force = false;
};

void add_report_command(CLI::App& application, ReportOptions& options);
ExitCode report_command(const ReportOptions& options);

}  // namespace hashlease
