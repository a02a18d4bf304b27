#pragma once

/// A month of a site's entity, after its operations: who is paid, in which order, and whether the site survives it. An
/// entity is a site's own: nothing of one site ever reaches another.
///   cash(t) = cash(t-1) + operating receipts - operating payments + btc_sale_proceeds - capital_expenditure
///             + tenant_funding + salvage_proceeds + debt_drawn + btc_loan_drawn + equity_injected - interest_paid
///             - principal_paid - sweep_paid - btc_loan_interest - btc_loan_repaid - btc_loan_penalty - distribution
///   debt(t) = debt(t-1) + debt_drawn + interest_capitalised - principal_paid - sweep_paid - debt_converted
///   btc(t)  = btc(t-1) + btc_mined - btc_sold - btc_liquidated
/// in which operating receipts leave out bitcoin (mining_revenue) and service credits, which revenue already lacks.

#include "site/covenant.hpp"
#include "site/debt.hpp"
#include "site/market_view.hpp"
#include "site/survival.hpp"
#include "site/treasury.hpp"

namespace hashlease {

/// State of an entity on a path, without its instruments: 34 numbers, 136 bytes.
template <class Real>
struct FinanceState {
  TreasuryState<Real> treasury;
  CovenantState<Real> covenant;
  Real equipment;       // written-down value [USD]
  Real equipment_cost;  // what it is written down from [USD]
  Real owners_share;    // of equity that the first owners still have
  Real peak_cash;       // of cash + distributions - equity paid in [USD]
  Real paid_out;        // distributions, to whomever [USD]
  SurvivalMeasures<Real> measures;

  HASHLEASE_FUNCTION void start(const EntityPlan& entity) {
    const Real undefined = float_from_bits(WordOf<Real>(0x7FC00000U));
    treasury.start(entity);
    covenant.start();
    equipment = equipment_cost = Real(entity.treasury.equipment_value);
    owners_share = Real(1.0F);
    peak_cash = treasury.cash;
    paid_out = Real(0.0F);
    measures.minimum_dscr = measures.minimum_dscr_quarter = undefined;
    measures.insolvency_month = measures.default_month = measures.payback_month = undefined;
    measures.cure_total = measures.cash_drawdown = measures.distribution_total = Real(0.0F);
    measures.terminal_equity = measures.equity_lost = Real(0.0F);
  }
};

/// Cash from operations without bitcoin, and from investment: all receipts and payments that no one decides on here.
template <class Real>
HASHLEASE_FUNCTION Real operating_cash(const SiteLedger<Real>& ledger) {
  return ledger[LedgerItem::ai_revenue] + ledger[LedgerItem::colocation_revenue] +
         ledger[LedgerItem::demand_response_revenue] + ledger[LedgerItem::prepayment_received] +
         ledger[LedgerItem::recovery_received] - ledger[LedgerItem::prepayment_credited] -
         ledger[LedgerItem::rent_credit] - ledger[LedgerItem::power_cost] - ledger[LedgerItem::operating_cost];
}

/// What a month's sales and payments may round apart, as a share of them: 8 units in the last place. No site fails for
/// it.
inline constexpr float kMonthRounding = 4.8e-7F;

/// Operations, investment and draws; then what falls due, bitcoin sold by policy, cash raised, and debt paid. A site
/// whose cash would fall below zero is insolvent unless its owners cure that.
template <class Real>
HASHLEASE_FUNCTION void settle_month(const EntityPlan& entity, const Instruments<Real>& instruments, int month,
                                     const Real& price, const MaskOf<Real>& active, const MaskOf<Real>& solvent,
                                     SiteLedger<Real>& ledger, FinanceState<Real>& state) {
  const Real none(0.0F);
  TreasuryState<Real>& treasury = state.treasury;
  const Real net_capex = net_capital_expenditure(ledger);
  const Real drawn = draw_debt(instruments, month, net_capex, solvent);
  ledger.add(LedgerItem::debt_drawn, drawn);
  const Real net = operating_cash(ledger) - net_capex + drawn;
  treasury.cash = treasury.cash + net;

  const Real cfads = cash_flow_available(ledger);
  state.covenant.begin_month(month, cfads);
  const Real btc_value = treasury.btc * price + ledger[LedgerItem::mining_revenue];
  EquityView<Real> equity{state.covenant.annual_cfads(month), treasury.cash + btc_value - treasury.loan,
                          state.owners_share};
  DebtDue<Real> due;
  fall_due(instruments, entity, month, cfads, active, solvent, treasury, equity, due);
  state.owners_share = equity.owners_share;
  state.covenant.service[0] = state.covenant.service[0] + due.service;

  sell_by_policy(entity.treasury, price, due.total - net, active, treasury, ledger);
  const Real missing = positive_part(Real(entity.treasury.cash_floor) - (treasury.cash - due.total));
  raise_cash(entity.loan, price, select(active, missing, none), solvent, treasury, ledger);
  if (entity.loan.limit > 0.0F) {
    const Real lacking = select(active, positive_part(due.total - treasury.cash), none);
    unwind_btc_loan(price, lacking, due.loan_principal, treasury, ledger);
  }
  const Real moved = due.total + maximum(net, -net) + ledger[LedgerItem::btc_sale_proceeds];
  const MaskOf<Real> is_short = multiply_add(moved, Real(kMonthRounding), treasury.cash) < due.total;
  const MaskOf<Real> cured =
      cure(entity.covenant, due.total - treasury.cash, is_short & solvent, state.covenant, treasury, ledger);
  const MaskOf<Real> failed = is_short & !cured;
  state.covenant.insolvent = select(solvent & failed, Real(1.0F), state.covenant.insolvent);
  pay_debt(instruments, due, !failed, treasury, ledger);
  // Sales, a cure, and the payments they cover round apart.
  treasury.cash = select(failed, treasury.cash, positive_part(treasury.cash));
}

/// Cash above the target pays back the bitcoin loan, then instruments with a sweep, then the owners, unless the site is
/// locked up, in default or insolvent.
template <class Real>
HASHLEASE_FUNCTION void pay_out(const EntityPlan& entity, const Instruments<Real>& instruments,
                                const MaskOf<Real>& solvent, SiteLedger<Real>& ledger, FinanceState<Real>& state) {
  const Real none(0.0F);
  TreasuryState<Real>& treasury = state.treasury;
  Real excess = select(solvent, positive_part(treasury.cash - Real(entity.treasury.target_cash)), none);
  if (entity.loan.limit > 0.0F) {
    const Real repaid = minimum(excess * entity.loan.repayment_share, treasury.loan);
    repay_btc_loan(repaid, treasury, ledger);
    excess = excess - repaid;
  }
  excess = sweep_cash(instruments, excess, treasury, ledger);
  const MaskOf<Real> locked = (state.covenant.lock_up > none) | (state.covenant.in_default > none);
  const Real paid = select(locked, none, excess * entity.treasury.payout_share);
  treasury.cash = treasury.cash - paid;
  state.paid_out = state.paid_out + paid;
  state.measures.distribution_total = multiply_add(paid, state.owners_share, state.measures.distribution_total);
  ledger.add(LedgerItem::distribution, paid);
}

/// Stocks and flags of the month's end.
template <class Real>
HASHLEASE_FUNCTION void close_ledger(const Instruments<Real>& instruments, const FinanceState<Real>& state,
                                     SiteLedger<Real>& ledger) {
  ledger[LedgerItem::cash] = state.treasury.cash;
  ledger[LedgerItem::btc_held] = state.treasury.btc;
  ledger[LedgerItem::btc_loan_balance] = state.treasury.loan;
  ledger[LedgerItem::debt_balance] = instruments.total();
  ledger[LedgerItem::dscr] = state.covenant.ratio;
  ledger[LedgerItem::lock_up] = state.covenant.lock_up;
  ledger[LedgerItem::covenant_default] = state.covenant.in_default;
  ledger[LedgerItem::insolvent] = state.covenant.insolvent;
}

/// Follows the measures of a month; `tested`: the lanes on which covenants were tested.
template <class Real>
HASHLEASE_FUNCTION void follow_survival(const TreasuryPlan& plan, int month, bool is_test, const MaskOf<Real>& solvent,
                                        FinanceState<Real>& state) {
  SurvivalMeasures<Real>& measures = state.measures;
  const CovenantState<Real>& covenant = state.covenant;
  const Real now(static_cast<float>(month + 1)), none(0.0F);
  const auto mark = [&](const MaskOf<Real>& happened, Real& first) {
    first = select(happened & !(first > none), now, first);
  };
  mark(covenant.insolvent > none, measures.insolvency_month);
  mark(covenant.in_default > none, measures.default_month);
  if (is_test) {
    const MaskOf<Real> lower =
        solvent & ((covenant.ratio < measures.minimum_dscr) |
                   ((covenant.ratio == covenant.ratio) & !(measures.minimum_dscr_quarter > none)));
    measures.minimum_dscr = select(lower, covenant.ratio, measures.minimum_dscr);
    const Real quarter(static_cast<float>(month / 3 + 1));
    measures.minimum_dscr_quarter = select(lower, quarter, measures.minimum_dscr_quarter);
  }
  const Real owners_cash = state.treasury.cash + state.paid_out - covenant.cure_total;
  state.peak_cash = maximum(state.peak_cash, owners_cash);
  measures.cash_drawdown = maximum(measures.cash_drawdown, state.peak_cash - owners_cash);
  measures.cure_total = covenant.cure_total;
  const Real invested = covenant.cure_total + Real(plan.equity_invested);
  mark((invested > none) & (measures.distribution_total >= invested), measures.payback_month);
}

/// What a site's month does to its cash, bitcoin and debt, once its plants have operated and the operating items of the
/// ledger are totalled (SitePathSimulator::run_site). From the month after an insolvency nothing flows and stocks stay
/// what the creditors hold, unless the site runs on: then it takes in and pays what it can, debt in the order of
/// seniority, and neither draws, cures nor pays out.
template <class Real>
HASHLEASE_FUNCTION void run_finance(const MarketView<Real>& view, const EntityPlan& entity,
                                    const Instruments<Real>& instruments, int month, SiteLedger<Real>& ledger,
                                    FinanceState<Real>& state) {
  const Real none(0.0F);
  const MaskOf<Real> solvent = !(state.covenant.insolvent > none);
  const MaskOf<Real> active = solvent | (Real(static_cast<float>(entity.covenant.does_run_on)) > none);
  if (any_of(!active)) {
    HASHLEASE_UNROLL
    for (int k = 0; k < kLedgerItemCount; ++k) ledger.item[k] = select(active, ledger.item[k], none);
  }
  const Real price = view.read(month, MarketDriver::btc_price_end);
  state.equipment_cost =
      state.equipment_cost + ledger[LedgerItem::capital_expenditure] - ledger[LedgerItem::tenant_funding];
  const Real write_down = state.equipment_cost * entity.treasury.monthly_write_down;
  state.equipment = positive_part(state.equipment + ledger[LedgerItem::capital_expenditure] -
                                  ledger[LedgerItem::tenant_funding] - write_down);
  settle_month(entity, instruments, month, price, active, solvent, ledger, state);
  if (entity.loan.limit > 0.0F) settle_btc_loan(entity, price, active, state.treasury, ledger);
  const bool is_test = month >= entity.covenant.first_test_month && month % 3 == 2;
  if (is_test) test_covenants(entity.covenant, solvent, state.covenant, state.treasury, ledger);
  pay_out(entity, instruments, !(state.covenant.insolvent > none), ledger, state);
  close_ledger(instruments, state, ledger);
  follow_survival(entity.treasury, month, is_test, solvent, state);
}

/// The measures after the last month, at the price of its end. Owners of an insolvent site have nothing left.
template <class Real>
HASHLEASE_FUNCTION SurvivalMeasures<Real> finish_survival(const Instruments<Real>& instruments, const Real& final_price,
                                                          const FinanceState<Real>& state) {
  const Real none(0.0F);
  SurvivalMeasures<Real> measures = state.measures;
  const Real assets = multiply_add(state.treasury.btc, final_price, state.treasury.cash) + state.equipment;
  const Real equity = (assets - instruments.total() - state.treasury.loan) * state.owners_share;
  const MaskOf<Real> insolvent = state.covenant.insolvent > none;
  measures.terminal_equity = select(insolvent, none, equity);
  measures.equity_lost = select(insolvent | !(equity > none), Real(1.0F), none);
  return measures;
}

}  // namespace hashlease
