#pragma once

/// The accounting identities of a site's path, checked from its ledgers alone.
///
/// Tolerance: fp32 keeps 24 bits and a month adds up some dozen numbers, so a sum may be off by 2e-6 of the sizes of
/// its terms, and by a cent (a hundred-thousandth of a bitcoin).

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "site/ledger_items.hpp"
#include "site/site_plan.hpp"

namespace hashlease::testing {

class Identities {
 public:
  /// `ledgers` of one site by month.
  Identities(const SitesPlan& plan, int site, double power_mw, const std::vector<SiteLedger<float>>& ledgers)
      : entity_(plan.entity[site]), power_mw_(power_mw), ledgers_(ledgers) {
    for (int k = 0; k < entity_.instrument_count; ++k) {
      const InstrumentPlan& instrument = plan.instrument[entity_.first_instrument + k];
      if (instrument.draw_month < 0) opening_debt_ += static_cast<double>(instrument.principal);
    }
  }

  /// What does not hold, in words; nothing when all does.
  std::vector<std::string> violations() {
    found_.clear();
    for (month_ = 0; month_ < static_cast<int>(ledgers_.size()); ++month_) {
      check_streams();
      check_equipment();
      if (entity_.is_kept == 0) continue;
      check_stocks();
      check_signs();
      if (entity_.covenant.does_run_on == 0 && month_ > 0 && before(Item::insolvent, 0.0) > 0.0) check_silence();
    }
    return found_;
  }

 private:
  using Item = LedgerItem;
  struct Term {
    Item item;
    double sign;
  };

  double at(Item item) const { return static_cast<double>(ledgers_[static_cast<std::size_t>(month_)][item]); }
  double before(Item stock, double opening) const {
    return month_ == 0 ? opening : static_cast<double>(ledgers_[static_cast<std::size_t>(month_ - 1)][stock]);
  }
  static std::string name(Item item) { return std::string(kLedgerRows[static_cast<std::size_t>(item)].name); }
  void report(Item item, const std::string& what) {
    found_.push_back(fmt::format("month {}: {} {}", month_, name(item), what));
  }

  /// `total` = `opening` + the terms, to rounding; `size` counts besides the terms' own.
  void expect_sum(Item total, double opening, const std::vector<Term>& terms, double least, double size = 0.0) {
    double sum = opening;
    size += std::abs(opening);
    for (const Term& term : terms) {
      sum += term.sign * at(term.item);
      size += std::abs(at(term.item));
    }
    if (std::abs(at(total) - sum) <= least + 2e-6 * size) return;
    report(total, fmt::format("is {:.9g}, its parts add up to {:.9g}", at(total), sum));
  }

  void check_streams() {
    expect_sum(Item::ai_revenue, 0.0, {{Item::contract_ai_revenue, 1.0}, {Item::spot_ai_revenue, 1.0}}, 0.01);
    expect_sum(Item::revenue, 0.0,
               {{Item::mining_revenue, 1.0},
                {Item::contract_ai_revenue, 1.0},
                {Item::spot_ai_revenue, 1.0},
                {Item::colocation_revenue, 1.0},
                {Item::demand_response_revenue, 1.0}},
               0.01);
    expect_sum(Item::cash_flow, 0.0, {{Item::revenue, 1.0}, {Item::power_cost, -1.0}, {Item::operating_cost, -1.0}},
               0.01);
  }

  void check_equipment() {
    const double used = at(Item::mining_megawatts) + at(Item::gpu_megawatts) + at(Item::colocation_megawatts);
    if (used > power_mw_ * (1.0 + 1e-5)) {
      report(Item::mining_megawatts, fmt::format("and other power add up to {:.9g} of {:.9g} MW", used, power_mw_));
    }
    if (at(Item::gpu_hours_sold) > at(Item::gpu_hours_available) * (1.0 + 1e-6)) {
      report(Item::gpu_hours_sold, "are more than there are");
    }
  }

  void check_stocks() {
    expect_sum(
        Item::cash, before(Item::cash, static_cast<double>(entity_.treasury.opening_cash)),
        {{Item::ai_revenue, 1.0},          {Item::colocation_revenue, 1.0},   {Item::demand_response_revenue, 1.0},
         {Item::prepayment_received, 1.0}, {Item::prepayment_credited, -1.0}, {Item::recovery_received, 1.0},
         {Item::rent_credit, -1.0},        {Item::power_cost, -1.0},          {Item::operating_cost, -1.0},
         {Item::btc_sale_proceeds, 1.0},   {Item::capital_expenditure, -1.0}, {Item::tenant_funding, 1.0},
         {Item::salvage_proceeds, 1.0},    {Item::debt_drawn, 1.0},           {Item::btc_loan_drawn, 1.0},
         {Item::equity_injected, 1.0},     {Item::interest_paid, -1.0},       {Item::principal_paid, -1.0},
         {Item::sweep_paid, -1.0},         {Item::btc_loan_interest, -1.0},   {Item::btc_loan_repaid, -1.0},
         {Item::btc_loan_penalty, -1.0},   {Item::distribution, -1.0}},
        0.01, at(Item::debt_balance));
    expect_sum(Item::debt_balance, before(Item::debt_balance, opening_debt_),
               {{Item::debt_drawn, 1.0},
                {Item::interest_capitalised, 1.0},
                {Item::principal_paid, -1.0},
                {Item::sweep_paid, -1.0},
                {Item::debt_converted, -1.0}},
               0.01);
    expect_sum(Item::interest_accrued, 0.0, {{Item::interest_paid, 1.0}, {Item::interest_capitalised, 1.0}}, 0.01);
    expect_sum(Item::btc_loan_balance,
               before(Item::btc_loan_balance, static_cast<double>(entity_.loan.opening_balance)),
               {{Item::btc_loan_drawn, 1.0}, {Item::btc_loan_capitalised, 1.0}, {Item::btc_loan_repaid, -1.0}}, 0.01);
    expect_sum(Item::btc_held, before(Item::btc_held, static_cast<double>(entity_.treasury.opening_btc)),
               {{Item::btc_mined, 1.0}, {Item::btc_sold, -1.0}, {Item::btc_liquidated, -1.0}}, 1e-5);
  }

  void check_signs() {
    for (const Item stock : {Item::btc_held, Item::btc_loan_balance, Item::debt_balance}) {
      if (at(stock) < 0.0) report(stock, fmt::format("is {:.9g}", at(stock)));
    }
    if (at(Item::insolvent) == 0.0 && at(Item::cash) < 0.0) report(Item::cash, "is negative at a solvent site");
    if (at(Item::distribution) > 0.0 && at(Item::lock_up) + at(Item::covenant_default) + at(Item::insolvent) > 0.0) {
      report(Item::distribution, "is paid by a site that may not");
    }
  }

  /// After an insolvency nothing flows.
  void check_silence() {
    for (int k = 0; k < kLedgerItemCount; ++k) {
      const Item item = static_cast<Item>(k);
      if (kLedgerRows[static_cast<std::size_t>(k)].aggregation == Aggregation::last || at(item) == 0.0) continue;
      report(item, "flows after the insolvency");
    }
  }

  const EntityPlan& entity_;
  double power_mw_;
  const std::vector<SiteLedger<float>>& ledgers_;
  double opening_debt_ = 0.0;
  int month_ = 0;
  std::vector<std::string> found_;
};

}  // namespace hashlease::testing
