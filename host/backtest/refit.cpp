#include "backtest/refit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "backtest/chain_history.hpp"
#include "base/error.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

/// Hashrate is read from means of this many days: blocks come as a Poisson process.
constexpr std::size_t kHashrateDays = 14;
constexpr double kBlocksPerDay = 144.0;
constexpr std::size_t kFeeDays = 30;
constexpr double kLeastHashrateVolatility = 0.02;
/// Median absolute deviation to standard deviation of a normal.
constexpr double kMedianDeviation = 1.482602;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// ln of the mean over the `count` days that end with day k.
double log_mean(const std::vector<double>& values, std::size_t k, std::size_t count) {
  double sum = 0.0;
  for (std::size_t back = 0; back < count; ++back) sum += values[k - back];
  return std::log(sum / static_cast<double>(count));
}

/// How hashrate answered hashprice over a window, as network.hpp's step_hashrate has it.
class HashrateResponse {
 public:
  HashrateResponse(const NetworkConfiguration& network, const DatedHistory& history, std::size_t k, std::size_t days)
      : network_(network), history_(history), last_(k) {
    double sum = 0.0;
    for (std::size_t back = 0; back < days; ++back) sum += std::log(history.hashprice[k - back]) - decline(back);
    log_reference_ = sum / static_cast<double>(days);
  }
  double reference() const { return std::exp(log_reference_); }
  /// Growth of ln hashrate that the response makes over the `days` after day `from` [1].
  double growth(std::size_t from, std::size_t days) const {
    double sum = 0.0;
    for (std::size_t k = from; k < from + days; ++k) {
      const double excess = std::log(history_.hashprice[k]) - log_reference_ - decline(last_ - k);
      sum += (excess > 0.0 ? network_.response_up : network_.response_down) * excess;
    }
    return sum / kDaysPerYear;
  }

 private:
  /// By how much ln reference was higher so many days before the end.
  double decline(std::size_t back) const {
    return network_.annual_efficiency_gain * static_cast<double>(back) / kDaysPerYear;
  }

  const NetworkConfiguration& network_;
  const DatedHistory& history_;
  std::size_t last_;
  double log_reference_ = 0.0;
};

/// Sets growth and volatility of hashrate from its changes over the window.
void refit_hashrate(const DatedHistory& history, const HashrateResponse& response, std::size_t k, std::size_t days,
                    NetworkConfiguration& network) {
  const std::vector<double>& hashrate = history.daily.hashrate;
  std::vector<double> own;  // change over kHashrateDays beyond the response
  for (std::size_t end = k; end >= k - days + 2 * kHashrateDays; end -= kHashrateDays) {
    const double change =
        log_mean(hashrate, end, kHashrateDays) - log_mean(hashrate, end - kHashrateDays, kHashrateDays);
    own.push_back(change - response.growth(end - kHashrateDays, kHashrateDays));
  }
  const auto n = static_cast<double>(own.size());
  const double interval = static_cast<double>(kHashrateDays) / kDaysPerYear;
  double mean = 0.0, square = 0.0;
  for (const double change : own) mean += change / n;
  for (const double change : own) square += (change - mean) * (change - mean) / (n - 1.0);
  network.annual_hashrate_growth = std::clamp(mean / interval, -5.0, 5.0);
  // The change between means of two neighbouring intervals has 2/3 of the variance of a change over one; each mean has
  // the noise of its number of blocks.
  const double noise = 2.0 / (kBlocksPerDay * kHashrateDays);
  const double variance = std::max(square - noise, 0.0) / (2.0 / 3.0 * interval);
  network.annual_hashrate_volatility = std::clamp(std::sqrt(variance), kLeastHashrateVolatility, 5.0);
}

void refit_fees(const DatedHistory& history, std::size_t k, std::size_t days, NetworkConfiguration& network) {
  const auto level = [&](std::size_t day) {
    const auto end = history.fee_ratio.begin() + static_cast<std::ptrdiff_t>(day) + 1;
    return median({end - kFeeDays, end});
  };
  network.fee_ratio_median = std::clamp(level(k), 1e-6, 10.0);
  std::vector<double> deviations;
  for (std::size_t day = k - days + kFeeDays; day <= k; ++day) {
    deviations.push_back(std::abs(std::log(history.fee_ratio[day] / level(day))));
  }
  network.fee_log_deviation = std::min(kMedianDeviation * median(deviations), 3.0);
}

}  // namespace

DatedHistory dated_history(const BtcHistory& history, const Configuration& configuration) {
  DatedHistory dated;
  dated.daily = history;
  dated.log_returns = log_returns(history.price);
  if (!history.has_network()) return dated;
  dated.hashprice = hashprices(history);
  dated.fee_ratio = fee_ratios(history);
  std::optional<KnownHeight> known = height_from_halving(history);
  const KnownHeight configured{days_from_date(configuration.run.start_date), configuration.market.network.block_height};
  if (!known && configured.day >= history.first_day - 1 && configured.day <= history.last_day()) known = configured;
  if (!known) {
    throw InputError(
        fmt::format("{}: block heights are not known: no halving within {} to {}, and "
                    "market.network.block_height is of {} (run.start_date)",
                    history.source, day_text(history.first_day), day_text(history.last_day()),
                    to_string(configuration.run.start_date)));
  }
  dated.heights = block_heights(history, *known);
  return dated;
}

NetworkConfiguration refit_network(const NetworkConfiguration& configured, const DatedHistory& history, std::size_t k,
                                   std::int64_t window_days) {
  NetworkConfiguration network = configured;
  const auto days = static_cast<std::size_t>(window_days);
  network.hashrate = std::exp(log_mean(history.daily.hashrate, k, kHashrateDays));
  network.difficulty = difficulty_at_close(history.daily, history.heights, k);
  network.block_height = history.heights[k];
  const HashrateResponse response(network, history, k, days);
  network.hashprice_reference = response.reference();
  refit_hashrate(history, response, k, days, network);
  // The mean is of the middle of its days; since then hashrate has grown.
  network.hashrate *= std::exp(network.annual_hashrate_growth * 0.5 * (kHashrateDays - 1.0) / kDaysPerYear);
  refit_fees(history, k, days, network);
  return network;
}

}  // namespace hashlease
