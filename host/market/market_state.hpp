#pragma once

/// Where a path of the market stage stands.

#include "market/btc.hpp"
#include "market/lease.hpp"
#include "market/network.hpp"
#include "market/power.hpp"
#include "market/regime.hpp"

namespace hashlease {

/// Sums over the steps of a month; fp32 suffices for at most 31 terms.
template <class Real, int kProfiles, int kClasses>
struct MonthSums {
  Real btc_price;    // [USD day]
  Real hashprice;    // [USD/PH]
  Real power_price;  // [USD/MWh day]
  Real mined_btc[kProfiles];
  Real mining_revenue[kProfiles];
  Real run_days[kProfiles];
  Real spot_cost[kProfiles];  // [USD/MWh day]
  Real lease_rate[kClasses];  // [USD per GPU-hour, day]
  Real occupancy[kClasses];
  Real spot_rate[kClasses];  // lease rate times occupancy
};

/// What a simulator knows beyond ordinary studies, which do without its cost: the common regime and the links from BTC;
/// or these and every other model (see ModelPlan).
enum class Conditions { none, regime_and_links, every_model };

/// The least that a plan needs.
HASHLEASE_FUNCTION Conditions conditions_of(const MarketPlan& plan) {
  if (plan.models.is_extended != 0) return Conditions::every_model;
  return plan.is_conditioned() ? Conditions::regime_and_links : Conditions::none;
}

/// What the models of every_model remember; untouched otherwise.
template <class Real, int kClasses>
struct ModelState {
  Real variance;          // of GARCH [1/day], of Bates [1/year]
  Real row;               // of the bootstrap
  Real anchor[kClasses];  // change of the log anchor of each GPU class by generations
};

/// Where a path stands.
template <class Real, int kClasses>
struct MarketState {
  Real log_price;  // ln(S / S(0))
  Real btc_price;
  NetworkState<Real> network;
  LeaseState<Real, kClasses> lease;
  PowerState<Real> power;
  RegimeState<Real> regime;  // untouched without conditions
  ModelState<Real, kClasses> model;
};

}  // namespace hashlease
