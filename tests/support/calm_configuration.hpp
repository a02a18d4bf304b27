#pragma once

/// A study without any randomness, on round figures: tests switch on what they look at.

#include "config/keys/configuration.hpp"

namespace hashlease::testing {

/// Seconds between blocks at which the retarget rule leaves difficulty alone: 14 days over 2015 intervals.
inline constexpr double kNeutralSpacing = 1209600.0 / 2015.0;

/// Hashrate [EH/s] at which a difficulty gives blocks `spacing` seconds apart: D * 2^32 / spacing.
inline double hashrate_for_spacing(double difficulty, double spacing) {
  return difficulty * 4294967296.0 / spacing / 1e18;
}

/// Power of which a share is bought at a fixed price.
inline SitePowerConfiguration fixed_power(double share, double price, bool sell_back) {
  SitePowerConfiguration power;
  power.fixed_share = share;
  power.fixed_price = price;
  power.sell_back = sell_back;
  return power;
}

/// BTC 100,000 USD; difficulty 100e12 with blocks at the neutral spacing from the start of a retarget period; fees 1 %;
/// spot power 40 USD/MWh all year; one GPU class H100 at 2 USD per GPU-hour. No site.
inline Configuration calm_configuration() {
  Configuration configuration;
  configuration.title = "calm";
  configuration.run.seed = 1;
  configuration.run.paths = 64;
  configuration.run.start_date = {2025, 1, 1};
  configuration.run.horizon_months = 24;
  configuration.run.step = StepKind::daily;
  configuration.run.confidence_levels = {0.95};
  configuration.run.monthly_distribution.clear();
  MarketConfiguration& market = configuration.market;
  market.btc.model = BtcModel::gbm;
  market.btc.price = 100'000.0;
  market.network.difficulty = 100e12;
  market.network.hashrate = hashrate_for_spacing(market.network.difficulty, kNeutralSpacing);
  market.network.block_height = 2016 * 430 - 1;
  market.network.hashprice_reference = 50.0;
  market.network.fee_ratio_median = 0.01;
  market.power.hub = "flat";
  market.power.monthly_median.assign(12, 40.0);
  GpuClassConfiguration gpu;
  gpu.name = "H100";
  gpu.lease_rate = 2.0;
  market.gpu.push_back(gpu);
  return configuration;
}

}  // namespace hashlease::testing
