#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// What becomes of bitcoin mined.
enum class BtcPolicy { sell_all, sell_share, sell_to_cover, hodl };

/// A loan against the bitcoin held, at the month's closing price. LTV: balance over the value of the bitcoin pledged.
struct BtcLoanConfiguration {
  double limit = 0.0;            // [USD]; 0: no loan
  double opening_balance = 0.0;  // [USD]
  double annual_coupon = 0.0;    // [1/year]
  double draw_ltv = 0.5;         // of draws, and what a margin call restores
  double margin_call_ltv = 0.7;
  double liquidation_ltv = 0.8;
  double release_ltv = 0.0;          // below it bitcoin beyond draw_ltv is given back; 0: only when all is repaid
  double liquidation_penalty = 0.0;  // of the balance
  double repayment_share = 1.0;      // of cash above the target that repays the loan
  bool operator==(const BtcLoanConfiguration&) const = default;
};

struct TreasuryConfiguration {
  double opening_cash = 0.0;        // [USD]
  double opening_btc = 0.0;         // [BTC]
  double cash_floor = 0.0;          // below it bitcoin is pledged or sold [USD]
  double target_cash = 0.0;         // kept before sweeps and distributions [USD]
  double payout_share = 0.0;        // of cash above the target, each month
  double equity_invested = 0.0;     // at the start, that distributions pay back [USD]
  double equipment_value = 0.0;     // at the start [USD]
  double depreciation_years = 5.0;  // straight line [year]
  BtcPolicy btc_policy = BtcPolicy::sell_all;
  double sold_share = 0.0;     // of sell_share
  double btc_cap = 0.0;        // most bitcoin held [BTC]; 0: no cap
  double btc_cap_value = 0.0;  // most bitcoin held [USD]; 0: no cap
  BtcLoanConfiguration loan;
  bool operator==(const TreasuryConfiguration&) const = default;
};

enum class DebtDraw { month, capex, outstanding };
enum class AmortisationKind { bullet, linear, annuity, sculpted };

struct DebtConfiguration {
  std::string name;
  double principal = 0.0;  // drawn at once, committed, or owed at the start [USD]
  DebtDraw draw = DebtDraw::month;
  std::int64_t draw_month = 0;        // drawn, or available from; 0 first
  double capex_share = 1.0;           // of net capital expenditure that a committed facility funds
  double annual_coupon = 0.0;         // [1/year]
  double pik_share = 0.0;             // of interest that is added to the balance
  std::int64_t maturity_months = 60;  // from draw_month
  std::int64_t grace_months = 0;      // without amortisation
  AmortisationKind amortisation = AmortisationKind::bullet;
  double target_dscr = 1.3;           // of sculpted amortisation
  double sweep_share = 0.0;           // of cash above the target
  std::int64_t seniority = 1;         // 1 is paid first
  double conversion_valuation = 0.0;  // of all old shares, at which it converts at par [USD]; 0: not convertible
  double equity_multiple = 0.0;       // of a year's cash flow available for debt service, in the value of equity
};

enum class AfterInsolvency { stop, run_on };

struct CovenantConfiguration {
  double lock_up_dscr = 0.0;                // 0: none
  double default_dscr = 0.0;                // 0: none
  std::int64_t first_test_quarter = 1;      // 1 is the first of the study
  std::int64_t quarters_to_insolvency = 1;  // in uncured default, in a row; 0: never
  std::int64_t cures_allowed = 0;
  double cure_purse = 0.0;       // [USD]; 0: no limit
  bool balloon_counted = false;  // the balance due at maturity is debt service
  AfterInsolvency after_insolvency = AfterInsolvency::stop;
  bool operator==(const CovenantConfiguration&) const = default;
};

}  // namespace hashlease
