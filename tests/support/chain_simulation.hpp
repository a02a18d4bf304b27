#pragma once

/// The Bitcoin chain in double precision, event by event, told by height alone: an independent account of what
/// `mine_blocks` does in fp32 with counters.

#include <algorithm>
#include <cmath>

namespace hashlease::testing {

struct Chain {
  double height;      // blocks mined since the first one, with fractions
  double difficulty;  // of the protocol
  double epoch_days;  // since the last retarget

  double subsidy() const { return 50.0 * std::exp2(-std::floor(height / 210000.0)); }

  /// Mines for `days` at `hashrate` [EH/s]; returns the integral of subsidy / difficulty [BTC day].
  double mine(double days, double hashrate) {
    double earned = 0.0;
    while (days > 0.0) {
      const double per_day = hashrate * 1e18 * 86400.0 / (difficulty * 4294967296.0);
      const double retarget = (std::floor(height / 2016.0) + 1.0) * 2016.0;
      const double halving = (std::floor(height / 210000.0) + 1.0) * 210000.0;
      const double next = std::min(retarget, halving);
      const double needed = (next - height) / per_day;
      const double elapsed = std::min(days, needed);
      earned += elapsed * subsidy() / difficulty;
      epoch_days += elapsed;
      days -= elapsed;
      if (needed > elapsed) {
        height += elapsed * per_day;
        continue;
      }
      height = next;
      if (next == retarget) end_epoch();
    }
    return earned;
  }

 private:
  /// CalculateNextWorkRequired: time of 2015 of the 2016 intervals against 14 days, within a factor of 4.
  void end_epoch() {
    const double seconds = epoch_days * 86400.0 * 2015.0 / 2016.0;
    difficulty *= 1209600.0 / std::clamp(seconds, 1209600.0 / 4.0, 1209600.0 * 4.0);
    epoch_days = 0.0;
  }
};

}  // namespace hashlease::testing
