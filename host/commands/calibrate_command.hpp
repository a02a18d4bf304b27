#pragma once

/// The sub-command `calibrate`: histories in, a market file out.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "vocabulary/btc_models.hpp"

namespace hashlease {

struct CalibrateOptions {
  std::vector<std::string> data;  // files of any kind, told apart by their headers
  std::vector<std::string> gpu;
  std::vector<std::string> power;
  std::string output;
  std::string report;  // JSON; empty: none
  std::string base;    // market file for sections without data; empty: none
  std::string model{name_of(BtcModel::merton)};
  std::string hub;
  std::string until, since, network_since, fee_since, power_since;  // dates as typed; empty: not given
  std::vector<std::string> gpu_classes;
  double most_jumps = 12.0;
  std::optional<std::int64_t> block_height;
  std::string command_line;  // as typed
  bool json = false;
  bool quiet = false;
  bool force = false;
};

void add_calibrate_command(CLI::App& application, CalibrateOptions& options);
ExitCode calibrate_command(const CalibrateOptions& options);

}  // namespace hashlease
