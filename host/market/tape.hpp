#pragma once

/// The monthly tape: what the market stage leaves for the site stage. Drivers are numbered as below; a chunk of paths
/// is laid out [month][driver][path].

#include "market/market_plan.hpp"

namespace hashlease {

/// Drivers of every study.
enum class MarketDriver : int {
  btc_price_end,         // [USD]
  btc_price_mean,        // over the month [USD]
  hashprice_mean,        // over the month [USD/PH/day]
  network_hashrate_end,  // [EH/s]
  difficulty_end,
  power_price_mean,  // spot, over all hours of the month [USD/MWh]
};
inline constexpr int kMarketDrivers = 6;

/// Drivers of each mining profile.
enum class MiningDriver : int {
  mined_btc,       // per PH/s in working order, before the pool fee [BTC]
  mining_revenue,  // the same at the price of the day [USD]
  run_hours,       // hours run [h]
  spot_cost,       // of the hours run, at spot [USD per MW]
};
inline constexpr int kMiningDrivers = 4;

/// Drivers of each GPU class.
enum class GpuDriver : int {
  lease_rate_end,   // [USD per GPU-hour]
  lease_rate_mean,  // over the month [USD per GPU-hour]
  occupancy_mean,   // of capacity on the spot market
  spot_revenue,     // of a GPU on the spot market [USD]
};
inline constexpr int kGpuDrivers = 4;

/// Drivers of a study with a common regime, behind all others.
enum class RegimeDriver : int {
  state,           // 0, 1 or 2: number of the regime's state in the month
  default_factor,  // times the default hazards of customers and tenants
};
inline constexpr int kRegimeDrivers = 2;

HASHLEASE_FUNCTION int driver_of(MarketDriver driver) { return static_cast<int>(driver); }
HASHLEASE_FUNCTION int driver_of(int mining_profile, MiningDriver driver) {
  return kMarketDrivers + mining_profile * kMiningDrivers + static_cast<int>(driver);
}
HASHLEASE_FUNCTION int driver_of(const MarketPlan& plan, int gpu_class, GpuDriver driver) {
  return kMarketDrivers + plan.mining_profile_count * kMiningDrivers + gpu_class * kGpuDrivers +
         static_cast<int>(driver);
}
HASHLEASE_FUNCTION int driver_of(const MarketPlan& plan, RegimeDriver driver) {
  return kMarketDrivers + plan.mining_profile_count * kMiningDrivers + plan.gpu_class_count * kGpuDrivers +
         static_cast<int>(driver);
}
HASHLEASE_FUNCTION int driver_count(const MarketPlan& plan) {
  return kMarketDrivers + plan.mining_profile_count * kMiningDrivers + plan.gpu_class_count * kGpuDrivers +
         (plan.regime.count > 1 ? kRegimeDrivers : 0);
}

/// Where one register of paths writes its tape: driver d of month m goes to `values[(m * drivers + d) * stride]`.
struct TapeWriter {
  float* values;
  long stride;  // paths between two drivers
  int drivers;
};

}  // namespace hashlease
