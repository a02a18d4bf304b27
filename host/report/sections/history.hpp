#pragma once

/// Histories of the market from CSV files, to be drawn beside the fans.

#include <map>
#include <string>
#include <vector>

#include "report/drawing/svg.hpp"

namespace hashlease {

/// Points (day since 1970-01-01, value) of each variable of /market, in its unit there.
using Histories = std::map<std::string, std::vector<Point>>;

/// Reads a history. `source` is a file whose header names its columns, or VARIABLE=FILE for one with the columns date
/// and value, in the unit of that variable. Known columns are those of /market (btc_price, hashprice, network_hashrate,
/// difficulty, power_price, lease_rate, occupancy) and those of Coin Metrics' community data; others are passed over.
/// An empty value is a day without one. Throws InputError naming file, line and what is wrong there: all errors of a
/// file at once, at most ten.
void read_history(const std::string& source, Histories& histories);

}  // namespace hashlease
