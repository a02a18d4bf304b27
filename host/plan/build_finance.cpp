#include <algorithm>
#include <cstdint>

#include "config/keys/entity.hpp"
#include "plan/sites_draft.hpp"

namespace hashlease {
namespace {

float limit_or_none(double limit) { return limit > 0.0 ? rounded(limit) : kNoLimit; }
float level_or_none(double level) { return level > 0.0 ? rounded(level) : -kNoLimit; }

TreasuryPlan make_treasury(const TreasuryConfiguration& treasury) {
  TreasuryPlan plan{};
  plan.policy = static_cast<SalePolicy>(treasury.btc_policy);
  plan.opening_cash = rounded(treasury.opening_cash);
  plan.opening_btc = rounded(treasury.opening_btc);
  plan.cash_floor = rounded(treasury.cash_floor);
  plan.target_cash = rounded(treasury.target_cash > 0.0 ? treasury.target_cash : treasury.cash_floor);
  plan.payout_share = rounded(treasury.payout_share);
  plan.equity_invested = rounded(treasury.equity_invested);
  plan.equipment_value = rounded(treasury.equipment_value);
  plan.monthly_write_down = rounded(1.0 / (12.0 * treasury.depreciation_years));
  plan.sold_share = rounded(treasury.sold_share);
  plan.btc_cap = limit_or_none(treasury.btc_cap);
  plan.btc_cap_value = limit_or_none(treasury.btc_cap_value);
  return plan;
}

BtcLoanPlan make_loan(const TreasuryConfiguration& treasury, double btc_price) {
  const BtcLoanConfiguration& loan = treasury.loan;
  BtcLoanPlan plan{};
  plan.limit = rounded(loan.limit);
  plan.opening_balance = rounded(loan.opening_balance);
  const double pledged = loan.opening_balance / (loan.draw_ltv * btc_price);
  plan.opening_collateral = std::min(rounded(pledged), rounded(treasury.opening_btc));
  plan.monthly_rate = rounded(loan.annual_coupon / 12.0);
  plan.draw_ltv = rounded(loan.draw_ltv);
  plan.margin_call_ltv = rounded(loan.margin_call_ltv);
  plan.liquidation_ltv = rounded(loan.liquidation_ltv);
  plan.release_ltv = rounded(loan.release_ltv);
  plan.penalty_factor = rounded(1.0 + loan.liquidation_penalty);
  plan.repayment_share = rounded(loan.repayment_share);
  return plan;
}

CovenantPlan make_covenant(const CovenantConfiguration& covenant) {
  CovenantPlan plan{};
  plan.lock_up_ratio = level_or_none(covenant.lock_up_dscr);
  plan.default_ratio = level_or_none(covenant.default_dscr);
  plan.cures_allowed = rounded(static_cast<double>(covenant.cures_allowed));
  plan.cure_purse = limit_or_none(covenant.cure_purse);
  plan.quarters_to_insolvency = limit_or_none(static_cast<double>(covenant.quarters_to_insolvency));
  plan.first_test_month = static_cast<std::int16_t>(3 * covenant.first_test_quarter - 1);
  plan.is_balloon_counted = covenant.balloon_counted ? 1 : 0;
  plan.does_run_on = covenant.after_insolvency == AfterInsolvency::run_on ? 1 : 0;
  return plan;
}

InstrumentPlan make_instrument(const DebtConfiguration& debt) {
  InstrumentPlan plan{};
  plan.principal = rounded(debt.principal);
  plan.monthly_rate = rounded(debt.annual_coupon / 12.0);
  plan.pik_share = rounded(debt.pik_share);
  plan.capex_share = debt.draw == DebtDraw::capex ? rounded(debt.capex_share) : 0.0F;
  plan.inverse_target_ratio = rounded(1.0 / debt.target_dscr);
  plan.sweep_share = rounded(debt.sweep_share);
  plan.conversion_valuation = rounded(debt.conversion_valuation);
  plan.equity_multiple = rounded(debt.equity_multiple);
  plan.draw_month = static_cast<std::int16_t>(debt.draw == DebtDraw::outstanding ? -1 : debt.draw_month);
  plan.first_principal_month = static_cast<std::int16_t>(debt.draw_month + debt.grace_months);
  plan.last_month = static_cast<std::int16_t>(debt.draw_month + debt.maturity_months - 1);
  plan.amortisation = static_cast<Amortisation>(debt.amortisation);
  return plan;
}

}  // namespace

void add_entity(SitesDraft& draft, const SiteConfiguration& site, std::int32_t number) {
  const EntityConfiguration configured = entity_of(draft.configuration, site);
  EntityPlan& entity = draft.plan.entity[number];
  entity.is_kept = configured.is_kept ? 1 : 0;
  entity.first_instrument = draft.instruments;
  if (configured.debt.size() > static_cast<std::size_t>(kMaxInstrumentsPerSite)) {
    throw InputError(
        fmt::format("site.{}: at most {} debt instruments are allowed", site.name, kMaxInstrumentsPerSite));
  }
  for (const DebtConfiguration& debt : configured.debt) {
    const std::int32_t entry = SitesDraft::take(draft.instruments, kMaxInstruments, "debt instruments");
    draft.plan.instrument[entry] = make_instrument(debt);
  }
  entity.instrument_count = draft.instruments - entity.first_instrument;
  entity.treasury = make_treasury(configured.treasury);
  entity.loan = make_loan(configured.treasury, draft.configuration.market.btc.price);
  entity.covenant = make_covenant(configured.covenant);
}

}  // namespace hashlease
