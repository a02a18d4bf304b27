/// What is written of a quarter's survival, and the outcomes that only some studies have, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

#include "site/support/colocation_site.hpp"
#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

/// Debt service of 100,000 a month. Lock-up below 1.25, default below 1, insolvent after two quarters of it.
void covenanted(SiteConfiguration& site) {
  site.treasury.opening_cash = 50e6;
  site.debt.push_back(make_debt(12e6, 0.0, 120, AmortisationKind::linear));
  site.covenant.lock_up_dscr = 1.25;
  site.covenant.default_dscr = 1.0;
  site.covenant.quarters_to_insolvency = 2;
}

/// Ratios 390 / 300, 720 / 600, 420 / 900 and 120 / 1200 thousand; the second default in a row ends it.
TEST(QuarterColumnsTest, FromSoundToInsolvent) {
  EntityLedger ledger(covenanted);
  ledger.months(3, {.margin = 130'000.0}).months(3, {.margin = 110'000.0}).months(9, {.margin = -100'000.0});
  EXPECT_EQ(ledger.standing(0), kTested);
  EXPECT_NEAR(ledger.dscr(0), 1.3, 1e-6);
  EXPECT_EQ(ledger.standing(1), kTested + kBelowLockUp);
  EXPECT_NEAR(ledger.dscr(1), 1.2, 1e-6);
  EXPECT_EQ(ledger.standing(2), kTested + kBelowLockUp + kInDefault);
  EXPECT_NEAR(ledger.dscr(2), 420.0 / 900.0, 1e-6);
  EXPECT_EQ(ledger.standing(3), kTested + kBelowLockUp + kInDefault + kInsolvent);
  EXPECT_NEAR(ledger.dscr(3), 0.1, 1e-6);
  EXPECT_EQ(ledger.standing(4), kInsolvent);
  EXPECT_TRUE(std::isnan(ledger.dscr(4)));
  EXPECT_EQ(ledger.measures().minimum_dscr_quarter, 4.0F);
  EXPECT_EQ(ledger.measures().default_month, 9.0F);
  EXPECT_EQ(ledger.measures().insolvency_month, 12.0F);
}

/// Cash runs out in the second month of the second quarter: that quarter is not tested. In the third month it is.
TEST(QuarterColumnsTest, CashRunsOutWithinTheQuarter) {
  for (const int month : {4, 5}) {
    EntityLedger ledger([](SiteConfiguration& site) {
      covenanted(site);
      site.treasury.opening_cash = 0.0;
    });
    ledger.months(month, {.margin = 130'000.0}).month({.margin = -20e6}).months(5 - month, {.margin = 130'000.0});
    EXPECT_EQ(ledger.standing(0), kTested);
    EXPECT_EQ(ledger.standing(1), month == 4 ? kInsolvent : kTested + kBelowLockUp + kInDefault + kInsolvent);
    EXPECT_EQ(std::isnan(ledger.dscr(1)), month == 4);
  }
}

TEST(QuarterColumnsTest, BeforeTheFirstTestAndWithoutDebtService) {
  EntityLedger ledger([](SiteConfiguration& site) {
    covenanted(site);
    site.debt[0] = make_debt(12e6, 0.12, 120);
    site.debt[0].pik_share = 1.0;
    site.covenant.first_test_quarter = 2;
  });
  ledger.months(6, {.margin = -1000.0});
  EXPECT_EQ(ledger.standing(0), 0);
  EXPECT_EQ(ledger.standing(1), kTested + kUndefinedDscr);
  EXPECT_TRUE(std::isnan(ledger.dscr(1)));
}

/// An outcome is the item of its name, and a balance where the item is one.
TEST(OutcomesTest, AreItemsOfTheLedger) {
  for (int k = 0; k < kOutcomeCount; ++k) {
    const auto outcome = static_cast<Outcome>(k);
    const LedgerRow& row = kLedgerRows[static_cast<std::size_t>(item_of(outcome))];
    EXPECT_EQ(row.name, kOutcomeNames[static_cast<std::size_t>(k)]);
    EXPECT_EQ(row.aggregation == Aggregation::last, is_balance(outcome)) << row.name;
    EXPECT_EQ(row.unit, "USD");
  }
}

/// 14 months of a hall with a treasury or debt beside one without: flows of a year and of the horizon add up, cash is
/// the last month's, and the other site has none.
TEST(OutcomesTest, FurtherOutcomesByPeriod) {
  SiteConfiguration financed = colocation_site();
  financed.treasury.is_present = true;
  financed.treasury.opening_cash = 5e6;
  financed.treasury.payout_share = 0.5;
  financed.treasury.target_cash = 4e6;
  financed.debt.push_back(make_debt(1.4e6, 0.12, 14, AmortisationKind::linear));
  ItemLedger ledger(months_of(14, {financed, mining_site()}));
  fill_calm_tape(ledger);
  ledger.close();
  const ColumnLayout& layout = ledger.plan().layout;
  ASSERT_EQ(layout.outcome_count(), kCommonOutcomeCount + 4);
  EXPECT_EQ(layout.outcome_index(Outcome::demand_response_revenue), -1);
  EXPECT_EQ(layout.outcome_index(Outcome::capital_expenditure), -1);
  for (const Outcome outcome : {Outcome::colocation_revenue, Outcome::debt_service, Outcome::distribution}) {
    double year = 0.0, all = 0.0;
    for (int month = 0; month < 14; ++month) {
      EXPECT_EQ(ledger.month(outcome, month), ledger.item(item_of(outcome), month));
      all += ledger.month(outcome, month);
      if (month < 12) year += ledger.month(outcome, month);
    }
    EXPECT_GT(year, 0.0);
    EXPECT_NEAR(ledger.year(outcome, 0), year, cents(year));
    EXPECT_NEAR(ledger.horizon(outcome), all, cents(all));
    EXPECT_EQ(ledger.horizon(outcome, 1), 0.0);
  }
  // 100,000 of principal and a hundredth of 1,400,000.
  EXPECT_NEAR(ledger.month(Outcome::debt_service, 0), 114'000.0, 1.0);
  EXPECT_EQ(ledger.year(Outcome::cash, 0), ledger.item(Item::cash, 11));
  EXPECT_EQ(ledger.horizon(Outcome::cash), ledger.item(Item::cash, 13));
  EXPECT_NE(ledger.horizon(Outcome::cash), ledger.item(Item::cash, 0));
  EXPECT_EQ(ledger.horizon(Outcome::cash, 1), 0.0);
}

}  // namespace
}  // namespace hashlease::testing
