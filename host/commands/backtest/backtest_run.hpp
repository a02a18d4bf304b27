#pragma once

/// The market of a configuration against what happened: from histories to forecasts, their tests and the file of both.

#include <cstdint>
#include <optional>
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
  std::optional<std::int64_t> first;  // origin, days since 1970-01-01; as the history allows
  std::optional<std::int64_t> last;
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

/// Prints the tests, and writes the file where one is asked for. Throws InputError for bad input.
ExitCode run_backtest(const BacktestOptions& options);

}  // namespace hashlease
