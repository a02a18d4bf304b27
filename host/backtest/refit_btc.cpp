#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "backtest/refit.hpp"
#include "calibrate/calibration.hpp"
#include "calibrate/fits/fit_btc.hpp"

namespace hashlease {

namespace {

/// Bound of the jump intensity where the configuration has none [1/year].
constexpr double kMostJumps = 12.0;
constexpr int kStates = 2;

double most_jumps(const BtcConfiguration& btc) { return btc.jump_intensity > 0.0 ? btc.jump_intensity : kMostJumps; }

void take_jumps(const Fit& fit, BtcConfiguration& btc) {
  btc.jump_intensity = fit.value("jump_intensity");
  btc.jump_mean = fit.value("jump_mean");
  btc.jump_deviation = fit.value("jump_deviation");
}

void refit_merton(const std::vector<double>& returns, BtcConfiguration& btc) {
  const Fit fit = fit_merton(returns, most_jumps(btc));
  btc.annual_volatility = fit.value("annual_volatility");
  take_jumps(fit, btc);
}

void refit_gjr_garch(const std::vector<double>& returns, BtcConfiguration& btc) {
  const Fit fit = fit_gjr_garch(returns);
  btc.annual_volatility = fit.value("annual_volatility");
  btc.initial_volatility = fit.value("initial_volatility");
  btc.gjr_garch.alpha = fit.value("alpha");
  btc.gjr_garch.gamma = fit.value("gamma");
  btc.gjr_garch.beta = fit.value("beta");
  btc.gjr_garch.degrees_of_freedom = fit.value("degrees_of_freedom");
}

void refit_bates(const std::vector<double>& returns, BtcConfiguration& btc) {
  const Fit fit = fit_bates(returns, most_jumps(btc));
  btc.annual_volatility = fit.value("annual_volatility");
  btc.initial_volatility = fit.value("initial_volatility");
  btc.bates.mean_reversion = fit.value("mean_reversion");
  btc.bates.volatility_of_variance = fit.value("volatility_of_variance");
  btc.bates.correlation = fit.value("correlation");
  take_jumps(fit, btc);
}

void refit_bootstrap(const std::vector<double>& returns, BtcConfiguration& btc) {
  BootstrapConfiguration rows;
  rows.mean_block_days = std::max(fit_bootstrap(returns).value("mean_block_days"), 1.0);
  rows.btc_rows = returns;
  btc.bootstrap = rows;
}

/// Volatilities and transitions of two states; the last block has no days, so that the state "before it is seen" is
/// that of the month to come.
void refit_regime(const std::vector<double>& returns, std::int64_t first_day, MarketConfiguration& market) {
  // A return to the first of a month is of the month before, as an origin is the close of a first.
  std::vector<int> months = month_lengths(first_day - 1, returns.size());
  months.push_back(0);
  const Fit fit = fit_regime(returns, months, kStates);
  market.btc.annual_volatility = fit.value("volatility.1");
  market.btc.jump_intensity = 0.0;
  market.regime.state.assign(kStates, {});
  for (int from = 1; from <= kStates; ++from) {
    const int to = 3 - from;
    RegimeStateConfiguration& state = market.regime.state[static_cast<std::size_t>(from - 1)];
    const double leave = fit.value(fmt::format("transition.{}.{}", from, to));
    state.name = std::to_string(from);
    state.transition = {{std::to_string(from), 1.0 - leave}, {std::to_string(to), leave}};
    state.btc_volatility_factor = fit.value(fmt::format("volatility.{}", from)) / fit.value("volatility.1");
  }
  market.regime.initial = std::to_string(static_cast<int>(fit.value("initial_state")));
}

/// Mean square of the returns up to day k, with weights that halve every 30 days.
double recent_variance(const std::vector<double>& returns, std::size_t k) {
  constexpr double kHalfLifeDays = 30.0;
  const double decay = std::exp2(-1.0 / kHalfLifeDays);
  double sum = 0.0, weights = 0.0, weight = 1.0;
  for (std::size_t back = 1; back <= std::min<std::size_t>(k, 365); ++back, weight *= decay) {
    sum += weight * returns[k - back] * returns[k - back];
    weights += weight;
  }
  return sum / weights;
}

}  // namespace

void refit_btc(const DatedHistory& history, std::size_t k, std::int64_t window_days, MarketConfiguration& market) {
  const auto end = history.log_returns.begin() + static_cast<std::ptrdiff_t>(k);
  const std::vector<double> returns(end - window_days, end);
  const std::int64_t first_day = history.daily.first_day + static_cast<std::int64_t>(k) - window_days + 1;
  BtcConfiguration& btc = market.btc;
  btc.price = history.daily.price[k];
  switch (btc.model) {
    case BtcModel::gbm: btc.annual_volatility = fit_gbm(returns).value("annual_volatility"); break;
    case BtcModel::merton: refit_merton(returns, btc); break;
    case BtcModel::gjr_garch: refit_gjr_garch(returns, btc); break;
    case BtcModel::bates: refit_bates(returns, btc); break;
    case BtcModel::bootstrap: refit_bootstrap(returns, btc); break;
    case BtcModel::regime: refit_regime(returns, first_day, market); break;
  }
}

void BtcRefitter::operator()(std::size_t k, MarketConfiguration& market) {
  constexpr std::size_t kRefitDays = 365;
  if (market.btc.model != BtcModel::bates || !last_ || k - *last_ >= kRefitDays) {
    refit_btc(history_, k, window_days_, market);
    last_ = k;
    fitted_ = market.btc;
    return;
  }
  market.btc = fitted_;
  market.btc.price = history_.daily.price[k];
  const double ratio = recent_variance(history_.log_returns, k) / recent_variance(history_.log_returns, *last_);
  market.btc.initial_volatility = fitted_.initial_volatility * std::sqrt(ratio);
}

}  // namespace hashlease
