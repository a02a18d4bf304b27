#pragma once

/// Daily history of the BTC price and the Bitcoin network.

#include <cstdint>
#include <string>
#include <vector>

#include "calibrate/histories/history_table.hpp"

namespace hashlease {

/// Consecutive days without a gap. A series that the source does not hold is empty; the others have one value a day.
struct BtcHistory {
  std::string source;              // files as the user named them, joined by ", "
  std::string price_column;        // of the price in its file
  std::int64_t first_day = 0;      // days since 1970-01-01
  std::vector<double> price;       // at the end of the UTC day [USD]
  std::vector<double> hashrate;    // implied by the day's blocks and difficulty [EH/s]
  std::vector<double> difficulty;  // mean of the day
  std::vector<double> fees;        // [BTC/day]
  std::vector<double> issuance;    // block subsidies [BTC/day]
  std::vector<double> blocks;      // [1/day]

  std::size_t day_count() const;
  std::int64_t last_day() const { return first_day + static_cast<std::int64_t>(day_count()) - 1; }
  bool has_network() const {
    return !hashrate.empty() && !difficulty.empty() && !fees.empty() && !issuance.empty() && !blocks.empty();
  }
};

/// Whether the header names a date and at least one column that btc_history knows.
bool is_btc_history(const HistoryTable& table);

/// From the columns of Coin Metrics' community data (time, PriceUSD, HashRate, DiffMean, FeeTotNtv, IssTotNtv, BlkCnt)
/// or `date,price_usd,network_hashrate_th_per_s,difficulty_implied,fees_total_btc,issuance_btc,blocks_mined`; others
/// are passed over. Days before all known columns have a value, and after, are left out. Wrong: missing, doubled or
/// unordered days, values that are no positive number, a price or hashrate a factor of 20 from the day before, a
/// hashrate that is not that of blocks and difficulty.
BtcHistory btc_history(const HistoryTable& table, HistoryErrors& errors);

/// The days that two histories share, with the series of both. Told as wrong: no such day, or a series that both hold.
BtcHistory joined(const BtcHistory& a, const BtcHistory& b, HistoryErrors& errors);

/// Fills in the difficulty from hashrate and blocks where it is missing.
void complete(BtcHistory& history);

/// The same from a file, or from price_usd=FILE for one with the columns date,value. Throws InputError with everything
/// that is wrong.
BtcHistory read_btc_history(const std::string& source);

/// The part from `first_day` to `last_day`, both included, as far as there is one.
BtcHistory between(const BtcHistory& history, std::int64_t first_day, std::int64_t last_day);

/// ln(value[k + 1] / value[k]); one fewer than values.
std::vector<double> log_returns(const std::vector<double>& values);

/// Revenue of 1 PH/s [USD/PH/day] by the day's own difficulty and fees per block:
///   86400e15 / (D 2^32) (issuance + fees) / blocks * price.
/// Free of the noise of block arrival but for fees. Needs the network's series.
std::vector<double> hashprices(const BtcHistory& history);

/// Fees over subsidies of each day.
std::vector<double> fee_ratios(const BtcHistory& history);

}  // namespace hashlease
