#pragma once

/// Halls leased by the critical kilowatt.

#include "site/conversion_state.hpp"
#include "site/ledger_items.hpp"
#include "site/lognormal.hpp"

namespace hashlease {

/// A hall on a path. 11 numbers.
template <class Real>
struct ColocationState {
  Real delivery[kMaxPhases];  // of each phase [month]
  Real occupied;              // 1 with a tenant
  Real first_tenant;          // 1 while the first tenant stays
  Real vacant_months;         // left until a tenant comes
  Real rent;                  // of the tenant [USD/kW-month]
  Real term_left;             // [month]
  Real year_left;             // months to the next step of the rent
  Real credit;                // capital of the tenant not yet given back [USD]
};

/// Length of a month over that of an average one.
template <class Real>
HASHLEASE_FUNCTION float month_length(const MarketView<Real>& view, int month) {
  return view.hours(month) * static_cast<float>(1.0 / kMeanMonthHours);
}

/// Price of energy that cannot be curtailed [USD/MWh].
template <class Real>
HASHLEASE_FUNCTION Real energy_price(const MarketView<Real>& view, const PlantPlan& plant, int month) {
  const Real spot = view.read(month, MarketDriver::power_price_mean);
  return multiply_add(spot, Real(plant.gpu_spot_share), Real(plant.fixed_price) * plant.gpu_fixed_share);
}

/// Market rent at the start of a month [USD/kW-month]: M(0) (1 + growth)^t (L / trend of L)^elasticity, where L is the
/// lease rate of a GPU class at the end of the month before and its trend L(0) exp(-obsolescence t): hosting follows
/// the demand for computing, not the age of chips. Where rates stick (price_clearing 0) demand does not show in L, and
/// the rent stays on its trend.
template <class Real>
HASHLEASE_FUNCTION Real market_rent(const MarketView<Real>& view, const ColocationPlan& plan, int month) {
  Real level(plan.log_market_rent + plan.market_trend * static_cast<float>(month));
  if (plan.gpu_class >= 0 && month > 0) {
    const Real rate = view.gpu(month - 1, plan.gpu_class, GpuDriver::lease_rate_end);
    level = multiply_add(natural_logarithm(rate) - Real(plan.log_lease_rate), Real(plan.elasticity), level);
  }
  return saturating_exponential(level);
}

/// Each phase comes later than planned by a lognormal delay of its own; what stands at the start is there.
template <class Real>
HASHLEASE_FUNCTION void start_colocation(const MarketView<Real>& view, const ColocationPlan& plan,
                                         ColocationState<Real>& state) {
  Real normals[4];
  if (plan.delivered_by < 0 && plan.delay.median > 0.0F) draw_normals(view, plan.delay_slot, 0, normals);
  HASHLEASE_UNROLL
  for (int k = 0; k < kMaxPhases; ++k) {
    if (k >= plan.phase_count) break;
    state.delivery[k] = Real(plan.phase_month[k]);
    const bool delayed = plan.delay.median > 0.0F && plan.phase_month[k] > 0.0F && plan.delivered_by < 0;
    if (delayed) state.delivery[k] = state.delivery[k] + lognormal(plan.delay, normals[k]);
  }
  state.occupied = state.first_tenant = Real(1.0F);
  state.vacant_months = state.credit = Real(0.0F);
  state.rent = Real(plan.rent);
  state.term_left = Real(plan.term_months);
  state.year_left = Real(12.0F);
}

/// Mean share of a hall that stands in a month.
template <class Real>
HASHLEASE_FUNCTION Real standing_share(const ColocationPlan& plan, int month, const ColocationState<Real>& state) {
  Real standing(0.0F);
  for (int k = 0; k < plan.phase_count; ++k) {
    standing = multiply_add(share_after(month, state.delivery[k]), Real(plan.phase_share[k]), standing);
  }
  return standing;
}

/// Whether the tenant fails at the start of a month: hazard * exp(sensitivity * max(0, ln(rent / market rent))) *
/// factor of the regime, exactly over a twelfth of a year. Defaulted rent is recovered in part, of the term left up to
/// a year (the cap on a landlord's claim of 11 U.S.C. 502(b)(6)).
template <class Real>
HASHLEASE_FUNCTION MaskOf<Real> default_of_tenant(const MarketView<Real>& view, const ColocationPlan& plan, int month,
                                                  const Real& market, const ColocationState<Real>& state) {
  const Real above = maximum(natural_logarithm(state.rent) - natural_logarithm(market), Real(0.0F));
  const Real hazard = saturating_exponential(above * plan.default_sensitivity) * plan.monthly_hazard;
  return -natural_logarithm(view.uniform(plan.tenant_slot, month)) < hazard * view.default_factor(month);
}

/// Tenants leave, by default or at the end of their term, and others come at the market rent after the lag. The capital
/// that a tenant has not got back by then is lost to it.
template <class Real>
HASHLEASE_FUNCTION void change_tenant(const MarketView<Real>& view, const ColocationPlan& plan, int month,
                                      const Real& kilowatts, const MaskOf<Real>& open, ColocationState<Real>& state,
                                      SiteLedger<Real>& ledger) {
  const Real zero(0.0F);
  const Real one(1.0F);
  const MaskOf<Real> let = open & (state.occupied > zero);
  MaskOf<Real> leaves = let & (state.term_left < Real(0.5F));
  const Real market = market_rent(view, plan, month);
  if (plan.monthly_hazard > 0.0F) {
    const MaskOf<Real> fails = let & !leaves & default_of_tenant(view, plan, month, market, state);
    const Real claim = minimum(state.term_left, Real(12.0F)) * state.rent * kilowatts;
    ledger.add(LedgerItem::recovery_received, select(fails, claim * plan.recovery_share, zero));
    ledger.add(LedgerItem::tenants_defaulted, select(fails, one, zero));
    leaves = leaves | fails;
  }
  state.occupied = select(leaves, zero, state.occupied);
  state.first_tenant = select(leaves, zero, state.first_tenant);
  state.vacant_months = select(leaves, Real(plan.relet_lag), state.vacant_months);
  state.credit = select(leaves, zero, state.credit);
  const MaskOf<Real> vacant = open & !(state.occupied > zero);
  const MaskOf<Real> comes = vacant & (state.vacant_months < Real(0.5F));
  state.vacant_months = select(vacant, state.vacant_months - one, state.vacant_months);
  state.occupied = select(comes, one, state.occupied);
  state.rent = select(comes, market, state.rent);
  state.term_left = select(comes, Real(plan.term_months), state.term_left);
  state.year_left = select(comes, Real(12.0F), state.year_left);
}

/// The rent rises on each anniversary of the tenant.
template <class Real>
HASHLEASE_FUNCTION void step_rent(const ColocationPlan& plan, ColocationState<Real>& state) {
  const MaskOf<Real> anniversary = state.year_left < Real(0.5F);
  state.rent = select(anniversary, state.rent * plan.escalator, state.rent);
  state.year_left = select(anniversary, Real(12.0F), state.year_left);
}

/// Counts a month of tenants whose hall is open.
template <class Real>
HASHLEASE_FUNCTION void count_month(const MaskOf<Real>& open, ColocationState<Real>& state) {
  const Real zero(0.0F);
  const Real counted = select(open & (state.occupied > zero), Real(1.0F), zero);
  state.term_left = state.term_left - counted;
  state.year_left = state.year_left - counted;
}

/// The tenant pays for building as it is built, and withholds a share of its rent until it has its money back.
template <class Real>
HASHLEASE_FUNCTION void settle_tenant_capex(const ColocationPlan& plan, float scale, const Real& built,
                                            const Real& rent, ColocationState<Real>& state, SiteLedger<Real>& ledger) {
  if (plan.tenant_capex == 0.0F) return;
  const Real funding = built * state.first_tenant * (plan.tenant_capex * scale);
  ledger.add(LedgerItem::tenant_funding, funding);
  if (plan.delivered_by < 0) ledger.add(LedgerItem::capital_expenditure, funding);
  state.credit = state.credit + funding;
  const Real credited = minimum(state.credit, rent * plan.rent_credit_share);
  ledger.add(LedgerItem::rent_credit, credited);
  state.credit = state.credit - credited;
}

/// A month of a hall: tenants; rent of what stands, which accrues evenly over time, so that a month of average length
/// costs the monthly rate; power at the plant's price of energy. `standing` is the mean share in service, `built` the
/// share of the tenant's capital spent in the month.
template <class Real>
HASHLEASE_FUNCTION void run_colocation(const MarketView<Real>& view, const PlantPlan& plant, const ColocationPlan& plan,
                                       int month, const Real& standing, const Real& built, ColocationState<Real>& state,
                                       SiteLedger<Real>& ledger) {
  const Real kilowatts = standing * (plan.kilowatts * plant.scale);
  const MaskOf<Real> open = standing > Real(0.0F);
  step_rent(plan, state);
  change_tenant(view, plan, month, kilowatts, open, state, ledger);
  const Real hours(view.hours(month));
  const Real rent = state.rent * kilowatts * state.occupied * month_length(view, month);
  const Real energy = standing * state.occupied * hours * (plan.drawn_megawatts * plant.scale);
  const Real power = energy * energy_price(view, plant, month);
  ledger.add(LedgerItem::colocation_revenue, multiply_add(power, Real(plan.billed_power), rent));
  ledger[LedgerItem::power_cost] = multiply_add(power, Real(plan.kept_power), ledger[LedgerItem::power_cost]);
  ledger.add(LedgerItem::colocation_rent, rent);
  ledger.add(LedgerItem::colocation_megawatts, standing * (plan.megawatts * plant.scale));
  settle_tenant_capex(plan, plant.scale, built, rent, state, ledger);
  count_month<Real>(open, state);
}

}  // namespace hashlease
