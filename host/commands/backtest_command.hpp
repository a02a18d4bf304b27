#pragma once

/// `hashlease backtest`: the market of a configuration against what happened.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace hashlease {

struct BacktestOptions {
  std::string configuration;
  std::vector<std::string> data;
  std::vector<std::string> set;
  std::vector<std::string> models;  // empty: the configuration's
  std::vector<int> horizons = {1, 3, 12};
  std::string first;  // origin, "2018-01-01"; empty: as the history allows
  std::string last;
  int every_months = 1;
  std::int64_t btc_window_days = 1461;
  std::int64_t network_window_days = 365;
  std::uint64_t paths = 12'800;
  double significance = 0.01;
  std::string backend;
  int threads = 0;
  std::string output;
  bool force = false;
  bool json = false;
  bool quiet = false;
  std::string command_line;
};

void add_backtest_command(CLI::App& application, BacktestOptions& options);
ExitCode backtest_command(const BacktestOptions& options);

}  // namespace hashlease
