#pragma once

/// Parts of a calibration that have files of their own.

#include "calibrate/calibration.hpp"

namespace hashlease {

/// Every GPU whose panel has a year of months.
void fit_leases(const GpuHistory& history, Calibration& calibration);

/// Correlations of BTC with hashrate (30-day changes, hashrate as a mean of 7 days), power and lease rates (monthly).
void add_correlations(const MarketHistory& history, const BtcHistory& btc, Calibration& calibration);

}  // namespace hashlease
