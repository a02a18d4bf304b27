#include "backtest/forecast.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "stats/measures/ranks.hpp"

namespace hashlease {

namespace {

/// E|X - y| - E|X - X'| / 2 over a sorted sample: 2 / N^2 sum (x_i - y) (N 1(y < x_i) - i + 1/2), i from 1.
double ranked_probability_score(const std::vector<double>& sorted, double outcome) {
  const auto n = static_cast<double>(sorted.size());
  double sum = 0.0;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    const double above = outcome < sorted[k] ? n : 0.0;
    sum += (sorted[k] - outcome) * (above - static_cast<double>(k) - 0.5);
  }
  return 2.0 * sum / (n * n);
}

}  // namespace

Forecast make_forecast(std::int64_t origin, std::vector<double> predicted, double outcome) {
  if (!std::all_of(predicted.begin(), predicted.end(), [](double value) { return std::isfinite(value); })) {
    throw RunError("backtest: a predicted value is not finite");
  }
  std::sort(predicted.begin(), predicted.end());
  Forecast forecast;
  forecast.origin = origin;
  forecast.outcome = outcome;
  const auto below = std::lower_bound(predicted.begin(), predicted.end(), outcome) - predicted.begin();
  forecast.transform = (static_cast<double>(below) + 0.5) / (static_cast<double>(predicted.size()) + 1.0);
  forecast.score = ranked_probability_score(predicted, outcome);
  for (const double probability : kForecastProbabilities) {
    forecast.quantiles.push_back(predicted[quantile_rank(predicted.size(), probability) - 1]);
  }
  // A loss is counted from the predicted median: a quantity that is known to rise, as hashprice before a large
  // retarget, has losses too, and an expected shortfall above zero.
  const double median = forecast.quantiles[std::size(kForecastProbabilities) / 2];
  for (double& value : predicted) value -= median;
  for (const double share : kShortfallShares) {
    forecast.tails.push_back(shortfall_forecast(predicted, share, outcome - median));
  }
  return forecast;
}

}  // namespace hashlease
