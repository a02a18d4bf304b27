#pragma once

/// What a backtest compares: predicted distributions, outcomes, and where in its distribution each outcome fell.

#include <cstdint>
#include <string>
#include <vector>

#include "backtest/shortfall_test.hpp"

namespace hashlease {

/// Probabilities whose predicted quantiles are kept.
inline constexpr double kForecastProbabilities[] = {0.005, 0.01, 0.025, 0.05, 0.5, 0.95, 0.975, 0.99, 0.995};
/// Shares of the lower tail that Acerbi & Szekely's test looks at.
inline constexpr double kShortfallShares[] = {0.05, 0.01};

/// One prediction and what came. Values are log changes from the origin: ln(value at the horizon / value at the
/// origin).
struct Forecast {
  std::int64_t origin = 0;        // day from which it was made, by what was known at its close [days since 1970-01-01]
  double outcome = 0.0;           // log change that came
  double transform = 0.0;         // probability integral transform of the outcome, in (0, 1)
  double score = 0.0;             // continuous ranked probability score; lower is better
  std::vector<double> quantiles;  // predicted log changes at kForecastProbabilities
  std::vector<ShortfallForecast> tails;  // at kShortfallShares; values counted from the predicted median
};

/// The forecasts of one variable at one horizon by one model, in order of time.
struct ForecastSeries {
  std::string variable;    // "btc_price", "hashprice", or "lease_rate H100"
  std::string model;       // of the BTC price; of a lease rate that of its demand
  int horizon_months = 1;  // [month]
  int subset_count = 1;    // every subset_count-th forecast does not overlap with the one before
  std::vector<Forecast> forecasts;
};

/// From the predicted values, each as likely as any other. The transform of an outcome that r of N values are below is
/// (r + 1/2) / (N + 1). The score is E|X - y| - E|X - X'| / 2 of predicted X and X' and the outcome y (Gneiting &
/// Raftery 2007, "Strictly proper scoring rules"), so that nobody gains by predicting anything but what he believes.
/// Throws RunError when a value is not finite.
Forecast make_forecast(std::int64_t origin, std::vector<double> predicted, double outcome);

}  // namespace hashlease
