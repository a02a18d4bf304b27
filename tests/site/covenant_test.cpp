/// Covenants, cures, insolvency and what is left for the owners, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <utility>

#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

/// Debt service of 100,000 a month for ten years, and cash for all of it. Lock-up below 1.25, default below 1.
SiteConfiguration& covenanted(SiteConfiguration& site) {
  site.treasury.opening_cash = 50e6;
  site.debt.push_back(make_debt(12e6, 0.0, 120, AmortisationKind::linear));
  site.covenant.lock_up_dscr = 1.25;
  site.covenant.default_dscr = 1.0;
  site.covenant.quarters_to_insolvency = 0;
  return site;
}

/// Exactly at a level is not below it.
TEST(CovenantTest, LevelsAtTheBoundary) {
  for (const auto& [margin, lock_up, in_default] : {std::tuple(125'000.0, 0.0, 0.0), std::tuple(124'999.9, 1.0, 0.0),
                                                    std::tuple(100'000.0, 1.0, 0.0), std::tuple(99'999.9, 1.0, 1.0)}) {
    EntityLedger ledger([](SiteConfiguration& site) { covenanted(site); });
    ledger.months(3, {.margin = margin});
    EXPECT_NEAR(ledger.last(Item::dscr), margin / 100'000.0, 1e-6);
    EXPECT_EQ(ledger.last(Item::lock_up), lock_up) << margin;
    EXPECT_EQ(ledger.last(Item::covenant_default), in_default) << margin;
  }
}

/// One level for both: a ratio at it is in neither, one below it in both, and what cures the default leaves the
/// lock-up.
TEST(CovenantTest, EqualLevels) {
  for (const double level : {1.0, 1.25}) {
    for (const auto& [below, cures] : {std::pair(0.0, 0), std::pair(0.1, 0), std::pair(0.1, 1)}) {
      EntityLedger ledger([&](SiteConfiguration& site) {
        covenanted(site).covenant.lock_up_dscr = level;
        site.covenant.default_dscr = level;
        site.covenant.cures_allowed = cures;
      });
      ledger.months(3, {.margin = 100'000.0 * level - below});
      EXPECT_EQ(ledger.last(Item::lock_up), below > 0.0 ? 1.0 : 0.0) << level;
      EXPECT_EQ(ledger.last(Item::covenant_default), below > 0.0 && cures == 0 ? 1.0 : 0.0) << level;
      EXPECT_EQ(ledger.last(Item::equity_injected) > 0.0, cures == 1) << level;
    }
  }
}

/// The test is when a quarter ends, and holds until the next.
TEST(CovenantTest, TestedByQuarter) {
  EntityLedger ledger([](SiteConfiguration& site) { covenanted(site); });
  ledger.months(2, {.margin = 50'000.0});
  EXPECT_EQ(ledger.last(Item::lock_up), 0.0);
  EXPECT_TRUE(std::isnan(ledger.last(Item::dscr)));
  ledger.month({.margin = 50'000.0});
  EXPECT_EQ(ledger.last(Item::covenant_default), 1.0);
  ledger.months(2, {.margin = 1e6});
  EXPECT_EQ(ledger.last(Item::covenant_default), 1.0);
  EXPECT_NEAR(ledger.last(Item::dscr), 0.5, 1e-6);
  ledger.month({.margin = 1e6});
  EXPECT_EQ(ledger.last(Item::covenant_default), 0.0);
  EXPECT_EQ(ledger.last(Item::lock_up), 0.0);
  EXPECT_NEAR(ledger.last(Item::dscr), 3.15e6 / 600'000.0, 1e-5);
}

/// Twelve months: the 900,000 of the first quarter are in the ratio until month 11, and out of it in month 14.
TEST(CovenantTest, TrailingTwelveMonths) {
  EntityLedger ledger([](SiteConfiguration& site) { covenanted(site); });
  ledger.months(3, {.margin = 300'000.0}).months(12, {.margin = 100'000.0});
  EXPECT_NEAR(ledger.item(Item::dscr, 5), 2.0, 1e-6);
  EXPECT_NEAR(ledger.item(Item::dscr, 11), 1.5, 1e-6);
  EXPECT_NEAR(ledger.item(Item::dscr, 14), 1.0, 1e-6);
}

TEST(CovenantTest, FirstTestQuarter) {
  EntityLedger ledger([](SiteConfiguration& site) { covenanted(site).covenant.first_test_quarter = 2; });
  ledger.months(6, {.margin = 50'000.0});
  EXPECT_EQ(ledger.item(Item::covenant_default, 2), 0.0);
  EXPECT_TRUE(std::isnan(ledger.item(Item::dscr, 4)));
  EXPECT_EQ(ledger.item(Item::covenant_default, 5), 1.0);
}

TEST(CovenantTest, UndefinedWithoutDebtService) {
  EntityLedger ledger([](SiteConfiguration& site) {
    covenanted(site).debt[0].pik_share = 1.0;
    site.debt[0].amortisation = AmortisationKind::bullet;
    site.debt[0].annual_coupon = 0.1;
  });
  ledger.months(6, {.margin = -1000.0});
  EXPECT_TRUE(std::isnan(ledger.last(Item::dscr)));
  EXPECT_EQ(ledger.last(Item::lock_up), 0.0);
  EXPECT_EQ(ledger.last(Item::covenant_default), 0.0);
  EXPECT_TRUE(std::isnan(ledger.measures().minimum_dscr));
}

/// A bullet falls due in month 5: it is debt service only where that is agreed.
TEST(CovenantTest, Balloon) {
  for (const bool counted : {false, true}) {
    EntityLedger ledger([&](SiteConfiguration& site) {
      covenanted(site).debt[0] = make_debt(1e6, 0.12, 6);
      site.covenant.balloon_counted = counted;
    });
    ledger.months(6, {.margin = 20'000.0});
    EXPECT_NEAR(ledger.last(Item::dscr), counted ? 120.0 / 1060.0 : 2.0, 1e-6);
  }
}

/// 2022: gross profit of 2 million a month against debt service of 7 million is a ratio of 0.29.
TEST(CovenantTest, Stress2022) {
  EntityLedger ledger(
      [](SiteConfiguration& site) { covenanted(site).debt[0] = make_debt(840e6, 0.0, 120, AmortisationKind::linear); });
  ledger.months(12, {.mined_value = 2e6});
  EXPECT_NEAR(ledger.item(Item::debt_service, 0), 7e6, 1.0);
  EXPECT_NEAR(ledger.last(Item::dscr), 0.29, 0.005);
  EXPECT_EQ(ledger.last(Item::covenant_default), 1.0);
}

/// CFADS counts bitcoin at the price of its day, sold or not, and prepayments when they come, not again when earned.
TEST(CovenantTest, CashFlowAvailable) {
  EntityLedger ledger([](SiteConfiguration& site) { covenanted(site).treasury.btc_policy = BtcPolicy::hodl; });
  ledger.month({.margin = 50'000.0, .mined = 1.0, .mined_value = 90'000.0, .prepayment = 60'000.0});
  ledger.month({.capex = 1e6});
  ledger.month({.margin = 100'000.0, .credited = 60'000.0});
  EXPECT_NEAR(ledger.last(Item::dscr), 240.0 / 300.0, 1e-6);
  // 50,000 + 60,000 - 1,000,000 + 100,000 - 60,000 on 50 million and 12 million drawn, less 300,000; no bitcoin sold.
  EXPECT_NEAR(ledger.last(Item::cash), 62e6 - 300'000.0 - 850'000.0, 10.0);
}

/// Two quarters at 0.5: 150,000 lift the first to 1; the second, 300,000 + 150,000 against 600,000, needs 150,000,
/// which a cure_purse of 200,000 has not got: it is not paid in, and the default stands.
TEST(CovenantTest, EquityCure) {
  const auto fill = [](double entity, int allowed) {
    return [=](SiteConfiguration& site) {
      covenanted(site).covenant.cures_allowed = allowed;
      site.covenant.cure_purse = entity;
    };
  };
  EntityLedger capped(fill(200'000.0, 5));
  capped.months(6, {.margin = 50'000.0});
  EXPECT_NEAR(capped.item(Item::equity_injected, 2), 150'000.0, 0.1);
  EXPECT_EQ(capped.item(Item::covenant_default, 2), 0.0);
  EXPECT_EQ(capped.item(Item::lock_up, 2), 1.0);
  EXPECT_NEAR(capped.item(Item::dscr, 2), 0.5, 1e-6);
  EXPECT_EQ(capped.item(Item::equity_injected, 5), 0.0);
  EXPECT_NEAR(capped.item(Item::dscr, 5), 0.75, 1e-6);
  EXPECT_EQ(capped.item(Item::covenant_default, 5), 1.0);
  EntityLedger open(fill(0.0, 5));
  open.months(6, {.margin = 50'000.0});
  EXPECT_NEAR(open.item(Item::equity_injected, 5), 150'000.0, 0.1);
  EXPECT_EQ(open.sum(Item::covenant_default), 0.0);
  EXPECT_NEAR(static_cast<double>(open.measures().cure_total), 300'000.0, 0.2);
  EntityLedger once(fill(0.0, 1));
  once.months(6, {.margin = 50'000.0});
  EXPECT_EQ(once.item(Item::equity_injected, 5), 0.0);
  EXPECT_EQ(once.item(Item::covenant_default, 5), 1.0);
}

/// A default makes insolvent after a number of tests in a row; one that is passed starts the count again.
TEST(InsolvencyTest, QuartersInDefault) {
  EntityLedger ledger([](SiteConfiguration& site) { covenanted(site).covenant.quarters_to_insolvency = 2; });
  ledger.months(3, {.margin = 50'000.0}).months(3, {.margin = 200'000.0});
  EXPECT_EQ(ledger.item(Item::covenant_default, 2), 1.0);
  EXPECT_EQ(ledger.last(Item::covenant_default), 0.0);
  ledger.months(3, {.margin = -100'000.0});
  EXPECT_EQ(ledger.last(Item::covenant_default), 1.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 0.0);
  ledger.months(3, {.margin = -100'000.0});
  EXPECT_EQ(ledger.item(Item::insolvent, 10), 0.0);
  EXPECT_EQ(ledger.item(Item::insolvent, 11), 1.0);
  EXPECT_EQ(ledger.measures().insolvency_month, 12.0F);
  EXPECT_EQ(ledger.measures().default_month, 3.0F);
}

/// Cash that is spent to the last dollar is no insolvency; a dollar more is. The owners cure it if they may.
TEST(InsolvencyTest, CashRunsOut) {
  const auto fill = [](int cures) {
    return [=](SiteConfiguration& site) {
      site.treasury.opening_cash = 300'000.0;
      site.covenant.cures_allowed = cures;
    };
  };
  EntityLedger even(fill(0));
  even.months(3, {.margin = -100'000.0});
  EXPECT_EQ(even.last(Item::cash), 0.0);
  EXPECT_EQ(even.last(Item::insolvent), 0.0);
  EntityLedger cured(fill(1));
  cured.months(3, {.margin = -100'000.0}).month({.margin = -50'000.0});
  EXPECT_EQ(cured.last(Item::equity_injected), 50'000.0);
  EXPECT_EQ(cured.last(Item::cash), 0.0);
  EXPECT_EQ(cured.last(Item::insolvent), 0.0);
  cured.month({.margin = -1.0});
  EXPECT_EQ(cured.last(Item::insolvent), 1.0);
}

/// From the next month on nothing flows, and stocks stay what they were.
TEST(InsolvencyTest, NothingFlowsAfterwards) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 100'000.0;
    site.treasury.btc_policy = BtcPolicy::hodl;
    site.debt.push_back(make_debt(600'000.0, 0.12, 6, AmortisationKind::linear));
  });
  ledger.month({.margin = -650'000.0});  // 50,000 left for 6,000 and 100,000
  EXPECT_EQ(ledger.last(Item::insolvent), 1.0);
  EXPECT_NEAR(ledger.last(Item::debt_balance), 556'000.0, 0.2);
  ledger.months(8, {.margin = 1e6, .mined = 5.0, .mined_value = 5e5, .capex = 1e6});
  for (int item = 0; item < kLedgerItemCount; ++item) {
    const auto which = static_cast<Item>(item);
    if (kLedgerRows[static_cast<std::size_t>(item)].aggregation == Aggregation::last) continue;
    for (int month = 1; month < 9; ++month) {
      EXPECT_EQ(ledger.item(which, month), 0.0) << kLedgerRows[static_cast<std::size_t>(item)].name;
    }
  }
  EXPECT_EQ(ledger.last(Item::debt_balance), ledger.item(Item::debt_balance, 0));
  EXPECT_EQ(ledger.last(Item::cash), ledger.item(Item::cash, 0));
  EXPECT_EQ(ledger.last(Item::btc_held), 0.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 1.0);
  EXPECT_EQ(ledger.measures().insolvency_month, 1.0F);
  EXPECT_EQ(ledger.measures().equity_lost, 1.0F);
  EXPECT_EQ(ledger.measures().terminal_equity, 0.0F);
}

/// Run on: it pays what it can. 556,000 stay owed; 50,000 come in, then 200,000: 5,560 of interest and the fifth of
/// what is left.
TEST(InsolvencyTest, RunOn) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 100'000.0;
    site.treasury.payout_share = 1.0;
    site.covenant.after_insolvency = AfterInsolvency::run_on;
    site.covenant.cures_allowed = 9;
    site.covenant.cure_purse = 1.0;
    site.debt.push_back(make_debt(600'000.0, 0.12, 6, AmortisationKind::linear));
  });
  ledger.month({.margin = -650'000.0});
  ledger.month({.margin = 50'000.0});
  EXPECT_NEAR(ledger.last(Item::interest_paid), 5560.0, 0.1);
  EXPECT_NEAR(ledger.last(Item::principal_paid), 44'440.0, 0.1);
  ledger.month({.margin = 200'000.0});
  EXPECT_NEAR(ledger.last(Item::principal_paid), 511'560.0 / 4.0, 0.2);
  EXPECT_EQ(ledger.last(Item::distribution), 0.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 1.0);
  EXPECT_GT(ledger.last(Item::cash), 0.0);
}

/// 250,000 a month against 100,000 of service, all above 50 million and the draw paid out; locked up from month 5 on.
TEST(DistributionTest, StopsInLockUp) {
  EntityLedger ledger([](SiteConfiguration& site) {
    covenanted(site).treasury.target_cash = 62e6;
    site.treasury.payout_share = 0.5;
    site.treasury.equity_invested = 300'000.0;
  });
  ledger.months(3, {.margin = 300'000.0});
  EXPECT_NEAR(ledger.item(Item::distribution, 0), 100'000.0, 4.0);
  EXPECT_NEAR(ledger.item(Item::distribution, 1), 150'000.0, 4.0);  // of 100,000 left and 200,000 more
  EXPECT_NEAR(ledger.item(Item::distribution, 2), 175'000.0, 4.0);
  EXPECT_EQ(ledger.measures().payback_month, 3.0F);
  ledger.months(3, {.margin = -100'000.0});
  EXPECT_NEAR(ledger.last(Item::dscr), 1.0, 1e-5);
  EXPECT_EQ(ledger.last(Item::lock_up), 1.0);
  ledger.months(2, {.margin = 900'000.0});
  EXPECT_EQ(ledger.last(Item::distribution), 0.0);
  ledger.month({.margin = 900'000.0});
  EXPECT_EQ(ledger.last(Item::lock_up), 0.0);
  EXPECT_GT(ledger.last(Item::distribution), 0.0);
}

/// Cash 1.0, 1.4, 0.9, 1.1, 0.7 million: it fell by 700,000 at most. Minimum ratio in the second quarter. Equipment of
/// 600,000 over five years keeps 480,000 after a year.
TEST(SurvivalTest, Measures) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 1e6;
    site.treasury.equipment_value = 600'000.0;
    site.treasury.depreciation_years = 5.0;
  });
  ledger.month({.margin = 400'000.0}).month({.margin = -500'000.0}).month({.margin = 200'000.0});
  ledger.month({.margin = -400'000.0}).months(8, {});
  const SurvivalMeasures<float> measures = ledger.measures();
  EXPECT_NEAR(measures.cash_drawdown, 700'000.0F, 0.5F);
  EXPECT_NEAR(measures.terminal_equity, 700'000.0F + 480'000.0F, 1.0F);
  EXPECT_EQ(measures.equity_lost, 0.0F);
  EXPECT_TRUE(std::isnan(measures.insolvency_month));
  EXPECT_TRUE(std::isnan(measures.payback_month));
  EntityLedger debtor([](SiteConfiguration& site) { covenanted(site); });
  debtor.months(3, {.margin = 150'000.0}).months(3, {.margin = 50'000.0}).months(3, {.margin = 300'000.0});
  EXPECT_NEAR(debtor.measures().minimum_dscr, 1.0F, 1e-6F);
  EXPECT_EQ(debtor.measures().minimum_dscr_quarter, 2.0F);
}

/// What is paid to the owners is no drawdown.
TEST(SurvivalTest, DistributionsAreNoDrawdown) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 1e6;
    site.treasury.payout_share = 1.0;
  });
  ledger.months(3, {.margin = 100'000.0});
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
  EXPECT_EQ(ledger.measures().cash_drawdown, 0.0F);
  EXPECT_EQ(ledger.measures().distribution_total, 1'300'000.0F);
}

}  // namespace
}  // namespace hashlease::testing
