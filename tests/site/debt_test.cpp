/// Debt: interest, amortisation, draws, sweeps, order of payments and conversion, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

/// A rich site with one instrument.
EntityLedger one_debt(const DebtConfiguration& debt) {
  return EntityLedger([&](SiteConfiguration& site) {
    site.treasury.opening_cash = 4e6;
    site.debt.push_back(debt);
  });
}

/// 1,200,000 at 10 %: 10,000 a month, and all of it in the twelfth.
TEST(DebtTest, Bullet) {
  EntityLedger ledger = one_debt(make_debt(1.2e6, 0.10, 12));
  ledger.months(13, {});
  EXPECT_EQ(ledger.item(Item::debt_drawn, 0), 1.2e6);
  for (int month = 0; month < 12; ++month) EXPECT_NEAR(ledger.item(Item::interest_paid, month), 10'000.0, 0.01);
  EXPECT_EQ(ledger.item(Item::principal_paid, 10), 0.0);
  EXPECT_EQ(ledger.item(Item::principal_paid, 11), 1.2e6);
  EXPECT_EQ(ledger.item(Item::debt_balance, 10), 1.2e6);
  EXPECT_EQ(ledger.item(Item::debt_balance, 11), 0.0);
  EXPECT_FALSE(std::signbit(ledger.item(Item::debt_balance, 11)));
  EXPECT_EQ(ledger.item(Item::interest_paid, 12), 0.0);
  EXPECT_EQ(ledger.item(Item::principal_paid, 12), 0.0);
}

/// 1,200,000 at 12 % in twelve parts of 100,000: interest of 12,000, 11,000, ... 1,000.
TEST(DebtTest, Linear) {
  EntityLedger ledger = one_debt(make_debt(1.2e6, 0.12, 12, AmortisationKind::linear));
  ledger.months(12, {});
  for (int month = 0; month < 12; ++month) {
    EXPECT_NEAR(ledger.item(Item::principal_paid, month), 100'000.0, 0.1);
    EXPECT_NEAR(ledger.item(Item::interest_paid, month), 12'000.0 - 1000.0 * month, 0.02);
  }
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
}

/// Three months of grace, then nine equal parts.
TEST(DebtTest, Grace) {
  DebtConfiguration debt = make_debt(900'000.0, 0.12, 12, AmortisationKind::linear);
  debt.grace_months = 3;
  EntityLedger ledger = one_debt(debt);
  ledger.months(12, {});
  for (int month = 0; month < 12; ++month) {
    EXPECT_NEAR(ledger.item(Item::principal_paid, month), month < 3 ? 0.0 : 100'000.0, 0.1);
  }
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
}

/// Level payments: principal * i / (1 - (1 + i)^-n).
TEST(DebtTest, AnnuityAgainstTheClosedForm) {
  for (const auto& [coupon, months] : {std::pair(0.12, 24), std::pair(0.06, 120), std::pair(0.005, 60)}) {
    EntityLedger ledger = one_debt(make_debt(1e6, coupon, months, AmortisationKind::annuity));
    ledger.months(months, {});
    const double rate = coupon / 12.0;
    const double level = 1e6 * rate / (1.0 - std::pow(1.0 + rate, -months));
    for (int month = 0; month < months; ++month) {
      EXPECT_NEAR(ledger.item(Item::interest_paid, month) + ledger.item(Item::principal_paid, month), level,
                  3e-6 * level)
          << coupon << " month " << month;
    }
    EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
  }
}

TEST(DebtTest, GrownPaymentsKeepTheirDigits) {
  for (const double rate : {1e-5, 0.002, 0.01, 0.05}) {
    for (const int count : {1, 2, 3, 7, 60, 120, 359}) {
      const double exact = (std::pow(1.0 + rate, count) - 1.0) / rate;
      EXPECT_NEAR(static_cast<double>(grown_payments(static_cast<float>(rate), count)), exact, 2e-6 * exact)
          << rate << " " << count;
    }
  }
  EXPECT_EQ(grown_payments(0.0F, 37), 37.0F);
}

/// 1,000,000 at 12 %, all in kind: times 1.01 a month, 1,126,825.03 at the end of the year. Half in kind: 5,000 is paid
/// and 5,000 added in the first month.
TEST(DebtTest, PaymentInKind) {
  DebtConfiguration debt = make_debt(1e6, 0.12, 12);
  debt.pik_share = 1.0;
  EntityLedger ledger = one_debt(debt);
  ledger.months(12, {});
  for (int month = 0; month < 11; ++month) {
    EXPECT_NEAR(ledger.item(Item::debt_balance, month), 1e6 * std::pow(1.01, month + 1), 1.0);
    EXPECT_EQ(ledger.item(Item::interest_paid, month), 0.0);
    EXPECT_EQ(ledger.item(Item::debt_service, month), 0.0);
  }
  EXPECT_NEAR(ledger.item(Item::principal_paid, 11), 1'126'825.03, 1.5);
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
  debt.pik_share = 0.5;
  EntityLedger half = one_debt(debt);
  half.month({});
  EXPECT_NEAR(half.last(Item::interest_paid), 5000.0, 0.01);
  EXPECT_NEAR(half.last(Item::interest_capitalised), 5000.0, 0.01);
  EXPECT_NEAR(half.last(Item::interest_accrued), 10'000.0, 0.01);
  EXPECT_EQ(half.last(Item::debt_balance), 1'005'000.0);
}

/// CFADS of 100,000 at a target of 2 allows 50,000 a month: 10,000 of interest and 40,000 of principal, then 9,600 and
/// 40,400. A loss, or interest beyond it, leaves no principal; at maturity the rest is due.
TEST(DebtTest, Sculpted) {
  DebtConfiguration debt = make_debt(1e6, 0.12, 5, AmortisationKind::sculpted);
  debt.target_dscr = 2.0;
  EntityLedger ledger = one_debt(debt);
  ledger.months(2, {.margin = 100'000.0});
  EXPECT_NEAR(ledger.item(Item::principal_paid, 0), 40'000.0, 0.02);
  EXPECT_NEAR(ledger.item(Item::interest_paid, 1), 9600.0, 0.02);
  EXPECT_NEAR(ledger.item(Item::principal_paid, 1), 40'400.0, 0.02);
  ledger.month({.margin = -50'000.0});
  EXPECT_EQ(ledger.last(Item::principal_paid), 0.0);
  ledger.month({.margin = 10'000.0});
  EXPECT_EQ(ledger.last(Item::principal_paid), 0.0);
  EXPECT_NEAR(ledger.last(Item::interest_paid), 9196.0, 0.02);
  ledger.month({.margin = 100'000.0});
  EXPECT_NEAR(ledger.last(Item::principal_paid), 919'600.0, 0.2);
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
}

/// Behind a senior loan that takes 30,000 a month, a target of 2 leaves 20,000 of 100,000 for the junior.
TEST(DebtTest, SculptedBehindOthers) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 4e6;
    site.debt.push_back(make_debt(1e6, 0.0, 10, AmortisationKind::sculpted));
    site.debt[0].target_dscr = 2.0;
    site.debt[0].seniority = 2;
    site.debt.push_back(make_debt(300'000.0, 0.0, 10, AmortisationKind::linear));
  });
  ledger.month({.margin = 100'000.0});
  EXPECT_NEAR(ledger.last(Item::principal_paid), 50'000.0, 0.02);
}

/// 600,000 owed at the start bring no cash: 1,000,000 less 6,000 of interest and 100,000 of principal in the first
/// month.
TEST(DebtTest, OutstandingAtTheStart) {
  DebtConfiguration debt = make_debt(600'000.0, 0.12, 6, AmortisationKind::linear);
  debt.draw = DebtDraw::outstanding;
  EntityLedger ledger([&](SiteConfiguration& site) {
    site.treasury.opening_cash = 1e6;
    site.debt.push_back(debt);
  });
  ledger.month({});
  EXPECT_EQ(ledger.last(Item::debt_drawn), 0.0);
  EXPECT_NEAR(ledger.last(Item::interest_paid), 6000.0, 0.01);
  EXPECT_NEAR(ledger.last(Item::debt_balance), 500'000.0, 0.1);
  EXPECT_NEAR(ledger.last(Item::cash), 894'000.0, 0.2);
  ledger.months(5, {});
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
  EXPECT_NEAR(ledger.last(Item::cash), 1e6 - 600'000.0 - 21'000.0, 0.5);
  EXPECT_EQ(ledger.sum(Item::debt_drawn), 0.0);
}

TEST(DebtTest, DrawnInItsMonth) {
  DebtConfiguration debt = make_debt(600'000.0, 0.12, 6, AmortisationKind::linear);
  debt.draw_month = 2;
  EntityLedger ledger = one_debt(debt);
  ledger.months(8, {});
  EXPECT_EQ(ledger.item(Item::debt_drawn, 1), 0.0);
  EXPECT_EQ(ledger.item(Item::principal_paid, 1), 0.0);
  EXPECT_EQ(ledger.item(Item::debt_drawn, 2), 600'000.0);
  EXPECT_NEAR(ledger.item(Item::interest_paid, 2), 6000.0, 0.01);
  EXPECT_NEAR(ledger.item(Item::principal_paid, 2), 100'000.0, 0.02);
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
}

/// 80 % of capital expenditure net of the tenant's 100,000: 320,000 of 400,000. Then 1,600,000 of 2,000,000 is more
/// than the 680,000 left.
TEST(DebtTest, CommittedFacility) {
  DebtConfiguration debt = make_debt(1e6, 0.0, 60);
  debt.draw = DebtDraw::capex;
  debt.capex_share = 0.8;
  EntityLedger ledger = one_debt(debt);
  ledger.month({.capex = 500'000.0, .tenant_funding = 100'000.0});
  EXPECT_NEAR(ledger.last(Item::debt_drawn), 320'000.0, 0.1);
  EXPECT_NEAR(ledger.last(Item::cash), 4e6 - 80'000.0, 0.5);
  ledger.month({.capex = 2e6});
  EXPECT_NEAR(ledger.last(Item::debt_drawn), 680'000.0, 0.1);
  EXPECT_NEAR(ledger.last(Item::debt_balance), 1e6, 0.1);
  ledger.month({.capex = 100'000.0, .salvage = 300'000.0});
  EXPECT_EQ(ledger.last(Item::debt_drawn), 0.0);
  EXPECT_NEAR(ledger.last(Item::cash), 4e6 - 80'000.0 - 1.32e6 + 200'000.0, 1.0);
}

/// Cash of 500,000 is 400,000 above the target: half of it sweeps the loan, and the rest is paid out.
TEST(DebtTest, SweepBeforeDistributions) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 500'000.0;
    site.treasury.target_cash = 100'000.0;
    site.treasury.payout_share = 1.0;
    site.debt.push_back(make_debt(300'000.0, 0.0, 60));
    site.debt[0].sweep_share = 0.5;
    site.debt[0].draw_month = 1;
  });
  ledger.month({});
  EXPECT_EQ(ledger.last(Item::sweep_paid), 0.0);
  EXPECT_EQ(ledger.last(Item::distribution), 400'000.0);
  ledger.month({.margin = 100'000.0});
  EXPECT_EQ(ledger.last(Item::sweep_paid), 200'000.0);
  EXPECT_EQ(ledger.last(Item::distribution), 200'000.0);
  EXPECT_EQ(ledger.last(Item::debt_balance), 100'000.0);
  ledger.month({.margin = 400'000.0});
  EXPECT_EQ(ledger.last(Item::sweep_paid), 100'000.0);
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
}

/// 150,000 in hand, due are: senior 10,000 + 100,000, junior 20,000 + 100,000. The junior's interest is paid, 20,000 of
/// its principal, and 80,000 stays owed.
TEST(DebtTest, OrderOfPayments) {
  const auto fill = [](SiteConfiguration& site) {
    site.debt.push_back(make_debt(1'000'000.0, 0.24, 10, AmortisationKind::linear));
    site.debt[0].name = "junior";
    site.debt[0].seniority = 2;
    site.debt.push_back(make_debt(1'000'000.0, 0.12, 10, AmortisationKind::linear));
    site.debt[1].name = "senior";
  };
  EntityLedger ledger(fill);
  ledger.month({.margin = -1'850'000.0});  // of 2,000,000 drawn, 150,000 is left
  EXPECT_EQ(ledger.last(Item::insolvent), 1.0);
  EXPECT_NEAR(ledger.last(Item::interest_paid), 30'000.0, 0.1);
  EXPECT_NEAR(ledger.last(Item::principal_paid), 120'000.0, 0.1);
  EXPECT_NEAR(ledger.last(Item::debt_balance), 1'880'000.0, 0.2);
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
  // 15,000 in hand: the senior's interest and 5,000 of its principal; the junior's interest is capitalised.
  EntityLedger poorer(fill);
  poorer.month({.margin = -1'985'000.0});
  EXPECT_NEAR(poorer.last(Item::interest_paid), 10'000.0, 0.1);
  EXPECT_NEAR(poorer.last(Item::principal_paid), 5'000.0, 0.1);
  EXPECT_NEAR(poorer.last(Item::interest_capitalised), 20'000.0, 0.1);
  EXPECT_NEAR(poorer.last(Item::interest_accrued), 30'000.0, 0.1);
  EXPECT_NEAR(poorer.last(Item::debt_balance), 2'015'000.0, 0.2);
}

/// A note of 1,000,000 for a year without coupon converts at 4,000,000. Equity is 10 times a year's CFADS, plus cash
/// and bitcoin: 360,000 of CFADS and 1,400,000 of cash (drawn note and income) make 5,000,000, just not above 4,000,000
/// + 1,000,000. A little more, and it converts: holders get a fifth, the owners keep 0.8.
DebtConfiguration note() {
  DebtConfiguration debt = make_debt(1e6, 0.0, 12);
  debt.conversion_valuation = 4e6;
  debt.equity_multiple = 10.0;
  return debt;
}
EntityLedger noted(double opening_cash) {
  return EntityLedger([&](SiteConfiguration& site) {
    site.treasury.opening_cash = opening_cash;
    site.debt.push_back(note());
  });
}

TEST(ConvertibleTest, StaysDebtAtTheThreshold) {
  EntityLedger ledger = noted(40'000.0);
  ledger.months(12, {.margin = 30'000.0});
  EXPECT_EQ(ledger.last(Item::debt_converted), 0.0);
  EXPECT_EQ(ledger.last(Item::principal_paid), 1e6);
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
}

TEST(ConvertibleTest, ConvertsAbove) {
  EntityLedger ledger = noted(40'100.0);
  ledger.months(12, {.margin = 30'000.0});
  EXPECT_EQ(ledger.item(Item::debt_converted, 10), 0.0);
  EXPECT_EQ(ledger.last(Item::debt_converted), 1e6);
  EXPECT_EQ(ledger.last(Item::principal_paid), 0.0);
  EXPECT_EQ(ledger.last(Item::debt_balance), 0.0);
  EXPECT_NEAR(ledger.last(Item::cash), 1'400'100.0, 0.5);
  EXPECT_NEAR(static_cast<double>(ledger.measures().terminal_equity), 0.8 * 1'400'100.0, 0.5);
}

}  // namespace
}  // namespace hashlease::testing
