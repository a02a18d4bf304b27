#pragma once

/// Backtest of expected shortfall.

#include <cstdint>
#include <vector>

namespace hashlease {

/// The worst share of what was predicted for one outcome, and the outcome.
struct ShortfallForecast {
  double outcome = 0.0;      // gains are positive
  double threshold = 0.0;    // predicted quantile; an outcome below it is an exceedance
  double shortfall = 0.0;    // - mean of the tail; positive
  std::vector<double> tail;  // predicted outcomes below the threshold, each as likely as any other
};

/// Of the lowest `tail_share` of equally likely predicted outcomes, which are sorted ascending.
ShortfallForecast shortfall_forecast(const std::vector<double>& sorted, double tail_share, double outcome);

struct ShortfallTest {
  double statistic = 0.0;         // Z2; 0 expected, negative: losses beyond the forecast
  double p_value = 1.0;           // share of simulated values that are no larger
  double critical_value_5 = 0.0;  // 5 % of simulated values are lower
  double critical_value_1 = 0.0;  // 1 %
  bool is_defined = false;        // false without forecasts, or when a tail is on average no loss
};

/// Acerbi & Szekely (2014, "Backtesting expected shortfall"), second statistic:
///   Z2 = 1 + sum_t X_t 1(X_t < threshold_t) / (T tail_share ES_t),
/// one-sided, with critical values from `simulations` outcomes drawn from the forecasts themselves, independent over t
/// (Mersenne twister of the given seed, so equal calls give equal results).
ShortfallTest acerbi_szekely_z2(const std::vector<ShortfallForecast>& forecasts, double tail_share, int simulations,
                                std::uint64_t seed);

}  // namespace hashlease
