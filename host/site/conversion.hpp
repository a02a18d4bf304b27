#pragma once

/// Conversion of mining power to GPUs or colocation, or its end.

#include "site/colocation.hpp"
#include "site/mining_fleet.hpp"

namespace hashlease {

/// Draws the waits, lead times and costs of a path: of each phase, but the wait for the grid is one for all.
template <class Real>
HASHLEASE_FUNCTION void start_conversion(const MarketView<Real>& view, const ConversionPlan& plan, float scale,
                                         ConversionState<Real>& state) {
  state.decided = plan.trigger == TriggerKind::date ? Real(static_cast<float>(plan.month)) : Real(kNever);
  state.streak = Real(0.0F);
  Real queue(0.0F);
  for (int k = 0; k < plan.phase_count; ++k) {
    Real normals[4];
    draw_normals(view, plan.slot, k, normals);
    if (k == 0) queue = lognormal(plan.queue_delay, normals[2]);
    state.wait[k] = queue + Real(plan.phase_month[k]);
    state.lead[k] = maximum(lognormal(plan.lead_time, normals[0]), Real(kShortestWorks));
    state.cost[k] = lognormal(plan.cost, normals[1]) * (plan.phase_share[k] * scale);
    state.invested[k] = Real(0.0F);
  }
}

/// Mining margin of the converted fleets in a month [USD/MW].
template <class Real>
HASHLEASE_FUNCTION Real converted_mining_margin(const MarketView<Real>& view, const SitesPlan& sites,
                                                const PlantPlan& plant, int number, int month,
                                                const HazardState<Real>& hazard) {
  Real margin(0.0F);
  for (int f = plant.first_fleet; f < plant.first_fleet + plant.fleet_count; ++f) {
    const FleetPlan& fleet = sites.fleet[f];
    if (fleet.conversion != number) continue;
    Real net = mining_margin(view, plant, fleet, month);
    if (plant.hazard >= 0) net = (net - mining_energy(view, fleet, month) * hazard.levy) * hazard.allowed;
    margin = multiply_add(net, Real(fleet.converted_share), margin);
  }
  return margin * (sites.conversion[plant.first_conversion + number].inverse_mining_mw / plant.scale);
}

/// What a delivered megawatt would have earned in a month after power: contracts at the rates of its end, spot capacity
/// at what it earned, halls at the market rent [USD/MW].
template <class Real>
HASHLEASE_FUNCTION Real delivered_margin(const MarketView<Real>& view, const SitesPlan& sites, const PlantPlan& plant,
                                         const ConversionPlan& plan, int month) {
  const Real hours(view.hours(month));
  Real revenue(0.0F);
  Real load(plan.steady_load);
  if (plan.gpu_class >= 0) {
    const Real rate = view.gpu(month, plan.gpu_class, GpuDriver::lease_rate_end);
    const Real spot = view.gpu(month, plan.gpu_class, GpuDriver::spot_revenue);
    revenue = multiply_add(rate, hours * plan.contract_gpus, spot * plan.spot_gpus);
    const Real occupied = view.gpu(month, plan.gpu_class, GpuDriver::occupancy_mean);
    load = multiply_add(occupied, Real(plan.occupancy_load), load);
  }
  if (plan.colocation >= 0) {
    const Real rent = market_rent(view, sites.colocation[plan.colocation], month + 1);
    revenue = multiply_add(rent, Real(plan.rented_kilowatts * month_length(view, month)), revenue);
  }
  return multiply_add(-load, hours * energy_price(view, plant, month), revenue);
}

/// Counts the months in which the trigger has held and decides, at the start of a month, on the months before it:
/// margin_ratio when AI earns something and at least `threshold` times what mining earns, if that earns anything;
/// mining_margin when mining earns less than `threshold`.
template <class Real>
HASHLEASE_FUNCTION void decide_conversion(const MarketView<Real>& view, const SitesPlan& sites, const PlantPlan& plant,
                                          int number, int month, const HazardState<Real>& hazard,
                                          ConversionState<Real>& state) {
  const ConversionPlan& plan = sites.conversion[plant.first_conversion + number];
  if (plan.trigger == TriggerKind::date || month == 0) return;
  const Real zero(0.0F);
  const Real mining = converted_mining_margin(view, sites, plant, number, month - 1, hazard);
  MaskOf<Real> holds = mining < Real(plan.threshold);
  if (plan.trigger == TriggerKind::margin_ratio) {
    const Real ai = delivered_margin(view, sites, plant, plan, month - 1);
    holds = (ai > zero) & (ai >= maximum(mining, zero) * plan.threshold);
  }
  state.streak = select(holds, state.streak + Real(1.0F), zero);
  if (month < plan.month) return;
  const Real now(static_cast<float>(month));
  const MaskOf<Real> decides = state.streak >= Real(static_cast<float>(plan.months_in_row));
  state.decided = minimum(state.decided, select(decides, now, Real(kNever)));
}

/// Works of one phase in a month. Mining ends and the machines are sold when the works start; the cost is spent evenly
/// over the works; interest accrues on what was invested before, and on half of what is spent in the month, until
/// delivery: it is part of the capital expenditure and itself bears interest.
template <class Real>
HASHLEASE_FUNCTION void build_phase(const ConversionPlan& plan, int k, int month, const Real& sale,
                                    ConversionState<Real>& state, SiteLedger<Real>& ledger) {
  const Real zero(0.0F);
  const Real one(1.0F);
  const Real share(plan.phase_share[k]);
  const Real works = state.decided + state.wait[k];
  const Real delivery = works + state.lead[k];
  const Real start = Real(static_cast<float>(month));
  const Real end = Real(static_cast<float>(month + 1));
  state.stopped = multiply_add(share_after(month, works), share, state.stopped);
  const Real delivered = share_after(month, delivery);
  state.delivered = multiply_add(delivered, share, state.delivered);
  const Real before = minimum(maximum((start - works) / state.lead[k], zero), one);
  const Real after = minimum(maximum((end - works) / state.lead[k], zero), one);
  const Real spent = after - before;
  state.spent = multiply_add(spent, share, state.spent);
  const Real cost = spent * state.cost[k];
  const Real base = multiply_add(cost, Real(0.5F), state.invested[k]);
  const Real interest = base * (one - delivered) * plan.construction_rate;
  state.invested[k] = state.invested[k] + (cost + interest);
  ledger.add(LedgerItem::capital_expenditure, cost + interest);
  ledger.add(LedgerItem::construction_interest, interest);
  const MaskOf<Real> starts = (works >= start) & (works < end);
  ledger.add(LedgerItem::salvage_proceeds, select(starts, sale * share, zero));
}

/// A month of a conversion, before any equipment runs.
template <class Real>
HASHLEASE_FUNCTION void follow_conversion(const MarketView<Real>& view, const SitesPlan& sites, const PlantPlan& plant,
                                          int number, int month, const HazardState<Real>& hazard,
                                          ConversionState<Real>& state, SiteLedger<Real>& ledger) {
  const ConversionPlan& plan = sites.conversion[plant.first_conversion + number];
  decide_conversion(view, sites, plant, number, month, hazard, state);
  state.stopped = state.delivered = state.spent = Real(0.0F);
  if (!any_of(state.decided <= Real(static_cast<float>(month)))) return;
  const Real hashprice = view.read(month, MarketDriver::hashprice_mean);
  const Real sale = multiply_add(hashprice, Real(plan.salvage_days), Real(plan.sale)) * plant.scale;
  for (int k = 0; k < plan.phase_count; ++k) build_phase(plan, k, month, sale, state, ledger);
  ledger.add(LedgerItem::operating_cost, state.stopped * (-plan.saved_operating_cost * plant.scale));
}

}  // namespace hashlease
