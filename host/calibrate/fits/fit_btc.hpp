#pragma once

/// Models of the BTC price, fitted to daily log returns. A year has 365.25 days; parameters have the names and units of
/// the market's keys.

#include <vector>

#include "calibrate/fits/fit.hpp"
#include "vocabulary/btc_models.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

/// r ~ Normal((mu - sigma^2 / 2) dt, sigma^2 dt). Parameters annual_drift, annual_volatility.
Fit fit_gbm(const std::vector<double>& returns);

/// Poisson mixture of normals (Merton 1976): given n jumps, r ~ Normal((mu - sigma^2 / 2 - lambda c) dt + n m,
/// sigma^2 dt + n s^2), c = exp(m + s^2 / 2) - 1. Parameters annual_drift, annual_volatility, jump_intensity,
/// jump_mean, jump_deviation.
/// @param most_jumps  upper bound of jump_intensity [1/year]: a free fit of heavy-tailed returns takes noise for jumps
Fit fit_merton(const std::vector<double>& returns, double most_jumps = 366.0);

/// GJR-GARCH(1,1) with Student-t innovations, variance-targeted (Francq, Horvath & Zakoian 2011): h' = omega + (alpha +
/// gamma [e < 0]) e^2 + beta h, r = mu dt - h / 2 + e, e = sqrt(h) times a unit-variance t; omega such that the
/// stationary variance is that of the sample. Standard errors hold both steps. Parameters annual_drift,
/// annual_volatility, alpha, gamma, beta, degrees_of_freedom, and initial_volatility, that of the day after the sample.
Fit fit_gjr_garch(const std::vector<double>& returns);

/// Hidden Markov chain of 2 or 3 states that moves between blocks of days (Hamilton 1989); in state k returns are GBM
/// with its own drift and volatility. States are ordered by volatility. Parameters drift.K, volatility.K,
/// transition.J.K.
/// @param block_lengths  days of each block, e.g. calendar months; they add up to the number of returns
Fit fit_regime(const std::vector<double>& returns, const std::vector<int>& block_lengths, int states);

/// Bates (1996): dv = kappa (theta - v) dt + xi sqrt(v) dW_v, correlation rho, with Merton jumps. Quasi maximum
/// likelihood: sqrt(v) on a trinomial chain of one step a day that has the mean and variance of the diffusion, filtered
/// exactly; returns are rounded to a fortieth of their deviation. Parameters annual_drift, annual_volatility
/// (sqrt(theta)), mean_reversion, volatility_of_variance, correlation, jump_intensity, jump_mean, jump_deviation and
/// initial_volatility.
/// @param most_jumps  upper bound of jump_intensity [1/year]
Fit fit_bates(const std::vector<double>& returns, double most_jumps = 24.0);

/// Block length of the stationary bootstrap that is best for the mean of each series (Politis & White 2004, corrected
/// by Patton, Politis & White 2009); the longest of those of the returns, their size and the other series. Parameter
/// mean_block_days.
Fit fit_bootstrap(const std::vector<double>& returns, const std::vector<std::vector<double>>& others = {});

/// The block length of one series.
double block_length_of(const std::vector<double>& values);

}  // namespace hashlease
