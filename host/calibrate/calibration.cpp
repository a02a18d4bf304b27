#include "calibrate/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/error.hpp"
#include "calibrate/calibration_parts.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_network.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

constexpr std::int64_t kForever = 1'000'000;

std::string sample_text(std::int64_t first, std::int64_t last, const char* unit) {
  return fmt::format("{} to {}, {}", day_text(first), day_text(last), unit);
}

void describe(Fit& fit, const std::string& source, const std::string& sample) {
  fit.source = source;
  fit.sample = sample;
}

/// A series that stands still has no law: every fit would divide by zero.
void require_changes(const std::vector<double>& values, const std::string& source, const char* what,
                     std::int64_t first_day) {
  if (variance_of(values) > 1e-12) return;
  throw InputError(fmt::format("{}: the {} never changes from {} on: there is nothing to fit to", source, what,
                               day_text(first_day)));
}

void fit_models(const BtcHistory& window, const CalibrationOptions& options, Calibration& calibration) {
  const std::vector<double> returns = log_returns(window.price);
  if (returns.size() < kFewestReturns) {
    throw InputError(fmt::format("{}: {} daily returns from {} to {} are too few to fit to: {} are needed",
                                 window.source, returns.size(), day_text(window.first_day), day_text(window.last_day()),
                                 kFewestReturns));
  }
  require_changes(returns, window.source, "BTC price", window.first_day);
  const std::vector<int> months = month_lengths(window.first_day + 1, returns.size());
  calibration.models = {fit_gbm(returns),
                        fit_merton(returns, options.most_jumps),
                        fit_merton(returns),
                        fit_gjr_garch(returns),
                        fit_regime(returns, months, 2),
                        fit_regime(returns, months, 3),
                        fit_bates(returns),
                        fit_bootstrap(returns)};
  calibration.models[1].notes.push_back(fmt::format("at most {:g} jumps a year", options.most_jumps));
  calibration.models[2].model += ", free";
  calibration.models[2].notes.emplace_back("a free fit takes the tails of every day for jumps");
  calibration.models[5].model += ", 3 states";
  for (Fit& fit : calibration.models) {
    describe(fit, calibration.btc_source, sample_text(window.first_day + 1, window.last_day(), "daily"));
  }
}

/// 30 days after the subsidy last changed, when that leaves half a year.
std::int64_t fee_start(const BtcHistory& history, std::int64_t otherwise) {
  for (std::size_t k = history.day_count() - 1; k > 0; --k) {
    const double ratio = history.issuance[k] / history.blocks[k] / (history.issuance[0] / history.blocks[0]);
    const double last = history.issuance.back() / history.blocks.back() / (history.issuance[0] / history.blocks[0]);
    if (ratio < 1.01 * last) continue;
    const std::int64_t start = history.first_day + static_cast<std::int64_t>(k) + 31;
    return history.last_day() - start >= 180 ? std::max(start, otherwise) : otherwise;
  }
  return otherwise;
}

void fit_networks(const BtcHistory& history, const CalibrationOptions& options, Calibration& calibration) {
  const std::int64_t since = options.since.value_or(history.first_day);
  const BtcHistory window = between(history, options.network_since.value_or(since), kForever);
  const BtcHistory fees = between(history, options.fee_since.value_or(fee_start(history, since)), kForever);
  for (const BtcHistory* part : {&window, &fees}) {
    if (part->day_count() >= 180) continue;
    throw InputError(fmt::format("{}: {} days from {} are too few to fit the network to: 180 are needed", part->source,
                                 part->day_count(), day_text(part->first_day)));
  }
  require_changes(log_returns(fee_ratios(fees)), fees.source, "share of fees", fees.first_day);
  require_changes(log_returns(window.hashrate), window.source, "hashrate", window.first_day);
  calibration.network = fit_network(window);
  calibration.difficulty_steps = fit_difficulty(window);
  calibration.fees = fit_fees(fee_ratios(fees));
  calibration.fee_shares = fee_share(fees);
  describe(*calibration.network, calibration.btc_source, sample_text(window.first_day, window.last_day(), "daily"));
  describe(*calibration.difficulty_steps, calibration.btc_source,
           sample_text(window.first_day, window.last_day(), "retargets"));
  describe(*calibration.fees, calibration.btc_source, sample_text(fees.first_day, fees.last_day(), "daily"));
  describe(*calibration.fee_shares, calibration.btc_source, sample_text(fees.first_day, fees.last_day(), "daily"));
  calibration.difficulty = history.difficulty.back();
  const std::optional<std::int64_t> height = options.block_height ? options.block_height : block_height_of(history);
  if (!height) {
    throw InputError(fmt::format(
        "{}: no halving falls within the history, so block heights cannot be counted: give --block-height, that of the "
        "last block of {}",
        history.source, day_text(history.last_day())));
  }
  calibration.block_height = *height;
  calibration.has_network = true;
}

void fit_powers(const PowerHistory& history, const CalibrationOptions& options, Calibration& calibration) {
  const std::int64_t first = options.power_since ? *options.power_since : options.since.value_or(-kForever);
  const PowerHistory window = between(history, first, calibration.last_day);
  if (window.price.size() < 24 * 365) {
    throw InputError(fmt::format("{}: {} hours up to {} are too few: a season needs a year", window.source,
                                 window.price.size(), day_text(calibration.last_day)));
  }
  require_changes(window.price, window.source, "power price", window.day_of_hour(0));
  calibration.power_source = window.source;
  calibration.hub = window.hub;
  calibration.power = fit_power(window);
  describe(*calibration.power, window.source,
           sample_text(window.day_of_hour(0), window.day_of_hour(window.price.size() - 1), "hourly"));
  for (const double price : {50.0, 75.0, 100.0, 150.0}) {
    calibration.run_below.push_back({price, {run_below(window, price), run_below(*calibration.power, price)}});
  }
}

}  // namespace

const Fit& Calibration::model(BtcModel model) const {
  const std::string_view name = name_of(model);
  for (const Fit& fit : models) {
    if (fit.model == name) return fit;
  }
  throw std::out_of_range("no model " + std::string(name));
}

std::vector<const Fit*> all_fits(const Calibration& calibration) {
  std::vector<const Fit*> fits;
  for (const Fit& fit : calibration.models) fits.push_back(&fit);
  for (const auto* part :
       {&calibration.network, &calibration.difficulty_steps, &calibration.fees, &calibration.fee_shares}) {
    if (*part) fits.push_back(&**part);
  }
  for (const LeaseCalibration& lease : calibration.lease) {
    fits.push_back(&lease.free);
    fits.push_back(&lease.given);
  }
  if (calibration.power) fits.push_back(&*calibration.power);
  return fits;
}

std::vector<int> month_lengths(std::int64_t first_day, std::size_t count) {
  std::vector<int> lengths;
  int month = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const int now = date_from_days(first_day + static_cast<std::int64_t>(k)).month;
    if (now != month) lengths.push_back(0);
    month = now;
    ++lengths.back();
  }
  return lengths;
}

std::optional<std::int64_t> block_height_of(const BtcHistory& history) {
  // The subsidy of a day without a halving is 50 / 2^era to the last digit.
  const auto era_of = [&](std::size_t k) { return std::log2(50.0 * history.blocks[k] / history.issuance[k]); };
  double mined = 0.0;
  for (std::size_t k = history.day_count() - 1; k > 0; --k) {
    const double era = std::round(era_of(history.day_count() - 1));
    if (std::abs(era_of(k) - era) < 1e-6) {
      mined += history.blocks[k];
      continue;
    }
    // The day of the halving, or the last one before it: n blocks at the new subsidy, the others at twice that.
    const double subsidy = 50.0 / std::exp2(era);
    const double after = 2.0 * history.blocks[k] - history.issuance[k] / subsidy;
    return static_cast<std::int64_t>(std::llround(210000.0 * era - 1.0 + after + mined));
  }
  return std::nullopt;
}

Calibration calibrate(const MarketHistory& history, const CalibrationOptions& options) {
  Calibration calibration;
  calibration.options = options;
  if (!history.btc)
    throw InputError("no file holds the BTC price: a history with date,price_usd or time,PriceUSD is needed");
  const BtcHistory btc = between(*history.btc, -kForever, options.until.value_or(kForever));
  if (btc.day_count() == 0) throw InputError(fmt::format("{}: has no day up to --until", history.btc->source));
  if (options.until && btc.last_day() < *options.until) {
    throw InputError(fmt::format("{}: ends on {}, before --until {}", btc.source, day_text(btc.last_day()),
                                 day_text(*options.until)));
  }
  calibration.btc_source = btc.source;
  calibration.price_column = btc.price_column;
  calibration.last_day = btc.last_day();
  calibration.price = btc.price.back();
  // A return needs the price of the day before.
  fit_models(between(btc, options.since.value_or(btc.first_day + 1) - 1, kForever), options, calibration);
  if (btc.has_network()) fit_networks(btc, options, calibration);
  if (history.gpu) fit_leases(between(*history.gpu, -kForever, calibration.last_day), calibration);
  if (history.power) fit_powers(*history.power, options, calibration);
  add_correlations(history, btc, calibration);
  return calibration;
}

}  // namespace hashlease
