#pragma once

/// Cash and bitcoin of a site, and the loan against its bitcoin. Every sale, draw, call and liquidation of a month is
/// at the closing price of the month; only what is mined and sold at once (`sell_all`) fetches the price of its day.

#include "site/finance_plan.hpp"
#include "site/ledger_items.hpp"

namespace hashlease {

template <class Real>
HASHLEASE_FUNCTION Real positive_part(const Real& x) {
  return maximum(x, Real(0.0F));
}

template <class Real>
struct TreasuryState {
  Real cash;        // [USD]
  Real btc;         // collateral included [BTC]
  Real loan;        // owed on the bitcoin loan [USD]
  Real collateral;  // [BTC]

  HASHLEASE_FUNCTION void start(const EntityPlan& entity) {
    cash = Real(entity.treasury.opening_cash);
    btc = Real(entity.treasury.opening_btc);
    loan = Real(entity.loan.opening_balance);
    collateral = Real(entity.loan.opening_collateral);
  }
  /// Bitcoin that may be sold.
  HASHLEASE_FUNCTION Real free_btc() const { return positive_part(btc - collateral); }
};

/// Sells bitcoin out of the treasury at `price`.
template <class Real>
HASHLEASE_FUNCTION void sell_btc(const Real& sold, const Real& price, TreasuryState<Real>& state,
                                 SiteLedger<Real>& ledger) {
  const Real proceeds = sold * price;
  state.btc = state.btc - sold;
  state.cash = state.cash + proceeds;
  ledger.add(LedgerItem::btc_sold, sold);
  ledger.add(LedgerItem::btc_sale_proceeds, proceeds);
}

/// Takes in the bitcoin mined and sells by policy:
///   sell_all       what is mined, at the price of its day: proceeds = mining revenue to the bit; opening bitcoin stays
///   sell_share     a share of what is mined
///   sell_to_cover  what the month pays more than it takes in without bitcoin (`uncovered`), debt service included
///   hodl           nothing
/// then, under any policy, what is held above the cap, min(btc_cap, btc_cap_value / price). Collateral is never sold.
template <class Real>
HASHLEASE_FUNCTION void sell_by_policy(const TreasuryPlan& plan, const Real& price, const Real& uncovered,
                                       const MaskOf<Real>& active, TreasuryState<Real>& state,
                                       SiteLedger<Real>& ledger) {
  const Real mined = ledger[LedgerItem::btc_mined];
  if (plan.policy == SalePolicy::sell_all) {
    state.cash = state.cash + ledger[LedgerItem::mining_revenue];
    ledger.add(LedgerItem::btc_sold, mined);
    ledger.add(LedgerItem::btc_sale_proceeds, ledger[LedgerItem::mining_revenue]);
  } else {
    state.btc = state.btc + mined;
  }
  if (plan.policy == SalePolicy::sell_share) {
    sell_btc(minimum(mined * plan.sold_share, state.free_btc()), price, state, ledger);
  }
  if (plan.policy == SalePolicy::sell_to_cover) {
    sell_btc(minimum(positive_part(uncovered) / price, state.free_btc()), price, state, ledger);
  }
  if (plan.btc_cap < kNoLimit || plan.btc_cap_value < kNoLimit) {
    const Real cap = minimum(Real(plan.btc_cap), Real(plan.btc_cap_value) / price);
    const Real above = minimum(positive_part(state.btc - cap), state.free_btc());
    sell_btc(select(active, above, Real(0.0F)), price, state, ledger);
  }
}

/// Raises the cash that is `missing`: first on the bitcoin loan, up to its limit and to the draw LTV of all bitcoin
/// held, pledging what that takes, which no one lends to the insolvent; then by a forced sale of bitcoin that is not
/// pledged.
template <class Real>
HASHLEASE_FUNCTION void raise_cash(const BtcLoanPlan& plan, const Real& price, const Real& missing,
                                   const MaskOf<Real>& solvent, TreasuryState<Real>& state, SiteLedger<Real>& ledger) {
  Real sought = missing;
  if (plan.limit > 0.0F) {
    const Real value = price * plan.draw_ltv;  // lent against one bitcoin
    const Real room = minimum(state.btc * value, Real(plan.limit)) - state.loan;
    const Real drawn = select(solvent, minimum(sought, positive_part(room)), Real(0.0F));
    state.loan = state.loan + drawn;
    state.cash = state.cash + drawn;
    const Real pledged = minimum(maximum(state.collateral, state.loan / value), state.btc);
    state.collateral = select(drawn > Real(0.0F), pledged, state.collateral);
    ledger.add(LedgerItem::btc_loan_drawn, drawn);
    sought = positive_part(sought - drawn);
  }
  sell_btc(minimum(sought / price, state.free_btc()), price, state, ledger);
}

/// The last resort before the cash runs out: when bitcoin that is pledged is worth more than the loan, it is sold to
/// pay the loan back, but for what of it is `due` anyhow, and to raise what is `missing`; what is left of it is free.
template <class Real>
HASHLEASE_FUNCTION void unwind_btc_loan(const Real& price, const Real& missing, const Real& due,
                                        TreasuryState<Real>& state, SiteLedger<Real>& ledger) {
  const Real none(0.0F);
  const Real owed = positive_part(state.loan - due);
  const Real pledged = minimum(state.collateral, state.btc);
  const MaskOf<Real> unwinds = (missing > none) & (pledged > none) & (pledged * price > owed);
  if (!any_of(unwinds)) return;
  const Real sold = select(unwinds, minimum((owed + missing) / price, pledged), none);
  const Real repaid = select(unwinds, owed, none);
  sell_btc(sold, price, state, ledger);
  state.cash = state.cash - repaid;
  state.loan = state.loan - repaid;
  state.collateral = select(unwinds, none, state.collateral);
  ledger.add(LedgerItem::btc_loan_repaid, repaid);
}

/// Pays back part of the bitcoin loan; its collateral is free once nothing is owed.
template <class Real>
HASHLEASE_FUNCTION void repay_btc_loan(const Real& amount, TreasuryState<Real>& state, SiteLedger<Real>& ledger) {
  state.loan = state.loan - amount;
  state.cash = state.cash - amount;
  state.collateral = select(state.loan > Real(0.0F), state.collateral, Real(0.0F));
  ledger.add(LedgerItem::btc_loan_repaid, amount);
}

/// The lender sells collateral until balance * (1 + penalty) is covered, and gives back the rest. What the collateral
/// does not cover stays owed, without collateral, and is due with the next month's interest.
template <class Real>
HASHLEASE_FUNCTION void liquidate_btc_loan(const BtcLoanPlan& plan, const Real& price, const MaskOf<Real>& called,
                                           TreasuryState<Real>& state, SiteLedger<Real>& ledger) {
  const Real owed = state.loan * plan.penalty_factor;
  const Real pledged = minimum(state.collateral, state.btc);  // sales of what was free may have rounded into it
  const Real needed = minimum(owed / price, pledged);
  const Real sold = select(called, needed, Real(0.0F));
  const Real proceeds = sold * price;
  const MaskOf<Real> covered = needed < pledged;
  const Real repaid = select(covered, state.loan, minimum(proceeds / Real(plan.penalty_factor), state.loan));
  const Real cleared = select(called, repaid, Real(0.0F));
  state.btc = state.btc - sold;
  state.loan = state.loan - cleared;
  state.collateral = select(called, Real(0.0F), state.collateral);
  ledger.add(LedgerItem::btc_liquidated, sold);
  ledger.add(LedgerItem::btc_sale_proceeds, proceeds);
  ledger.add(LedgerItem::btc_loan_repaid, cleared);
  ledger.add(LedgerItem::btc_loan_penalty, proceeds - cleared);
}

/// The bitcoin loan at the month's closing price. Above the margin call LTV the borrower pledges free bitcoin until the
/// draw LTV is restored, then pays down with cash above the floor. If the LTV is above the liquidation LTV even so, the
/// lender sells. Exactly at a level is not above it. Below the release LTV collateral beyond the draw LTV is given
/// back.
template <class Real>
HASHLEASE_FUNCTION void settle_btc_loan(const EntityPlan& entity, const Real& price, const MaskOf<Real>& active,
                                        TreasuryState<Real>& state, SiteLedger<Real>& ledger) {
  const BtcLoanPlan& plan = entity.loan;
  const Real none(0.0F);
  const Real value = price * plan.draw_ltv;
  const auto is_above = [&](float ltv) { return state.loan > state.collateral * price * ltv; };
  const MaskOf<Real> secured = active & (state.collateral > none);
  const MaskOf<Real> called = secured & is_above(plan.margin_call_ltv);
  if (any_of(called)) {
    const Real wanted = minimum(positive_part(state.loan / value - state.collateral), state.free_btc());
    state.collateral = state.collateral + select(called, wanted, none);
    const MaskOf<Real> still = called & is_above(plan.margin_call_ltv);
    const Real excess = positive_part(state.loan - state.collateral * value);
    const Real cash = positive_part(state.cash - Real(entity.treasury.cash_floor));
    repay_btc_loan(select(still, minimum(excess, cash), none), state, ledger);
    liquidate_btc_loan(plan, price, called & is_above(plan.liquidation_ltv), state, ledger);
  }
  if (plan.release_ltv > 0.0F) {
    const MaskOf<Real> released = secured & !called & !is_above(plan.release_ltv);
    state.collateral = select(released, minimum(state.loan / value, state.collateral), state.collateral);
  }
}

}  // namespace hashlease
