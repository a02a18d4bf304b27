#include <string>

#include "backtest/refit.hpp"
#include "calibrate/fit_btc.hpp"
#include "config/parameter_rows.hpp"

namespace hashlease {

namespace {

/// Bound of the jump intensity where the configuration has none [1/year].
constexpr double kMostJumps = 12.0;

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

}  // namespace

std::string btc_model_name(BtcModel model) { return std::string(kWords<BtcModel>.at(static_cast<std::size_t>(model))); }

BtcConfiguration refit_btc(const BtcConfiguration& configured, const DatedHistory& history, std::size_t k,
                           std::int64_t window_days) {
  const auto end = history.log_returns.begin() + static_cast<std::ptrdiff_t>(k);
  const std::vector<double> returns(end - window_days, end);
  BtcConfiguration btc = configured;
  btc.price = history.daily.price[k];
  switch (btc.model) {
    case BtcModel::gbm: btc.annual_volatility = fit_gbm(returns).value("annual_volatility"); break;
    case BtcModel::merton: refit_merton(returns, btc); break;
  }
  return btc;
}

}  // namespace hashlease
