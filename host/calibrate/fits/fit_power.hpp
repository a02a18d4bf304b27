#pragma once

/// The model of power prices fitted to hourly prices of a hub.

#include <vector>

#include "calibrate/fits/fit.hpp"
#include "calibrate/histories/history_power.hpp"

namespace hashlease {

/// Moments in y = asinh(p / 10). Season: the median of each month over days without an hour above 1,000 USD/MWh, its
/// error from the spread of single years. Deviations, share and level of spikes: those for which the model's law of an
/// hour comes nearest to the sample's share of hours at or below 75 and above 300 and 1,000 USD/MWh, mean price of the
/// hours at or below 75, and mean price; the variance is shared out between days and hours as the robust deviations of
/// daily means and of hours about them say. Half-life: correlation of daily means one day apart. Duration: mean run of
/// days with an hour above 1,000. Standard errors: jackknife over 24 stretches of the sample. Parameters
/// monthly_median.1 to .12, ou_deviation, ou_half_life_days, intraday_deviation, spike_intensity, spike_duration_days,
/// spike_level.
Fit fit_power(const PowerHistory& history);

/// Share of hours at or below a price, and the mean price of those.
struct RunBelow {
  double share = 0.0, mean_price = 0.0;
};
RunBelow run_below(const PowerHistory& history, double break_even);
/// The same of the fitted model, over the year, in closed form; floor and cap of the price left out.
RunBelow run_below(const Fit& power, double break_even);

}  // namespace hashlease
