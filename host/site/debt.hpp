#pragma once

/// Debt instruments of a site: draws, interest, amortisation, conversion, sweep. Interest of a month is
/// annual_coupon / 12 of what is owed after the month's draws, so a draw bears interest from the month it is made in.
/// Loops run in the order of seniority.

#include "site/finance_plan.hpp"
#include "site/ledger_items.hpp"
#include "site/site_plan.hpp"
#include "site/treasury.hpp"

namespace hashlease {

/// An instrument on a path, and what it owes in the month. 6 numbers.
template <class Real>
struct InstrumentState {
  Real balance;      // [USD]
  Real undrawn;      // [USD]
  Real interest;     // due in cash [USD]
  Real capitalised;  // PIK [USD]
  Real principal;    // due [USD]
  Real converted;    // [USD]
};

/// The instruments of one site on a register of paths.
template <class Real>
struct Instruments {
  const InstrumentPlan* plan;
  InstrumentState<Real>* state;
  int count;

  HASHLEASE_FUNCTION void start() const {
    for (int i = 0; i < count; ++i) {
      const bool is_outstanding = plan[i].draw_month < 0;
      state[i].balance = Real(is_outstanding ? plan[i].principal : 0.0F);
      state[i].undrawn = Real(is_outstanding ? 0.0F : plan[i].principal);
    }
  }
  /// Owed on all of them [USD].
  HASHLEASE_FUNCTION Real total() const {
    Real sum(0.0F);
    for (int i = 0; i < count; ++i) sum = sum + state[i].balance;
    return sum;
  }
};

template <class Real>
HASHLEASE_FUNCTION Instruments<Real> instruments_of(const EntityPlan& entity, const InstrumentPlan* all_instruments,
                                                    InstrumentState<Real>* states) {
  return {all_instruments + entity.first_instrument, states, entity.instrument_count};
}

/// What a month owes in all [USD].
template <class Real>
struct DebtDue {
  Real loan_interest;   // of the bitcoin loan
  Real loan_principal;  // of the bitcoin loan, what no collateral stands for
  Real total;           // in cash
  Real service;         // the part of it that the cover ratio counts
};

/// Value today of n payments of 1 grown to their end, ((1 + i)^n - 1) / i, without cancellation: it doubles by
/// a(2m) = a(m) * (2 + i * a(m)) and steps by a(m + 1) = 1 + (1 + i) * a(m). n for i = 0. The principal of a level
/// payment with n payments left is balance / a(n).
HASHLEASE_FUNCTION float grown_payments(float rate, int count) {
  float sum = 0.0F;
  for (int bit = 15; bit >= 0; --bit) {
    sum = sum * multiply_add(rate, sum, 2.0F);
    if ((count >> bit & 1) != 0) sum = multiply_add(rate, sum, sum) + 1.0F;
  }
  return sum;
}

/// Draws what is due to be drawn in the month, and committed facilities for net capital expenditure: each funds its
/// share of what is left of it, up to its commitment, until its balance falls due. Returns all drawn.
template <class Real>
HASHLEASE_FUNCTION Real draw_debt(const Instruments<Real>& instruments, int month, const Real& net_capex,
                                  const MaskOf<Real>& allowed) {
  Real left = positive_part(net_capex);
  Real all(0.0F);
  for (int i = 0; i < instruments.count; ++i) {
    const InstrumentPlan& plan = instruments.plan[i];
    if (month < plan.draw_month || month > plan.last_month) continue;
    if (plan.capex_share == 0.0F && month != plan.draw_month) continue;
    InstrumentState<Real>& state = instruments.state[i];
    const Real wanted = plan.capex_share > 0.0F ? left * plan.capex_share : state.undrawn;
    const Real drawn = select(allowed, minimum(wanted, state.undrawn), Real(0.0F));
    if (plan.capex_share > 0.0F) left = left - drawn;
    state.undrawn = state.undrawn - drawn;
    state.balance = state.balance + drawn;
    all = all + drawn;
  }
  return all;
}

/// Principal due on `owed` [USD] once the grace is over:
///   bullet     0
///   linear     owed / payments left
///   annuity    owed / a(payments left) at the cash coupon, so that interest + principal is level
///   sculpted   max(0, CFADS / target - interest - service of the instruments ahead)
/// and all of it at maturity and after. Sweeps and capitalised interest are spread over the payments left.
template <class Real>
HASHLEASE_FUNCTION Real scheduled_principal(const InstrumentPlan& plan, int month, const Real& owed, const Real& cfads,
                                            const Real& service) {
  if (month >= plan.last_month) return owed;
  if (month < plan.first_principal_month) return Real(0.0F);
  const int left = plan.last_month - month + 1;
  switch (plan.amortisation) {
    case Amortisation::linear: return owed / Real(static_cast<float>(left));
    case Amortisation::annuity: {
      return owed / Real(grown_payments(plan.monthly_rate * (1.0F - plan.pik_share), left));
    }
    case Amortisation::sculpted: {
      const Real affordable = multiply_add(cfads, Real(plan.inverse_target_ratio), -service);
      return minimum(positive_part(affordable), owed);
    }
    case Amortisation::bullet: break;
  }
  return Real(0.0F);
}

/// What the equity of a site is worth to the holders of its convertible notes: there is no market for its shares in the
/// model, so E = equity_multiple * a year's CFADS + cash + bitcoin - other debt stands for their price.
template <class Real>
struct EquityView {
  Real annual_cfads;  // [USD]
  Real liquid;        // cash and bitcoin less the bitcoin loan, before the month's debt service [USD]
  Real owners_share;  // that the first owners still have
};

/// At maturity the note B converts into B / V new shares for each old one; V = conversion_valuation is the value of all
/// old shares at which it converts at par. The new shares are B / (V + B) of all, and E * B / (V + B) is worth more
/// than B when E > V + B: then the holders convert, and the balance is not due.
template <class Real>
HASHLEASE_FUNCTION void convert_note(const InstrumentPlan& plan, const Real& other_debt, const MaskOf<Real>& allowed,
                                     Real& principal, Real& converted, EquityView<Real>& equity) {
  const Real none(0.0F);
  const Real threshold = principal + Real(plan.conversion_valuation);
  const Real value = multiply_add(equity.annual_cfads, Real(plan.equity_multiple), equity.liquid) - other_debt;
  const MaskOf<Real> converts = allowed & (principal > none) & (value > threshold);
  converted = select(converts, principal, none);
  principal = select(converts, none, principal);
  const Real kept = Real(plan.conversion_valuation) / threshold;
  equity.owners_share = select(converts, equity.owners_share * kept, equity.owners_share);
}

/// Interest, scheduled principal and conversions of the month on the lanes where anything flows (`active`); of the
/// insolvent ones no note converts. The bitcoin loan comes first.
template <class Real>
HASHLEASE_FUNCTION void fall_due(const Instruments<Real>& instruments, const EntityPlan& entity, int month,
                                 const Real& cfads, const MaskOf<Real>& active, const MaskOf<Real>& solvent,
                                 const TreasuryState<Real>& treasury, EquityView<Real>& equity, DebtDue<Real>& due) {
  const Real none(0.0F);
  due.loan_interest = select(active, treasury.loan * entity.loan.monthly_rate, none);
  due.loan_principal = select(active & (treasury.collateral <= none), treasury.loan, none);
  due.service = due.loan_interest;
  due.total = due.loan_interest + due.loan_principal;
  for (int i = 0; i < instruments.count; ++i) {
    const InstrumentPlan& plan = instruments.plan[i];
    InstrumentState<Real>& state = instruments.state[i];
    const bool is_balloon = month >= plan.last_month;
    const Real interest = select(active, state.balance * plan.monthly_rate, none);
    state.capitalised = interest * plan.pik_share;
    state.interest = interest - state.capitalised;
    due.service = due.service + state.interest;
    const Real owed = state.balance + state.capitalised;
    state.principal = select(active, scheduled_principal(plan, month, owed, cfads, due.service), none);
    state.converted = none;
    if (plan.conversion_valuation > 0.0F && month == plan.last_month) {
      convert_note(plan, instruments.total() - state.balance, solvent, state.principal, state.converted, equity);
    }
    due.total = due.total + state.interest + state.principal;
    if (!is_balloon || entity.covenant.is_balloon_counted != 0) due.service = due.service + state.principal;
  }
}

/// Pays what is due in the order of seniority: the bitcoin loan, then interest and principal of each instrument. Lanes
/// that are not `able` pay what their cash is enough for; interest left unpaid is capitalised, principal stays owed.
template <class Real>
HASHLEASE_FUNCTION void pay_debt(const Instruments<Real>& instruments, const DebtDue<Real>& due,
                                 const MaskOf<Real>& able, TreasuryState<Real>& treasury, SiteLedger<Real>& ledger) {
  Real left = positive_part(treasury.cash);
  const auto pay = [&](const Real& amount) {
    const Real paid = select(able, amount, minimum(amount, left));
    left = left - paid;
    treasury.cash = treasury.cash - paid;
    return paid;
  };
  const Real loan_interest = pay(due.loan_interest);
  const Real loan_principal = pay(due.loan_principal);
  treasury.loan = treasury.loan + (due.loan_interest - loan_interest) - loan_principal;
  ledger.add(LedgerItem::btc_loan_interest, loan_interest);
  ledger.add(LedgerItem::btc_loan_capitalised, due.loan_interest - loan_interest);
  ledger.add(LedgerItem::btc_loan_repaid, loan_principal);
  for (int i = 0; i < instruments.count; ++i) {
    InstrumentState<Real>& state = instruments.state[i];
    const Real interest = pay(state.interest);
    const Real principal = pay(state.principal);
    const Real capitalised = state.capitalised + (state.interest - interest);
    const Real owed = state.balance + state.capitalised;
    state.balance = owed - principal - state.converted + (state.interest - interest);
    ledger.add(LedgerItem::interest_accrued, state.capitalised + state.interest);
    ledger.add(LedgerItem::interest_paid, interest);
    ledger.add(LedgerItem::interest_capitalised, capitalised);
    ledger.add(LedgerItem::principal_paid, principal);
    ledger.add(LedgerItem::debt_converted, state.converted);
  }
  ledger[LedgerItem::debt_service] = due.service;
}

/// Early repayment of each instrument out of its share of the cash in excess; returns what is left of it.
template <class Real>
HASHLEASE_FUNCTION Real sweep_cash(const Instruments<Real>& instruments, const Real& excess,
                                   TreasuryState<Real>& treasury, SiteLedger<Real>& ledger) {
  Real left = excess;
  for (int i = 0; i < instruments.count; ++i) {
    if (instruments.plan[i].sweep_share == 0.0F) continue;
    Real& balance = instruments.state[i].balance;
    const Real swept = minimum(left * instruments.plan[i].sweep_share, balance);
    balance = balance - swept;
    treasury.cash = treasury.cash - swept;
    left = left - swept;
    ledger.add(LedgerItem::sweep_paid, swept);
  }
  return left;
}

}  // namespace hashlease
