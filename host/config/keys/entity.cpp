#include "config/keys/entity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hashlease {
namespace {

/// A table of a part of a blend, and the part's scale.
template <class Table>
struct Part {
  const Table* table;
  double scale;
};

/// Adds up an amount over parts.
template <class Table>
void add_up(Table& target, const std::vector<Part<Table>>& parts, double Table::*member) {
  target.*member = 0.0;
  for (const Part<Table>& part : parts) target.*member += part.table->*member * part.scale;
}

/// Takes over a rule on which the parts agree.
template <class Table, class Field>
void agree(Table& target, const std::vector<Part<Table>>& parts, Field Table::*member, const char* key,
           std::vector<std::string>& conflicts) {
  if (parts.empty()) return;
  target.*member = parts.front().table->*member;
  const bool same = std::all_of(parts.begin(), parts.end(),
                                [&](const Part<Table>& part) { return part.table->*member == target.*member; });
  if (!same) conflicts.push_back(fmt::format("the sites it blends differ in {}", key));
}

/// Adds up limits, of which 0 is none: all parts have one, or none has.
template <class Table>
void add_limits(Table& target, const std::vector<Part<Table>>& parts, double Table::*member, const char* key,
                std::vector<std::string>& conflicts) {
  add_up(target, parts, member);
  const auto limited =
      std::count_if(parts.begin(), parts.end(), [&](const Part<Table>& part) { return part.table->*member > 0.0; });
  if (limited == 0 || limited == static_cast<std::ptrdiff_t>(parts.size())) return;
  conflicts.push_back(fmt::format("some of the sites it blends have no {}, others have", key));
}

BtcLoanConfiguration blend_loans(const std::vector<Part<TreasuryConfiguration>>& parts,
                                 std::vector<std::string>& conflicts) {
  using Loan = BtcLoanConfiguration;
  std::vector<Part<Loan>> loans;
  for (const auto& part : parts) {
    if (part.table->loan.limit > 0.0) loans.push_back({&part.table->loan, part.scale});
  }
  Loan loan;
  add_up(loan, loans, &Loan::limit);
  add_up(loan, loans, &Loan::opening_balance);
  agree(loan, loans, &Loan::annual_coupon, "treasury.loan.annual_coupon", conflicts);
  agree(loan, loans, &Loan::draw_ltv, "treasury.loan.draw_ltv", conflicts);
  agree(loan, loans, &Loan::margin_call_ltv, "treasury.loan.margin_call_ltv", conflicts);
  agree(loan, loans, &Loan::liquidation_ltv, "treasury.loan.liquidation_ltv", conflicts);
  agree(loan, loans, &Loan::release_ltv, "treasury.loan.release_ltv", conflicts);
  agree(loan, loans, &Loan::liquidation_penalty, "treasury.loan.liquidation_penalty", conflicts);
  agree(loan, loans, &Loan::repayment_share, "treasury.loan.repayment_share", conflicts);
  return loan;
}

/// `kept` are the parts with a treasury or debt, `bitcoin` those that hold or mine any.
TreasuryConfiguration blend_treasuries(const std::vector<Part<TreasuryConfiguration>>& kept,
                                       const std::vector<Part<TreasuryConfiguration>>& bitcoin,
                                       std::vector<std::string>& conflicts) {
  using Treasury = TreasuryConfiguration;
  Treasury treasury;
  treasury.is_present = true;
  for (double Treasury::*amount : {&Treasury::opening_cash, &Treasury::opening_btc, &Treasury::cash_floor,
                                   &Treasury::target_cash, &Treasury::equity_invested, &Treasury::equipment_value}) {
    add_up(treasury, kept, amount);
  }
  agree(treasury, kept, &Treasury::payout_share, "treasury.payout_share", conflicts);
  agree(treasury, kept, &Treasury::depreciation_years, "treasury.depreciation_years", conflicts);
  agree(treasury, bitcoin, &Treasury::btc_policy, "treasury.btc_policy", conflicts);
  agree(treasury, bitcoin, &Treasury::sold_share, "treasury.sold_share", conflicts);
  add_limits(treasury, bitcoin, &Treasury::btc_cap, "treasury.btc_cap", conflicts);
  add_limits(treasury, bitcoin, &Treasury::btc_cap_value, "treasury.btc_cap_value", conflicts);
  treasury.loan = blend_loans(bitcoin, conflicts);
  return treasury;
}

CovenantConfiguration blend_covenants(const std::vector<Part<CovenantConfiguration>>& parts,
                                      std::vector<std::string>& conflicts) {
  using Covenant = CovenantConfiguration;
  Covenant covenant;
  agree(covenant, parts, &Covenant::lock_up_dscr, "covenant.lock_up_dscr", conflicts);
  agree(covenant, parts, &Covenant::default_dscr, "covenant.default_dscr", conflicts);
  agree(covenant, parts, &Covenant::first_test_quarter, "covenant.first_test_quarter", conflicts);
  agree(covenant, parts, &Covenant::quarters_to_insolvency, "covenant.quarters_to_insolvency", conflicts);
  agree(covenant, parts, &Covenant::cures_allowed, "covenant.cures_allowed", conflicts);
  agree(covenant, parts, &Covenant::balloon_counted, "covenant.balloon_counted", conflicts);
  agree(covenant, parts, &Covenant::after_insolvency, "covenant.after_insolvency", conflicts);
  add_limits(covenant, parts, &Covenant::cure_purse, "covenant.cure_purse", conflicts);
  return covenant;
}

void add_scaled_debt(const SiteConfiguration& part, double scale, std::vector<DebtConfiguration>& debt) {
  for (DebtConfiguration instrument : part.debt) {
    instrument.name = part.name + "." + instrument.name;
    instrument.principal *= scale;
    instrument.conversion_valuation *= scale;
    debt.push_back(instrument);
  }
}

bool has_entity(const SiteConfiguration& site) { return !site.debt.empty() || site.treasury.is_present; }

/// Treasury, debt and covenants of a blend's parts; parts that are not found are left out.
EntityConfiguration blended_entity(const Configuration& configuration, const SiteConfiguration& site) {
  std::vector<Part<TreasuryConfiguration>> kept, bitcoin;
  std::vector<Part<CovenantConfiguration>> covenants;
  EntityConfiguration entity;
  for (const SiteConfiguration& part : configuration.site) {
    const auto share = site.blend.find(part.name);
    if (share == site.blend.end() || part.power_mw <= 0.0 || share->second == 0.0) continue;
    const double scale = share->second * site.power_mw / part.power_mw;
    if (!part.asic.empty() || part.treasury.opening_btc > 0.0) bitcoin.push_back({&part.treasury, scale});
    if (!has_entity(part)) continue;
    kept.push_back({&part.treasury, scale});
    if (!part.debt.empty() || part.treasury.loan.limit > 0.0 || part.covenant.is_present) {
      covenants.push_back({&part.covenant, scale});
    }
    if (site.debt.empty()) add_scaled_debt(part, scale, entity.debt);
  }
  if (!site.treasury.is_present && !kept.empty()) {
    entity.treasury = blend_treasuries(kept, bitcoin, entity.conflicts);
  }
  if (!site.covenant.is_present) entity.covenant = blend_covenants(covenants, entity.conflicts);
  return entity;
}

}  // namespace

EntityConfiguration entity_of(const Configuration& configuration, const SiteConfiguration& site) {
  EntityConfiguration entity;
  if (!site.blend.empty()) entity = blended_entity(configuration, site);
  if (site.treasury.is_present) entity.treasury = site.treasury;
  if (site.covenant.is_present) entity.covenant = site.covenant;
  if (!site.debt.empty()) entity.debt = site.debt;
  std::stable_sort(entity.debt.begin(), entity.debt.end(),
                   [](const DebtConfiguration& a, const DebtConfiguration& b) { return a.seniority < b.seniority; });
  entity.is_kept = !entity.debt.empty() || entity.treasury.is_present;
  return entity;
}

}  // namespace hashlease
