#pragma once

/// Where the Bitcoin chain stood at the close of a day, from daily data.

#include <cstdint>
#include <optional>
#include <vector>

#include "calibrate/histories/history_btc.hpp"

namespace hashlease {

/// A height that is known: of the last block of a day.
struct KnownHeight {
  std::int64_t day = 0;  // days since 1970-01-01
  std::int64_t height = 0;
};

/// The height that a halving within the history gives: on its day the subsidies of its blocks tell how many came before
/// it. None when the history has no halving.
std::optional<KnownHeight> height_from_halving(const BtcHistory& history);

/// Height of the last block of each day, counted from a known one, whose day is within the history or the day before.
std::vector<std::int64_t> block_heights(const BtcHistory& history, const KnownHeight& known);

/// Difficulty in force at the close of day k. On the day of a retarget the history has the mean over its blocks, of
/// which the new difficulty is the part that the old one does not explain.
double difficulty_at_close(const BtcHistory& history, const std::vector<std::int64_t>& heights, std::size_t k);

}  // namespace hashlease
