#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// What becomes of bitcoin mined.
enum class BtcPolicy { sell_all, sell_share, sell_to_cover, hodl };

/// A loan against the bitcoin held, at the month's closing price. LTV: balance over the value of the bitcoin pledged.
struct BtcLoanConfiguration {
  BtcLoanConfiguration();
  double limit{};            // [USD]; 0: no loan
  double opening_balance{};  // [USD]
  double annual_coupon{};    // [1/year]
  double draw_ltv{};         // of draws, and what a margin call restores
  double margin_call_ltv{};
  double liquidation_ltv{};
  double release_ltv{};          // below it bitcoin beyond draw_ltv is given back; 0: only when all is repaid
  double liquidation_penalty{};  // of the balance
  double repayment_share{};      // of cash above the target that repays the loan
};

struct TreasuryConfiguration {
  TreasuryConfiguration();
  bool is_present{};            // the file has the table, so that the site has a treasury
  double opening_cash{};        // [USD]
  double opening_btc{};         // [BTC]
  double cash_floor{};          // below it bitcoin is pledged or sold [USD]
  double target_cash{};         // kept before sweeps and distributions [USD]
  double payout_share{};        // of cash above the target, each month
  double equity_invested{};     // at the start, that distributions pay back [USD]
  double equipment_value{};     // at the start [USD]
  double depreciation_years{};  // straight line [year]
  BtcPolicy btc_policy{};
  double sold_share{};     // of sell_share
  double btc_cap{};        // most bitcoin held [BTC]; 0: no cap
  double btc_cap_value{};  // most bitcoin held [USD]; 0: no cap
  BtcLoanConfiguration loan;
};

enum class DebtDraw { month, capex, outstanding };
enum class AmortisationKind { bullet, linear, annuity, sculpted };

struct DebtConfiguration {
  DebtConfiguration();
  std::string name;
  double principal{};  // drawn at once, committed, or owed at the start [USD]
  DebtDraw draw{};
  std::int64_t draw_month{};       // drawn, or available from; 0 first
  double capex_share{};            // of net capital expenditure that a committed facility funds
  double annual_coupon{};          // [1/year]
  double pik_share{};              // of interest that is added to the balance
  std::int64_t maturity_months{};  // from draw_month
  std::int64_t grace_months{};     // without amortisation
  AmortisationKind amortisation{};
  double target_dscr{};           // of sculpted amortisation
  double sweep_share{};           // of cash above the target
  std::int64_t seniority{};       // 1 is paid first
  double conversion_valuation{};  // of all old shares, at which it converts at par [USD]; 0: not convertible
  double equity_multiple{};       // of a year's cash flow available for debt service, in the value of equity
};

enum class AfterInsolvency { stop, run_on };

struct CovenantConfiguration {
  CovenantConfiguration();
  bool is_present{};                      // the file has the table
  double lock_up_dscr{};                  // 0: none
  double default_dscr{};                  // 0: none
  std::int64_t first_test_quarter{};      // 1 is the first of the study
  std::int64_t quarters_to_insolvency{};  // in uncured default, in a row; 0: never
  std::int64_t cures_allowed{};
  double cure_purse{};     // [USD]; 0: no limit
  bool balloon_counted{};  // the balance due at maturity is debt service
  AfterInsolvency after_insolvency{};
};

}  // namespace hashlease
