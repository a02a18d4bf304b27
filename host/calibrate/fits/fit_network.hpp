#pragma once

/// The Bitcoin network fitted to its history.

#include <vector>

#include "calibrate/fits/fit.hpp"
#include "calibrate/histories/history_btc.hpp"

namespace hashlease {

/// The line ln(hashprice) follows over time: where the reference hashprice of the model stands, and its fall.
struct HashpriceTrend {
  double log_end = 0.0;                                 // at the last day [ln USD/PH/day]
  double annual_fall = 0.0;                             // [1/year]
  double log_end_error = 0.0, annual_fall_error = 0.0;  // Newey & West (1987), a year of lags
};

/// Least squares over the days; a rising line is taken as a level one, for the model knows no negative gain.
HashpriceTrend hashprice_trend(const std::vector<double>& log_hashprices);

/// Answer of hashrate to hashprice (the engine's daily step):
///   d ln H = (g + k_up max(x, 0) - k_down max(-x, 0)) dt + sigma dW, x = ln(hashprice / reference) of the day before,
/// seen through the noise of block arrival: a day's hashrate is H times Poisson(144) / 144 or so. Maximum likelihood by
/// the Kalman filter, the reference given. Parameters annual_hashrate_growth, response_up, response_down (which may
/// come out negative), annual_hashrate_volatility, daily_noise, and hashrate, that at the end of the sample.
/// @param log_hashrates  [ln EH/s] by day, with noise
/// @param log_hashprices  of the same days
Fit fit_hashrate(const std::vector<double>& log_hashrates, const std::vector<double>& log_hashprices,
                 const HashpriceTrend& reference);

/// The same with the trend of the history's own hashprice as its reference, which is added as hashprice_reference and
/// annual_efficiency_gain.
Fit fit_network(const BtcHistory& history);

/// Log change of difficulty at each retarget of the history, in order.
std::vector<double> difficulty_steps(const BtcHistory& history);
/// Mean, deviation and lag-one correlation of difficulty_steps.
Fit fit_difficulty(const BtcHistory& history);

/// Fees over subsidies f: ln f = median + Ornstein-Uhlenbeck + spikes that decay (Poisson arrivals, normal sizes).
/// Quasi maximum likelihood by a filter of two normals, one for days with a spike and one for days without (Kim 1994).
/// Parameters fee_ratio_median, fee_log_deviation, fee_half_life_days, fee_spike_intensity, fee_spike_mean,
/// fee_spike_deviation, fee_spike_half_life_days.
/// @param ratios  one a day
Fit fit_fees(const std::vector<double>& ratios);

/// Share of fees in the block reward: mean, median, 5 %, 95 % and 99 % quantiles, as parameters without errors.
Fit fee_share(const BtcHistory& history);

}  // namespace hashlease
