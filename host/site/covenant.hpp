#pragma once

/// Covenants on the debt service cover ratio, DSCR = CFADS / debt service, both over the trailing twelve months (from
/// the start in the first year), tested when a quarter of the study ends.
///   CFADS = cash_flow + prepayment_received - prepayment_credited + recovery_received - rent_credit
/// counts bitcoin mined at the price of its day, whether sold or held: what the treasury wins or loses by holding is
/// not in it, nor are capital expenditure, its funding, draws and forced sales.
///   debt service = interest due in cash + scheduled principal
/// of all instruments and interest of the bitcoin loan, as due, paid or not; without PIK interest and sweeps, and
/// without the balance left at maturity unless `balloon_counted`. DSCR is NaN without debt service.

#include "site/finance_plan.hpp"
#include "site/ledger_items.hpp"
#include "site/treasury.hpp"

namespace hashlease {

template <class Real>
HASHLEASE_FUNCTION Real cash_flow_available(const SiteLedger<Real>& ledger) {
  return ledger[LedgerItem::cash_flow] + ledger[LedgerItem::prepayment_received] -
         ledger[LedgerItem::prepayment_credited] + ledger[LedgerItem::recovery_received] -
         ledger[LedgerItem::rent_credit];
}

/// Sum of the running and the last three quarters.
template <class Real>
HASHLEASE_FUNCTION Real trailing(const Real (&quarters)[4]) {
  return (quarters[0] + quarters[1]) + (quarters[2] + quarters[3]);
}

/// Flags are 0 or 1.
template <class Real>
struct CovenantState {
  Real cfads[4];    // by quarter, the running one first [USD]
  Real service[4];  // [USD]
  Real ratio;       // of the last test
  Real lock_up;
  Real in_default;
  Real quarters_in_default;  // in a row
  Real cures_used;
  Real cure_total;  // [USD]
  Real insolvent;

  HASHLEASE_FUNCTION void start() {
    for (int k = 0; k < 4; ++k) cfads[k] = service[k] = Real(0.0F);
    ratio = float_from_bits(WordOf<Real>(0x7FC00000U));
    lock_up = in_default = quarters_in_default = cures_used = cure_total = insolvent = Real(0.0F);
  }

  HASHLEASE_FUNCTION void begin_month(int month, const Real& month_cfads) {
    if (month % 3 == 0) {
      for (int k = 3; k > 0; --k) {
        cfads[k] = cfads[k - 1];
        service[k] = service[k - 1];
      }
      cfads[0] = service[0] = Real(0.0F);
    }
    cfads[0] = cfads[0] + month_cfads;
  }
  /// CFADS of the last ten to twelve months (fewer in the first year), as of a year.
  HASHLEASE_FUNCTION Real annual_cfads(int month) const {
    const int in_quarter = month % 3 + 1;
    const int count = month < 9 + in_quarter ? month + 1 : 9 + in_quarter;
    return trailing(cfads) * (12.0F / static_cast<float>(count));
  }
};

/// Owners pay in `missing` where they still may: a number of cures, each within what is left of cure_purse. A payment
/// that would not cure is not made. Returns the lanes cured.
template <class Real>
HASHLEASE_FUNCTION MaskOf<Real> cure(const CovenantPlan& plan, const Real& missing, const MaskOf<Real>& needed,
                                     CovenantState<Real>& state, TreasuryState<Real>& treasury,
                                     SiteLedger<Real>& ledger) {
  const MaskOf<Real> cured =
      needed & (state.cures_used < Real(plan.cures_allowed)) & (missing <= Real(plan.cure_purse) - state.cure_total);
  const Real paid = select(cured, missing, Real(0.0F));
  treasury.cash = treasury.cash + paid;
  state.cure_total = state.cure_total + paid;
  state.cures_used = state.cures_used + select(cured, Real(1.0F), Real(0.0F));
  ledger.add(LedgerItem::equity_injected, paid);
  return cured;
}

/// Tests the ratio at the end of a quarter; exactly at a level is not below it. Below the default level the owners may
/// cure: they pay in what lifts the ratio to that level, which counts as CFADS of the quarter. Uncured it is a default,
/// and insolvency after a number of quarters in a row. Below the lock-up level, cured or not, distributions stop until
/// the next test. The ratio recorded is that before a cure.
template <class Real>
HASHLEASE_FUNCTION void test_covenants(const CovenantPlan& plan, const MaskOf<Real>& tested, CovenantState<Real>& state,
                                       TreasuryState<Real>& treasury, SiteLedger<Real>& ledger) {
  const Real one(1.0F), none(0.0F);
  const Real cfads = trailing(state.cfads);
  const Real service = trailing(state.service);
  const Real undefined = float_from_bits(WordOf<Real>(0x7FC00000U));
  const MaskOf<Real> has_service = service > none;
  const Real ratio = select(has_service, cfads / select(has_service, service, one), undefined);
  const MaskOf<Real> below = tested & (ratio < Real(plan.default_ratio));
  const Real missing = multiply_add(service, Real(plan.default_ratio), -cfads);
  const MaskOf<Real> solvent = !(state.insolvent > none);
  const MaskOf<Real> cured = cure(plan, missing, below & solvent, state, treasury, ledger);
  state.cfads[0] = state.cfads[0] + select(cured, missing, none);
  const MaskOf<Real> defaulted = below & !cured;
  const MaskOf<Real> locked = ratio < Real(plan.lock_up_ratio);
  state.ratio = select(tested, ratio, state.ratio);
  state.lock_up = select(tested, select(locked, one, none), state.lock_up);
  state.in_default = select(tested, select(defaulted, one, none), state.in_default);
  state.quarters_in_default =
      select(tested, select(defaulted, state.quarters_in_default + one, none), state.quarters_in_default);
  const MaskOf<Real> over = defaulted & (state.quarters_in_default >= Real(plan.quarters_to_insolvency));
  state.insolvent = select(over, one, state.insolvent);
}

}  // namespace hashlease
