#pragma once

/// The rolling-origin backtest: the engine predicts from one day of the past after another, with what was known then.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backtest/forecast.hpp"
#include "backtest/market_simulation.hpp"
#include "backtest/refit.hpp"
#include "calibrate/histories/history_gpu.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

struct RollingOrigin {
  std::vector<int> horizons = {1, 3, 12};  // [month], ascending
  std::optional<Date> first;               // first origin; none: the first that the history allows
  std::optional<Date> last;                // last origin; none: the last with an outcome
  int every_months = 1;                    // between origins
  RefitWindows windows;
  SimulationOptions simulation;
};

/// Called before each prediction with how many are done, and how many there will be.
using ForecastProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Predicts BTC price and, where the history has the network, hashprice from the first day of months. Each origin's
/// market is `configuration`'s with state and parameters from the history up to that day (refit.hpp); paths, seed and
/// step are the configuration's, the seed plus the day's number, so that origins have words of their own.
/// Outcomes are the closing price on the last day of the horizon and the mean hashprice over its last month, as the
/// engine predicts them. Throws InputError when the history leaves no origin.
/// @param model  of the BTC price, as the series are labelled; the configuration has it
std::vector<ForecastSeries> forecast_network(const Configuration& configuration, const std::string& model,
                                             const DatedHistory& history, const RollingOrigin& rolling,
                                             const ForecastProgress& progress);

/// Predicts the mean lease rate of the last month of the horizon for each GPU class of the configuration whose panel
/// median is in the history. An origin is the first day of a month, and starts from the median of the month before. The
/// history is too short to fit parameters before its origins, so all but the rate are the configured ones.
std::vector<ForecastSeries> forecast_lease_rates(const Configuration& configuration, const GpuHistory& history,
                                                 const RollingOrigin& rolling, const ForecastProgress& progress);

}  // namespace hashlease
