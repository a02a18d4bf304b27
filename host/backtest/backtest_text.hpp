#pragma once

/// What `hashlease backtest` prints.

#include <string>
#include <vector>

#include "backtest/evaluation.hpp"

namespace hashlease {

/// How the forecasts came about, for whoever reads the verdict.
struct BacktestFacts {
  std::string title;                 // of the study
  std::vector<std::string> sources;  // data files
  std::string first_origin;          // "2018-01-01"
  std::string last_origin;
  std::int64_t paths = 0;  // a forecast
  std::int64_t btc_window_days = 0;
  std::int64_t network_window_days = 0;
  int every_months = 1;
  double significance = 0.01;
  double seconds = 0.0;  // that it took
  std::string command_line;
  std::vector<std::string> notices;  // what could not be tested
};

/// A table with a line a variable, horizon and model, and how to read it.
std::string backtest_table(const BacktestFacts& facts, const std::vector<SeriesEvaluation>& evaluations);

/// Everything that was worked out, as JSON.
std::string backtest_json(const BacktestFacts& facts, const std::vector<SeriesEvaluation>& evaluations);

}  // namespace hashlease
