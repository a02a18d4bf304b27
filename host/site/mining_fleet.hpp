#pragma once

/// ASICs of a plant.

#include "site/conversion_state.hpp"
#include "site/hazards.hpp"
#include "site/ledger_items.hpp"
#include "site/market_view.hpp"

namespace hashlease {

/// A month of a fleet of which the share `live` is allowed to run: revenue of the hours run; energy of these hours at
/// spot or at the fixed price; demand response for what can be switched off.
template <class Real>
HASHLEASE_FUNCTION void run_mining_fleet(const MarketView<Real>& view, const PlantPlan& plant, const FleetPlan& fleet,
                                         int month, const Real& live, SiteLedger<Real>& ledger) {
  const Real hashrate = live * fleet.revenue_hashrate;
  ledger.add(LedgerItem::btc_mined, view.mining(month, fleet.profile, MiningDriver::mined_btc) * hashrate);
  ledger[LedgerItem::mining_revenue] = multiply_add(view.mining(month, fleet.profile, MiningDriver::mining_revenue),
                                                    hashrate, ledger[LedgerItem::mining_revenue]);
  const Real spot = view.mining(month, fleet.profile, MiningDriver::spot_cost) * live;
  const Real fixed = view.mining(month, fleet.profile, MiningDriver::run_hours) * live;
  const Real cost = multiply_add(spot, Real(fleet.spot_megawatts), ledger[LedgerItem::power_cost]);
  ledger[LedgerItem::power_cost] = multiply_add(fixed, Real(fleet.fixed_megawatts * plant.fixed_price), cost);
  ledger.add(LedgerItem::mining_megawatts, live * (fleet.spot_megawatts + fleet.fixed_megawatts));
  if (fleet.demand_response > 0.0F) {
    ledger.add(LedgerItem::demand_response_revenue, live * fleet.demand_response);
  }
}

/// Margin of a month of a whole fleet that may run, before any levy [USD].
template <class Real>
HASHLEASE_FUNCTION Real mining_margin(const MarketView<Real>& view, const PlantPlan& plant, const FleetPlan& fleet,
                                      int month) {
  const Real revenue = view.mining(month, fleet.profile, MiningDriver::mining_revenue) * fleet.revenue_hashrate;
  const Real spot = view.mining(month, fleet.profile, MiningDriver::spot_cost) * fleet.spot_megawatts;
  const Real hours = view.mining(month, fleet.profile, MiningDriver::run_hours);
  return multiply_add(-hours, Real(fleet.fixed_megawatts * plant.fixed_price), revenue - spot);
}

/// Energy of a month of a whole fleet that may run [MWh].
template <class Real>
HASHLEASE_FUNCTION Real mining_energy(const MarketView<Real>& view, const FleetPlan& fleet, int month) {
  const Real hours = view.mining(month, fleet.profile, MiningDriver::run_hours);
  return hours * (fleet.spot_megawatts + fleet.fixed_megawatts);
}

/// Share of a fleet that may run: what is neither converted nor forbidden. The hours run were decided without a levy;
/// with one, a fleet that can be switched off stands still in a month whose margin the levy would eat, which is an
/// upper bound of what hourly decisions would lose. The levy goes to the cost of power.
template <class Real>
HASHLEASE_FUNCTION Real live_share(const MarketView<Real>& view, const PlantPlan& plant, const FleetPlan& fleet,
                                   int month, const HazardState<Real>& hazard, const ConversionState<Real>* conversions,
                                   SiteLedger<Real>& ledger) {
  Real live = hazard.allowed;
  if (fleet.conversion >= 0) {
    const Real taken = conversions[fleet.conversion].stopped * fleet.converted_share;
    live = live * (Real(1.0F) - taken);
  }
  if (plant.hazard < 0) return live;
  const Real levy = mining_energy(view, fleet, month) * hazard.levy;
  if (view.market.mining[fleet.profile].marginal != MarginalPrice::always_run) {
    const MaskOf<Real> idle = (levy > Real(0.0F)) & (mining_margin(view, plant, fleet, month) < levy);
    live = select(idle, Real(0.0F), live);
  }
  ledger[LedgerItem::power_cost] = multiply_add(levy, live, ledger[LedgerItem::power_cost]);
  return live;
}

}  // namespace hashlease
