#pragma once

/// A configuration's market as somebody would have set it up at the close of a day in the past: state and parameters
/// from the history up to that day, and nothing later.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "calibrate/histories/history_btc.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

/// Days of history that parameters are fitted on.
struct RefitWindows {
  std::int64_t btc_days = 1461;  // four years: calm and turmoil of a halving's cycle
  std::int64_t network_days = 365;
};

/// History with the block heights that its days end at (empty without the network's series).
struct DatedHistory {
  BtcHistory daily;
  std::vector<double> log_returns;    // [k] from day k to k + 1
  std::vector<double> hashprice;      // [USD/PH/day]
  std::vector<double> fee_ratio;      // fees / subsidies
  std::vector<std::int64_t> heights;  // [k], of the last block of day k
};

/// Heights come from a halving within the history, else from the configuration's block_height where its start is within
/// the history. Throws InputError when neither is.
DatedHistory dated_history(const BtcHistory& history, const Configuration& configuration);

/// Sets the price of day k and the parameters of the configuration's model, fitted on the window that ends with it
/// (calibrate/fits/fit_btc.hpp): of gbm the volatility; of merton and bates jumps too, at most as many a year as
/// configured (a free fit takes noise for jumps); of regime two states of the volatility, in place of the configured
/// states; of bootstrap the block length, with the window's returns as its rows. The drift is the configured one: no
/// window of a few years measures it.
void refit_btc(const DatedHistory& history, std::size_t k, std::int64_t window_days, MarketConfiguration& market);

/// refit_btc at one origin after another. A fit of bates takes seconds, so it is made once in twelve months; in between
/// its starting volatility goes with that of recent days (exponential weights, half-life 30 days).
class BtcRefitter {
 public:
  /// @param history  must outlive it
  BtcRefitter(const DatedHistory& history, std::int64_t window_days) : history_(history), window_days_(window_days) {}
  /// As refit_btc; k is no less than the time before.
  void operator()(std::size_t k, MarketConfiguration& market);

 private:
  const DatedHistory& history_;
  std::int64_t window_days_;
  std::optional<std::size_t> last_;  // day of the last fit
  BtcConfiguration fitted_;
};

/// State and parameters of the network at the close of day k:
/// - hashrate, difficulty, height, level of fees (median of 30 days): the state of the day;
/// - reference hashprice: geometric mean over the window, on its way down with the configured efficiency gain;
/// - growth: of the window, without what the configured response to hashprice explains;
/// - volatilities of hashrate and fees: of the window's residuals, without the noise of block arrival.
/// The responses, the efficiency gain, half-lives and spikes stay as configured.
NetworkConfiguration refit_network(const NetworkConfiguration& configured, const DatedHistory& history, std::size_t k,
                                   std::int64_t window_days);

}  // namespace hashlease
