#pragma once

/// The contract book of a GPU fleet: tranches that are let, paid for, and let again.
///
/// A tranche has GPUs for one customer at a time. Its clock starts with the first GPUs in service. A customer who
/// leaves at the end of its term, or by default, is followed by another one at the market rate of the day after the
/// re-letting lag. Market rate = lease rate of the class at the end of the month before, times the tenor factor of the
/// term.

#include "random/elementary.hpp"
#include "site/ledger_items.hpp"
#include "site/market_view.hpp"

namespace hashlease {

/// A tranche along its path: 16 bytes a path.
template <class Real>
struct TrancheState {
  Real clock;    // above 0: months left of the contract, this one included; below 0: months until the next customer
  Real rate;     // of the contract [USD/GPU-hour]; negative before the first
  Real prepaid;  // not yet credited [USD]
  Real covered;  // share of the tranche in service for which the prepayment was paid

  HASHLEASE_FUNCTION void start(const ContractTerms& terms) {
    clock = Real(static_cast<float>(-terms.start_month));
    rate = Real(-1.0F);
    prepaid = covered = Real(0.0F);
  }
};

/// Starts all tranches of a site.
template <class Real>
HASHLEASE_FUNCTION void start_tranches(const SitesPlan& sites, const SitePlan& site, TrancheState<Real>* states) {
  for (int p = site.first_plant; p < site.first_plant + site.plant_count; ++p) {
    const PlantPlan& plant = sites.plant[p];
    for (int h = plant.first_holding; h < plant.first_holding + plant.holding_count; ++h) {
      const HoldingPlan& holding = sites.holding[h];
      for (int k = 0; k < holding.tranche_count; ++k) {
        states[holding.first_state + k].start(sites.terms[sites.tranche[holding.first_tranche + k].terms]);
      }
    }
  }
}

/// What a month of a tranche leaves to the spot market, in GPUs of the whole tranche, times availability.
template <class Real>
struct TrancheMonth {
  Real paid;       // billed
  Real unused;     // not busy with the customer's work or that of others it sublets to
  Real to_spot;    // vacant or resold by the site
  Real from_spot;  // demand taken from the site by hours that the customer sublets
};

/// One tranche in one month.
template <class Real>
struct ContractBook {
  const MarketView<Real>& view;
  const HoldingPlan& holding;
  const TranchePlan& tranche;
  const ContractTerms& terms;
  int month;
  Real live;          // share of the fleet in service
  Real in_order;      // the same times the month's availability over its mean
  Real credit_share;  // of bills, lost to the promise of availability
  SiteLedger<Real>& ledger;

  /// Market rate for the term at the start of the month.
  HASHLEASE_FUNCTION Real market_rate() const {
    if (month == 0) return Real(terms.start_market_rate);
    return view.gpu(month - 1, terms.gpu_class, GpuDriver::lease_rate_end) * terms.tenor_factor;
  }

  /// The month of the tranche: default, signing, bill, and the clock. Adds to the ledger.
  HASHLEASE_FUNCTION TrancheMonth<Real> operator()(TrancheState<Real>& state) const {
    const Real market = market_rate();
    const MaskOf<Real> in_service = live > Real(0.0F);
    if (terms.monthly_hazard > 0.0F && month > 0) default_customer(state, market);
    sign(state, in_service, market);
    if (terms.prepayment > 0.0F) prepay(state);
    const TrancheMonth<Real> result = bill(state);
    advance(state, in_service);
    return result;
  }

 private:
  /// Hazard over the month before, [1/month]: lambda_0 / 12 * f * exp(b * max(0, ln(rate / market))), f the factor of
  /// the common regime. Never below lambda_0 / 12 * f; b = 0 or a market above the contract leave it there.
  HASHLEASE_FUNCTION Real hazard(const TrancheState<Real>& state, const Real& market) const {
    const Real parity = view.default_factor(month - 1) * terms.monthly_hazard;
    if (!(terms.default_sensitivity > 0.0F)) return parity;
    const Real rate = select(state.clock > Real(0.0F), state.rate, market);
    const Real gap = maximum(natural_logarithm_of_normal(rate / market), Real(0.0F));
    return parity * saturating_exponential(gap * terms.default_sensitivity);
  }

  /// A customer fails between two months with probability 1 - exp(-hazard): it paid for the one and will not for the
  /// other. The claim against it is the committed value of what is left of the term at the contract rate, less what the
  /// market pays for the same (damages after re-letting, Uniform Commercial Code 2A-528), at most `recovery_cap_months`
  /// of committed payments (as 11 U.S.C. 502(b)(6) has it for landlords: a year). Of it `recovery_share` comes back, at
  /// once and undiscounted; an unused prepayment is set off against it and never paid back.
  HASHLEASE_FUNCTION void default_customer(TrancheState<Real>& state, const Real& market) const {
    const Real zero(0.0F);
    const Real survival = saturating_exponential(-hazard(state, market));
    const MaskOf<Real> fails = (state.clock > zero) & (view.uniform(terms.slot, month) < Real(1.0F) - survival);
    if (!any_of(fails)) return;
    const Real above = maximum(state.rate - market, zero) * state.clock;
    const Real claim = minimum(above, state.rate * terms.recovery_cap_months);
    const Real worth = live * (tranche.gpus * terms.take_or_pay * static_cast<float>(kMeanMonthHours));
    const Real recovery = maximum(claim * worth * terms.recovery_share, state.prepaid);
    ledger.add(LedgerItem::tenants_defaulted, select(fails, Real(1.0F), zero));
    ledger.add(LedgerItem::recovery_received, select(fails, recovery, zero));
    ledger.add(LedgerItem::prepayment_credited, select(fails, state.prepaid, zero));
    state.prepaid = select(fails, zero, state.prepaid);
    state.clock = select(fails, Real(static_cast<float>(-terms.relet_lag_months)), state.clock);
  }

  /// The first customer pays the rate agreed, where there is one; all others the market rate.
  HASHLEASE_FUNCTION void sign(TrancheState<Real>& state, const MaskOf<Real>& in_service, const Real& market) const {
    const MaskOf<Real> signs = in_service & (state.clock == Real(0.0F));
    if (!any_of(signs)) return;
    Real rate = market;
    if (terms.rate > 0.0F) rate = select(state.rate < Real(0.0F), Real(terms.rate), market);
    state.rate = select(signs, rate, state.rate);
    state.clock = select(signs, Real(static_cast<float>(terms.term_months)), state.clock);
    state.covered = select(signs, Real(0.0F), state.covered);
  }

  /// GPUs that enter a contract, at signing or when they are delivered later, bring the prepaid share of their
  /// committed value until its end.
  HASHLEASE_FUNCTION void prepay(TrancheState<Real>& state) const {
    const Real entering = maximum(live - state.covered, Real(0.0F)) * maximum(state.clock, Real(0.0F));
    const float value = terms.prepayment * terms.take_or_pay * tranche.gpus * static_cast<float>(kMeanMonthHours);
    const Real received = maximum(state.rate, Real(0.0F)) * (entering * value);
    state.prepaid = state.prepaid + received;
    state.covered = maximum(live, state.covered);
    ledger.add(LedgerItem::prepayment_received, received);
  }

  /// The customer pays for what it uses and for no less than `take_or_pay`. Hours paid for and not used may be sublet,
  /// and then find takers at the spot occupancy; hours neither used nor paid for may be resold by the site.
  HASHLEASE_FUNCTION TrancheMonth<Real> bill(TrancheState<Real>& state) const {
    const Real zero(0.0F), one(1.0F);
    const Real active = select(state.clock > zero, one, zero);
    const Real occupied = minimum(view.gpu(month, terms.gpu_class, GpuDriver::occupancy_mean), one);
    const Real use = minimum(multiply_add(occupied, Real(terms.use_slope), Real(terms.use_base)), one);
    const Real paid = maximum(use, Real(terms.take_or_pay));
    const Real sublet = (paid - use) * terms.sublet_share;
    TrancheMonth<Real> result;
    result.paid = active * paid * tranche.gpus;
    result.unused = (one - active * multiply_add(sublet, occupied, use)) * tranche.gpus;
    result.to_spot = ((one - active) * terms.idle_sale + active * (one - paid) * terms.resale_share) * tranche.gpus;
    result.from_spot = active * (paid - use) * (terms.displacement * tranche.gpus);
    charge(state, result.paid * in_order * view.hours(month));
    return result;
  }

  /// Bill of the month, less service credits. A prepayment is credited in equal parts over the term, and at its end
  /// what no bill has used up is kept as revenue.
  HASHLEASE_FUNCTION void charge(TrancheState<Real>& state, const Real& gpu_hours) const {
    Real& revenue = ledger[LedgerItem::contract_ai_revenue];
    revenue = multiply_add(state.rate, gpu_hours, revenue);
    Real due = state.rate * gpu_hours;
    if (holding.service >= 0) {
      const Real credit = due * credit_share;
      ledger.add(LedgerItem::service_credit, credit);
      revenue = revenue - credit;
      due = due - credit;
    }
    if (!(terms.prepayment > 0.0F)) return;
    const Real zero(0.0F);
    const Real part = state.prepaid / maximum(state.clock, Real(1.0F));
    const Real left = select(state.clock == Real(1.0F), maximum(state.prepaid - due, zero), zero);
    const Real credited = minimum(part, due) + left;
    revenue = revenue + left;
    state.prepaid = state.prepaid - credited;
    ledger.add(LedgerItem::prepayment_credited, credited);
  }

  HASHLEASE_FUNCTION void advance(TrancheState<Real>& state, const MaskOf<Real>& in_service) const {
    const Real zero(0.0F), one(1.0F);
    const Real lag(static_cast<float>(-terms.relet_lag_months));
    const Real running = select(state.clock == one, lag, state.clock - one);
    const Real next = select(state.clock > zero, running, minimum(state.clock + one, zero));
    state.clock = select(in_service, next, state.clock);
  }
};

}  // namespace hashlease
