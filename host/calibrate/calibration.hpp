#pragma once

/// A whole market fitted to histories.

#include <optional>
#include <string>
#include <vector>

#include "calibrate/fits/fit.hpp"
#include "calibrate/fits/fit_lease.hpp"
#include "calibrate/fits/fit_power.hpp"
#include "calibrate/histories/history_btc.hpp"
#include "calibrate/histories/history_gpu.hpp"
#include "calibrate/histories/history_power.hpp"
#include "vocabulary/btc_models.hpp"

namespace hashlease {

/// What there is to fit to; a part without data is left out.
struct MarketHistory {
  std::optional<BtcHistory> btc;
  std::optional<GpuHistory> gpu;
  std::optional<PowerHistory> power;
};

/// Reads files of any known layout, told apart by their headers; several of BTC and network are joined by day. Throws
/// InputError with everything that is wrong in any of them.
/// @param hub  part of the name of the power column; empty takes the first
MarketHistory read_market_history(const std::vector<std::string>& files, const std::string& hub);

/// Days since 1970-01-01; empty: from the first or to the last day of the data.
struct CalibrationOptions {
  BtcModel model = BtcModel::merton;  // the one that is written
  std::string command_line;           // as typed, for the head of the market file; may be empty
  std::optional<std::int64_t> until;
  std::optional<std::int64_t> since;          // of all parts without one of their own
  std::optional<std::int64_t> network_since;  // hashrate and difficulty
  std::optional<std::int64_t> fee_since;      // default: 30 days after the last halving, if that leaves half a year
  std::optional<std::int64_t> power_since;
  std::vector<std::string> gpu_classes;      // those that the market file has; empty: all that rates are known of
  double most_jumps = 12.0;                  // bound of merton's jump_intensity [1/year]
  std::optional<std::int64_t> block_height;  // where the history holds no halving
};

/// The lease market of one class.
struct LeaseCalibration {
  std::string name;  // "H100"
  std::string gpu;   // as the history names it: "H100-80GB"
  MonthlyRates rates;
  Fit free;                  // with a half-life of its own
  Fit given;                 // the half-life assumed
  double rate = 0.0;         // of the last month [USD/GPU-hour]
  double tenor_slope = 0.0;  // from reserved rates, NaN where there are none [1/year]
  std::size_t tenor_months = 0;
};

/// A correlation of monthly or 30-day changes.
struct PairCorrelation {
  std::string pair;  // "btc,hashrate"
  RateCorrelation figure;
  std::string sample;
};

struct Calibration {
  CalibrationOptions options;
  std::int64_t last_day = 0;
  std::string btc_source, gpu_source, power_source;  // file names
  std::string price_column;                          // of the first BTC file
  // BTC
  double price = 0.0;  // [USD] at the last day
  std::vector<Fit> models;
  // network
  bool has_network = false;
  double difficulty = 0.0;
  std::int64_t block_height = 0;
  std::optional<Fit> network, fees, fee_shares, difficulty_steps;
  std::vector<LeaseCalibration> lease;
  RateCorrelation lease_correlation;  // of the two longest panels
  std::string lease_pair;
  std::optional<Fit> power;
  std::string hub;
  std::vector<std::pair<double, std::pair<RunBelow, RunBelow>>> run_below;  // threshold, sample and model
  std::vector<PairCorrelation> correlations;

  const Fit& model(BtcModel model) const;
};

/// Half-life that is assumed of lease demand where the panel does not identify it [month].
inline constexpr double kAssumedHalfLife = 6.0;
/// Fewest daily returns that models are fitted to.
inline constexpr std::size_t kFewestReturns = 250;

/// Fits everything there is data for. Throws InputError when a sample is too short, or a block height cannot be worked
/// out.
Calibration calibrate(const MarketHistory& history, const CalibrationOptions& options);

/// Height of the last block of the history's last day, counted from the last halving within it; nothing when there is
/// none.
std::optional<std::int64_t> block_height_of(const BtcHistory& history);

/// Numbers of returns of the calendar months that days from `first_day` on fall in.
std::vector<int> month_lengths(std::int64_t first_day, std::size_t count);

/// All fits of a calibration, for tables and reports.
std::vector<const Fit*> all_fits(const Calibration& calibration);

}  // namespace hashlease
