#pragma once

/// Where a path of the market stage stands.

#include "market/btc.hpp"
#include "market/lease.hpp"
#include "market/network.hpp"
#include "market/power.hpp"
#include "market/regime.hpp"

namespace hashlease {

/// Sums of a mining profile over the steps of a month.
template <class Real>
struct ProfileSums {
  Real mined_btc;
  Real mining_revenue;
  Real run_days;
  Real spot_cost;  // [USD/MWh day]
};

/// Sums of a GPU class.
template <class Real>
struct ClassSums {
  Real lease_rate;  // [USD per GPU-hour, day]
  Real occupancy;
  Real spot_rate;  // lease rate times occupancy
};

/// Sums over the steps of a month; fp32 suffices for at most 31 terms. `Mining` and `Gpu` are arrays, of registers
/// where they are small, or point to the shared memory of a GPU.
template <class Real, class Mining, class Gpu>
struct MonthSums {
  Real btc_price;    // [USD day]
  Real hashprice;    // [USD/PH]
  Real power_price;  // [USD/MWh day]
  Mining mining;
  Gpu gpu;
};

/// Floats of the arrays of a month's sums.
HASHLEASE_FUNCTION int month_sums_floats(const MarketPlan& plan) {
  constexpr int kOfProfile = sizeof(ProfileSums<float>) / sizeof(float);
  constexpr int kOfClass = sizeof(ClassSums<float>) / sizeof(float);
  return plan.mining_profile_count * kOfProfile + plan.gpu_class_count * kOfClass;
}

/// Sums whose arrays are those floats.
HASHLEASE_FUNCTION auto month_sums_at(float* floats, const MarketPlan& plan) {
  MonthSums<float, ProfileSums<float>*, ClassSums<float>*> sums;
  sums.mining = reinterpret_cast<ProfileSums<float>*>(floats);
  sums.gpu = reinterpret_cast<ClassSums<float>*>(sums.mining + plan.mining_profile_count);
  return sums;
}

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
