#include "backtest/shortfall_test.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace hashlease {

namespace {

/// Uniform on [0, 1) in steps of 2^-53; the standard library's distributions differ between implementations.
double uniform(std::mt19937_64& words) { return static_cast<double>(words() >> 11) * 0x1p-53; }

/// Z2 of outcomes drawn from the forecasts.
double simulated_z2(const std::vector<ShortfallForecast>& forecasts, double tail_share, std::mt19937_64& words) {
  double sum = 0.0;
  for (const ShortfallForecast& forecast : forecasts) {
    const double position = uniform(words) / tail_share;
    if (position >= 1.0) continue;
    const auto rank = static_cast<std::size_t>(position * static_cast<double>(forecast.tail.size()));
    sum += forecast.tail[rank] / forecast.shortfall;
  }
  return 1.0 + sum / (static_cast<double>(forecasts.size()) * tail_share);
}

}  // namespace

ShortfallForecast shortfall_forecast(const std::vector<double>& sorted, double tail_share, double outcome) {
  const double wanted = std::round(tail_share * static_cast<double>(sorted.size()));
  const std::size_t count = std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, sorted.size() - 1);
  ShortfallForecast forecast;
  forecast.outcome = outcome;
  forecast.threshold = sorted[count];
  forecast.tail.assign(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count));
  forecast.shortfall = -std::accumulate(forecast.tail.begin(), forecast.tail.end(), 0.0) / static_cast<double>(count);
  return forecast;
}

ShortfallTest acerbi_szekely_z2(const std::vector<ShortfallForecast>& forecasts, double tail_share, int simulations,
                                std::uint64_t seed) {
  ShortfallTest test;
  test.is_defined = !forecasts.empty() && std::all_of(forecasts.begin(), forecasts.end(),
                                                      [](const auto& forecast) { return forecast.shortfall > 0.0; });
  if (!test.is_defined) return test;
  double sum = 0.0;
  for (const ShortfallForecast& forecast : forecasts) {
    if (forecast.outcome < forecast.threshold) sum += forecast.outcome / forecast.shortfall;
  }
  test.statistic = 1.0 + sum / (static_cast<double>(forecasts.size()) * tail_share);
  std::mt19937_64 words(seed);
  std::vector<double> simulated(static_cast<std::size_t>(simulations));
  for (double& value : simulated) value = simulated_z2(forecasts, tail_share, words);
  std::sort(simulated.begin(), simulated.end());
  const auto no_larger = std::upper_bound(simulated.begin(), simulated.end(), test.statistic + 1e-12);
  // The observed value counts among them, so that a test at any level rejects no more often than it says.
  test.p_value = static_cast<double>(no_larger - simulated.begin() + 1) / (simulations + 1.0);
  test.critical_value_5 = simulated[simulated.size() / 20];
  test.critical_value_1 = simulated[simulated.size() / 100];
  return test;
}

}  // namespace hashlease
