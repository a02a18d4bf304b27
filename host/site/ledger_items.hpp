#pragma once

/// The monthly ledger of a site: every stream, flow, stock and event, by name. The outcomes of the result file are some
/// of these items; `hashlease replay` prints all of them.

#include <array>
#include <string_view>

#include "base/lanes.hpp"
#include "vocabulary/outcomes.hpp"

namespace hashlease {

enum class LedgerItem : int {
  // Operating streams and costs [USD]
  revenue,
  mining_revenue,
  ai_revenue,
  contract_ai_revenue,
  spot_ai_revenue,
  colocation_revenue,
  colocation_rent,
  demand_response_revenue,
  power_cost,
  operating_cost,
  cash_flow,
  // Operating cash that is not revenue of the month [USD]
  prepayment_received,
  prepayment_credited,
  recovery_received,
  service_credit,
  rent_credit,
  // Investment [USD]
  capital_expenditure,
  construction_interest,
  tenant_funding,
  salvage_proceeds,
  // Bitcoin
  btc_mined,
  btc_sold,
  btc_liquidated,
  btc_held,
  btc_sale_proceeds,
  btc_loan_drawn,
  btc_loan_interest,
  btc_loan_capitalised,
  btc_loan_repaid,
  btc_loan_penalty,
  btc_loan_balance,
  // Debt and equity [USD]
  debt_drawn,
  interest_accrued,
  interest_paid,
  interest_capitalised,
  principal_paid,
  sweep_paid,
  debt_converted,
  debt_balance,
  debt_service,
  equity_injected,
  distribution,
  cash,
  dscr,
  // Megawatts, hours and events
  mining_megawatts,
  gpu_megawatts,
  colocation_megawatts,
  gpu_hours_available,
  gpu_hours_sold,
  tenants_defaulted,
  mining_banned,
  lock_up,
  covenant_default,
  insolvent,
};

/// How a month's values make up those of a longer period.
enum class Aggregation { sum, last };

struct LedgerRow {
  std::string_view name;
  std::string_view unit;  // "1" for a count or a flag
  Aggregation aggregation;
  std::string_view meaning;
};

inline constexpr int kLedgerItemCount = static_cast<int>(LedgerItem::insolvent) + 1;

inline constexpr std::array<LedgerRow, kLedgerItemCount> kLedgerRows = {{
    {"revenue", "USD", Aggregation::sum, "all streams"},
    {"mining_revenue", "USD", Aggregation::sum, "bitcoin mined, at the price of the day, after pool fee"},
    {"ai_revenue", "USD", Aggregation::sum, "contract_ai_revenue + spot_ai_revenue"},
    {"contract_ai_revenue", "USD", Aggregation::sum, "GPU-hours under contract, after service credits"},
    {"spot_ai_revenue", "USD", Aggregation::sum, "GPU-hours sold on the spot market"},
    {"colocation_revenue", "USD", Aggregation::sum, "rent of colocation tenants, and power passed through to them"},
    {"colocation_rent", "USD", Aggregation::sum, "rent alone, before rent credits"},
    {"demand_response_revenue", "USD", Aggregation::sum, "paid for load that can be switched off"},
    {"power_cost", "USD", Aggregation::sum, "electricity, net of what is sold back"},
    {"operating_cost", "USD", Aggregation::sum, "everything else that is paid each month"},
    {"cash_flow", "USD", Aggregation::sum, "revenue - power_cost - operating_cost"},
    {"prepayment_received", "USD", Aggregation::sum, "paid by customers ahead of the service"},
    {"prepayment_credited", "USD", Aggregation::sum, "revenue of the month that was paid ahead"},
    {"recovery_received", "USD", Aggregation::sum, "recovered from defaulted customers and tenants"},
    {"service_credit", "USD", Aggregation::sum, "revenue lost to availability below what was promised"},
    {"rent_credit", "USD", Aggregation::sum, "rent withheld by tenants that funded capital expenditure"},
    {"capital_expenditure", "USD", Aggregation::sum,
     "spent on conversion and construction, with interest until delivery"},
    {"construction_interest", "USD", Aggregation::sum, "interest until delivery, within capital_expenditure"},
    {"tenant_funding", "USD", Aggregation::sum, "capital expenditure paid by tenants"},
    {"salvage_proceeds", "USD", Aggregation::sum, "sale of mining machines"},
    {"btc_mined", "BTC", Aggregation::sum, "bitcoin mined, after pool fee"},
    {"btc_sold", "BTC", Aggregation::sum, "bitcoin sold, without liquidations"},
    {"btc_liquidated", "BTC", Aggregation::sum, "bitcoin sold by the lender of the bitcoin loan"},
    {"btc_held", "BTC", Aggregation::last, "bitcoin in the treasury at the end"},
    {"btc_sale_proceeds", "USD", Aggregation::sum, "of bitcoin sold and liquidated"},
    {"btc_loan_drawn", "USD", Aggregation::sum, "drawn on the bitcoin loan"},
    {"btc_loan_interest", "USD", Aggregation::sum, "interest paid on the bitcoin loan"},
    {"btc_loan_capitalised", "USD", Aggregation::sum, "interest on the bitcoin loan left unpaid"},
    {"btc_loan_repaid", "USD", Aggregation::sum, "repaid on the bitcoin loan"},
    {"btc_loan_penalty", "USD", Aggregation::sum, "kept by the lender of the bitcoin loan when it sells collateral"},
    {"btc_loan_balance", "USD", Aggregation::last, "owed on the bitcoin loan at the end"},
    {"debt_drawn", "USD", Aggregation::sum, "drawn on debt instruments"},
    {"interest_accrued", "USD", Aggregation::sum, "interest of the month on debt instruments"},
    {"interest_paid", "USD", Aggregation::sum, "interest paid in cash"},
    {"interest_capitalised", "USD", Aggregation::sum, "interest added to debt (PIK, and during construction)"},
    {"principal_paid", "USD", Aggregation::sum, "scheduled amortisation"},
    {"sweep_paid", "USD", Aggregation::sum, "early repayment by cash sweep"},
    {"debt_converted", "USD", Aggregation::sum, "convertible debt turned into equity"},
    {"debt_balance", "USD", Aggregation::last, "owed on debt instruments at the end"},
    {"debt_service", "USD", Aggregation::sum, "interest and scheduled principal due in cash"},
    {"equity_injected", "USD", Aggregation::sum, "paid in by the owners to cure a covenant or a shortfall"},
    {"distribution", "USD", Aggregation::sum, "paid out to the owners"},
    {"cash", "USD", Aggregation::last, "cash at the end"},
    {"dscr", "1", Aggregation::last, "trailing twelve months; undefined without debt service"},
    {"mining_megawatts", "MW", Aggregation::last, "power of mining machines that may run"},
    {"gpu_megawatts", "MW", Aggregation::last, "power of GPUs in service"},
    {"colocation_megawatts", "MW", Aggregation::last, "power of colocation halls delivered"},
    {"gpu_hours_available", "h", Aggregation::sum, "GPU-hours in working order"},
    {"gpu_hours_sold", "h", Aggregation::sum, "GPU-hours sold under contract and on the spot market"},
    {"tenants_defaulted", "1", Aggregation::sum, "customers and tenants that defaulted"},
    {"mining_banned", "1", Aggregation::last, "1 once mining is forbidden"},
    {"lock_up", "1", Aggregation::last, "1 while distributions are locked up"},
    {"covenant_default", "1", Aggregation::last, "1 while the cover ratio is below its default level"},
    {"insolvent", "1", Aggregation::last, "1 from the month of insolvency on"},
}};

/// The item behind an outcome of the result file; both have the same name, which a test holds.
HASHLEASE_FUNCTION LedgerItem item_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::revenue: return LedgerItem::revenue;
    case Outcome::mining_revenue: return LedgerItem::mining_revenue;
    case Outcome::ai_revenue: return LedgerItem::ai_revenue;
    case Outcome::contract_ai_revenue: return LedgerItem::contract_ai_revenue;
    case Outcome::spot_ai_revenue: return LedgerItem::spot_ai_revenue;
    case Outcome::power_cost: return LedgerItem::power_cost;
    case Outcome::operating_cost: return LedgerItem::operating_cost;
    case Outcome::cash_flow: return LedgerItem::cash_flow;
    case Outcome::colocation_revenue: return LedgerItem::colocation_revenue;
    case Outcome::demand_response_revenue: return LedgerItem::demand_response_revenue;
    case Outcome::capital_expenditure: return LedgerItem::capital_expenditure;
    case Outcome::debt_service: return LedgerItem::debt_service;
    case Outcome::distribution: return LedgerItem::distribution;
    case Outcome::cash: return LedgerItem::cash;
  }
  return LedgerItem::revenue;
}

/// Whether an item can only be other than 0 where a site converts, hosts tenants or keeps a treasury.
HASHLEASE_FUNCTION constexpr bool is_of_finance(LedgerItem item) {
  return item >= LedgerItem::capital_expenditure && item <= LedgerItem::dscr && item != LedgerItem::btc_mined;
}

/// A month (or a longer period) of one site on a register of paths.
template <class Real>
struct SiteLedger {
  Real item[kLedgerItemCount];
  HASHLEASE_FUNCTION Real& operator[](LedgerItem which) { return item[static_cast<int>(which)]; }
  HASHLEASE_FUNCTION const Real& operator[](LedgerItem which) const { return item[static_cast<int>(which)]; }
  /// Adds to a flow.
  HASHLEASE_FUNCTION void add(LedgerItem which, const Real& amount) {
    item[static_cast<int>(which)] = item[static_cast<int>(which)] + amount;
  }
  HASHLEASE_FUNCTION void clear() {
    HASHLEASE_UNROLL
    for (int k = 0; k < kLedgerItemCount; ++k) item[k] = Real(0.0F);
  }
  /// Those of a site that neither invests nor borrows.
  HASHLEASE_FUNCTION void clear_operations() {
    HASHLEASE_UNROLL
    for (int k = 0; k < kLedgerItemCount; ++k) {
      if (!is_of_finance(static_cast<LedgerItem>(k))) item[k] = Real(0.0F);
    }
  }
};

/// Capital expenditure that neither tenants nor sold machines pay for.
template <class Real>
HASHLEASE_FUNCTION Real net_capital_expenditure(const SiteLedger<Real>& ledger) {
  return ledger[LedgerItem::capital_expenditure] - ledger[LedgerItem::tenant_funding] -
         ledger[LedgerItem::salvage_proceeds];
}

}  // namespace hashlease
