#pragma once

/// Plain data of a site's entity: treasury, debt and covenants. Amounts are those of the site, or the scaled sums of
/// the sites that a blend is made of.

#include <cstdint>

namespace hashlease {

/// What a limit is that does not bind [USD or BTC].
inline constexpr float kNoLimit = 1e30F;

enum class SalePolicy : std::int32_t { sell_all, sell_share, sell_to_cover, hodl };

struct TreasuryPlan {
  SalePolicy policy;
  float opening_cash;        // [USD]
  float opening_btc;         // [BTC]
  float cash_floor;          // [USD]
  float target_cash;         // [USD]
  float payout_share;        // of cash above the target
  float equity_invested;     // [USD]
  float equipment_value;     // at the start [USD]
  float monthly_write_down;  // of what equipment cost [1/month]
  float sold_share;          // of bitcoin mined
  float btc_cap;             // [BTC]
  float btc_cap_value;       // [USD]
};

/// A loan against bitcoin; LTV is its balance over the value of its collateral.
struct BtcLoanPlan {
  float limit;               // [USD]; 0: there is none
  float opening_balance;     // [USD]
  float opening_collateral;  // [BTC]
  float monthly_rate;        // [1/month]
  float draw_ltv;            // of new draws, restored after a margin call
  float margin_call_ltv;
  float liquidation_ltv;
  float release_ltv;      // below it collateral is released; 0: never
  float penalty_factor;   // 1 + liquidation penalty
  float repayment_share;  // of cash above the target
};

enum class Amortisation : std::int16_t { bullet, linear, annuity, sculpted };

/// A debt instrument; those of a site stand in the order of their seniority.
struct InstrumentPlan {
  float principal;             // [USD]
  float monthly_rate;          // [1/month]
  float pik_share;             // of interest that is capitalised
  float capex_share;           // of net capital expenditure that it funds; 0: drawn in draw_month
  float inverse_target_ratio;  // of sculpted amortisation
  float sweep_share;           // of cash above the target
  float conversion_valuation;  // [USD]; 0: not convertible
  float equity_multiple;       // of a year's CFADS, for the value of equity
  std::int16_t draw_month;     // -1: owed at the start, its cash long spent
  std::int16_t first_principal_month;
  std::int16_t last_month;  // in which the balance is due
  Amortisation amortisation;
};

struct CovenantPlan {
  float lock_up_ratio;  // -kNoLimit: none
  float default_ratio;  // -kNoLimit: none
  float cures_allowed;
  float cure_purse;                // [USD]
  float quarters_to_insolvency;    // in uncured default; kNoLimit: never
  std::int16_t first_test_month;   // in which a quarter ends
  std::int8_t is_balloon_counted;  // the balance due at maturity is debt service
  std::int8_t does_run_on;         // after insolvency
};

struct EntityPlan {
  std::int32_t is_kept;  // 0: the site has neither treasury nor debt, and no month of it is financed
  std::int32_t first_measure_column, first_quarter_column;  // of its survival
  std::int32_t first_instrument, instrument_count;
  TreasuryPlan treasury;
  BtcLoanPlan loan;
  CovenantPlan covenant;
};

}  // namespace hashlease
