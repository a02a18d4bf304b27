#pragma once

/// GPU lease rates fitted to monthly panels.

#include <string>
#include <vector>

#include "calibrate/fits/fit.hpp"
#include "calibrate/histories/history_gpu.hpp"

namespace hashlease {

/// ln L = level - obsolescence t + X, X an Ornstein-Uhlenbeck process: restricted maximum likelihood (Patterson &
/// Thompson 1971), which takes away most of the bias that a fitted line gives to mean reversion; the interval of the
/// half-life is that of the likelihood ratio. Parameters annual_obsolescence, annual_volatility, half_life_months.
/// @param years  times of the observations, ascending, of any spacing
/// @param half_life_months  above 0: taken as given, and the others are fitted to it
Fit fit_ornstein_uhlenbeck(const std::vector<double>& years, const std::vector<double>& logs,
                           double half_life_months = 0.0);

/// The same for a panel's months; what a sample of its length does not tell is said.
Fit fit_lease(const MonthlyRates& rates, double half_life_months = 0.0);

/// The months after the last gap of more than two months: a rate that stands alone years before says nothing of how it
/// got to the next one.
MonthlyRates without_early_months(const MonthlyRates& rates);

/// Correlation of the monthly log changes of two panels in the months that both have; NaN below 4 such months.
struct RateCorrelation {
  double value = 0.0, lower = 0.0, upper = 0.0;  // 95 % interval by Fisher's transformation
  std::size_t months = 0;
};
/// The same of two series, with the number of independent pairs that the interval is for.
RateCorrelation correlation_of(const std::vector<double>& x, const std::vector<double>& y, std::size_t independent);
RateCorrelation rate_correlation(const MonthlyRates& a, const MonthlyRates& b);

}  // namespace hashlease
