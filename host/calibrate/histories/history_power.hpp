#pragma once

/// Hourly prices of power at a hub.

#include <cstdint>
#include <string>
#include <vector>

#include "calibrate/histories/history_table.hpp"

namespace hashlease {

/// Consecutive hours without a gap.
struct PowerHistory {
  std::string source;           // file as the user named it
  std::string hub;              // "ercot-west" for hb_west_usd_per_mwh
  std::int64_t first_hour = 0;  // hours since 1970-01-01T00:00Z
  std::vector<double> price;    // [USD/MWh]

  /// Day (UTC) of the hour k.
  std::int64_t day_of_hour(std::size_t k) const;
};

/// Whether the header is one that power_history knows.
bool is_power_history(const HistoryTable& table);

/// From `hour_start_utc` and one or more columns `*_usd_per_mwh`. Prices may be negative. Wrong: missing, doubled or
/// unordered hours, no numbers, prices beyond +-20,000 USD/MWh, and a median price that says the unit is another.
/// @param hub  part of the column's name; empty takes the first column
PowerHistory power_history(const HistoryTable& table, const std::string& hub, HistoryErrors& errors);

/// The same from a file. Throws InputError with everything that is wrong.
PowerHistory read_power_history(const std::string& file, const std::string& hub = "");

/// Hours of the days (UTC) from `first_day` to `last_day`, both included, as far as there are any.
PowerHistory between(const PowerHistory& history, std::int64_t first_day, std::int64_t last_day);

}  // namespace hashlease
