/// The loan against bitcoin: draws, margin calls, liquidation, and its end before the cash runs out; worked out by
/// hand.

#include <gtest/gtest.h>

#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

/// 100 BTC, at most 3,000,000, half of the value is lent, 12 % a year.
SiteConfiguration& with_loan(SiteConfiguration& site) {
  site.treasury.btc_policy = BtcPolicy::hodl;
  site.treasury.opening_btc = 100.0;
  site.treasury.loan.limit = 3e6;
  site.treasury.loan.annual_coupon = 0.12;
  site.treasury.loan.margin_call_ltv = 0.625;
  site.treasury.loan.liquidation_ltv = 0.8;
  return site;
}

/// Month 0 is 2,000,000 short: all of it is lent, on 40 BTC at 50,000 each. Month 1 is short by 2,000,000 and 20,000 of
/// interest: the limit leaves 1,000,000, the rest is 10.2 BTC.
TEST(BtcLoanTest, DrawnBeforeBitcoinIsSold) {
  EntityLedger ledger([](SiteConfiguration& site) { with_loan(site); });
  ledger.month({.margin = -2e6});
  EXPECT_EQ(ledger.last(Item::btc_loan_drawn), 2e6);
  EXPECT_EQ(ledger.last(Item::btc_sold), 0.0);
  EXPECT_EQ(ledger.collateral(), 40.0);
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
  ledger.month({.margin = -2e6});
  EXPECT_EQ(ledger.last(Item::btc_loan_interest), 20'000.0);
  EXPECT_EQ(ledger.last(Item::btc_loan_drawn), 1e6);
  EXPECT_NEAR(ledger.last(Item::btc_sold), 10.2, 1e-5);
  EXPECT_EQ(ledger.collateral(), 60.0);
  EXPECT_EQ(ledger.last(Item::debt_service), 20'000.0);
}

/// 1,000,000 on 20 BTC pledged of 40 held.
SiteConfiguration& lent(SiteConfiguration& site) {
  with_loan(site);
  site.treasury.opening_btc = 40.0;
  site.treasury.loan.annual_coupon = 0.0;
  site.treasury.loan.opening_balance = 1e6;
  return site;
}

/// The LTV is 0.625 at 80,000, which is not above the level. At 64,000 it is 0.78: half of the value needs 31.25 BTC.
TEST(BtcLoanTest, MarginCallPledgesBitcoin) {
  EntityLedger ledger([](SiteConfiguration& site) { lent(site); });
  ledger.month({.price = 80'000.0});
  EXPECT_EQ(ledger.collateral(), 20.0);
  ledger.month({.price = 64'000.0});
  EXPECT_NEAR(ledger.collateral(), 31.25, 1e-5);
  EXPECT_EQ(ledger.last(Item::btc_liquidated), 0.0);
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 1e6);
  EntityLedger twin([](SiteConfiguration& site) { lent(site); });
  twin.month({.price = 79'999.0});
  EXPECT_GT(twin.collateral(), 20.0);
}

/// All 20 BTC are pledged. At 60,000 the LTV is 0.83; restoring a half takes 400,000; cash above the floor is 200,000:
/// what is left is 800,000 on 1,200,000, below the liquidation level.
TEST(BtcLoanTest, MarginCallPaidWithCash) {
  EntityLedger ledger([](SiteConfiguration& site) {
    lent(site);
    site.treasury.opening_btc = 20.0;
    site.treasury.opening_cash = 500'000.0;
    site.treasury.cash_floor = 300'000.0;
  });
  ledger.month({.price = 60'000.0});
  EXPECT_EQ(ledger.last(Item::btc_loan_repaid), 200'000.0);
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 800'000.0);
  EXPECT_EQ(ledger.last(Item::btc_liquidated), 0.0);
  EXPECT_EQ(ledger.last(Item::cash), 300'000.0);
}

SiteConfiguration& without_reserves(SiteConfiguration& site) {
  lent(site);
  site.treasury.opening_btc = 20.0;
  site.treasury.loan.liquidation_penalty = 0.1;
  return site;
}

/// Without cash or free bitcoin, at 60,000: 1,100,000 are 18.3333 BTC; 1.6667 come back.
TEST(BtcLoanTest, Liquidation) {
  EntityLedger ledger([](SiteConfiguration& site) { without_reserves(site); });
  ledger.month({.price = 60'000.0});
  EXPECT_NEAR(ledger.last(Item::btc_liquidated), 55.0 / 3.0, 1e-5);
  EXPECT_EQ(ledger.last(Item::btc_sold), 0.0);
  EXPECT_NEAR(ledger.last(Item::btc_loan_penalty), 100'000.0, 0.2);
  EXPECT_EQ(ledger.last(Item::btc_loan_repaid), 1e6);
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 0.0);
  EXPECT_EQ(ledger.collateral(), 0.0);
  EXPECT_NEAR(ledger.last(Item::btc_held), 5.0 / 3.0, 1e-5);
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
}

/// At 40,000 all 20 BTC fetch 800,000, which pays 727,273 and the penalty on it; 272,727 is due a month later.
TEST(BtcLoanTest, LiquidationThatFallsShort) {
  EntityLedger ledger([](SiteConfiguration& site) { without_reserves(site); });
  ledger.month({.price = 40'000.0});
  EXPECT_NEAR(ledger.last(Item::btc_loan_repaid), 727'272.7, 0.2);
  EXPECT_NEAR(ledger.last(Item::btc_loan_balance), 272'727.3, 0.2);
  EXPECT_EQ(ledger.last(Item::btc_held), 0.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 0.0);
  ledger.month({.margin = 300'000.0, .price = 40'000.0});
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 0.0);
  EXPECT_NEAR(ledger.last(Item::cash), 27'272.7, 0.2);
  EntityLedger ruined([](SiteConfiguration& site) { without_reserves(site); });
  ruined.months(2, {.price = 40'000.0});
  EXPECT_EQ(ruined.item(Item::insolvent, 0), 0.0);
  EXPECT_EQ(ruined.item(Item::insolvent, 1), 1.0);
}

/// 1,500,000 come in: the loan is repaid and all bitcoin free. With a share of 0.4, 600,000 are.
TEST(BtcLoanTest, RepaidOutOfExcessCash) {
  EntityLedger ledger([](SiteConfiguration& site) { lent(site); });
  ledger.month({.margin = 1.5e6});
  EXPECT_EQ(ledger.last(Item::btc_loan_repaid), 1e6);
  EXPECT_EQ(ledger.collateral(), 0.0);
  EXPECT_EQ(ledger.last(Item::cash), 500'000.0);
  EntityLedger part([](SiteConfiguration& site) { lent(site).treasury.loan.repayment_share = 0.4; });
  part.month({.margin = 1.5e6});
  EXPECT_NEAR(part.last(Item::btc_loan_repaid), 600'000.0, 0.1);
  EXPECT_EQ(part.collateral(), 20.0);
}

/// At 200,000 the LTV is 0.25, not above the release level: 10 BTC carry the loan at a half. Without a release
/// level 20.
TEST(BtcLoanTest, Release) {
  EntityLedger ledger([](SiteConfiguration& site) { lent(site).treasury.loan.release_ltv = 0.25; });
  ledger.month({.price = 199'000.0});
  EXPECT_EQ(ledger.collateral(), 20.0);
  ledger.month({.price = 200'000.0});
  EXPECT_EQ(ledger.collateral(), 10.0);
  EntityLedger kept([](SiteConfiguration& site) { lent(site); });
  kept.month({.price = 200'000.0});
  EXPECT_EQ(kept.collateral(), 20.0);
}

/// Bitcoin that is pledged is not sold to keep the floor: 20 of 40 BTC are free, and cover 2,000,000 of 2,200,000.
TEST(BtcLoanTest, CollateralIsNotSoldForTheFloor) {
  EntityLedger ledger([](SiteConfiguration& site) {
    lent(site).treasury.loan.limit = 1e6;
    site.treasury.cash_floor = 200'000.0;
  });
  ledger.month({.margin = -2.0e6});
  EXPECT_EQ(ledger.last(Item::btc_sold), 20.0);
  EXPECT_EQ(ledger.last(Item::btc_held), 20.0);
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 0.0);
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 1e6);
}

/// 20 of 40 BTC are free, and cover 2,000,000 of 2,500,000. The 20 pledged are worth 2,000,000 against a loan of
/// 1,000,000: 15 of them pay the loan and what is missing, 5 are free.
TEST(BtcLoanTest, UnwoundBeforeTheCashRunsOut) {
  EntityLedger ledger([](SiteConfiguration& site) { lent(site).treasury.loan.limit = 1e6; });
  ledger.month({.margin = -2.5e6});
  EXPECT_EQ(ledger.last(Item::btc_sold), 35.0);
  EXPECT_EQ(ledger.last(Item::btc_held), 5.0);
  EXPECT_EQ(ledger.last(Item::btc_loan_repaid), 1e6);
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 0.0);
  EXPECT_EQ(ledger.collateral(), 0.0);
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 0.0);
}

/// Sales that cover what is due, and no more, round: no site fails for that while it holds bitcoin, free or pledged.
TEST(BtcLoanTest, RoundingIsNoInsolvency) {
  for (int k = 0; k < 300; ++k) {
    const double price = 21'347.9 + 313.77 * k;
    EntityLedger free([](SiteConfiguration& site) {
      site.treasury.btc_policy = BtcPolicy::hodl;
      site.treasury.opening_btc = 3'000.0;
    });
    free.months(5, {.margin = -1'234'567.0 - 7'919.1 * k, .price = price});
    EXPECT_EQ(free.last(Item::insolvent), 0.0) << k;
    EXPECT_LT(free.last(Item::cash), 10.0) << k;
    EntityLedger pledged([](SiteConfiguration& site) {
      lent(site).treasury.opening_btc = 1'000.0;
      site.treasury.loan.limit = site.treasury.loan.opening_balance = 4.9e7;
    });
    pledged.month({.margin = -4.1e6 - 7'919.1 * k, .price = price + 6e4});
    EXPECT_EQ(pledged.last(Item::insolvent), 0.0) << k;
    EXPECT_EQ(pledged.last(Item::btc_loan_balance), 0.0) << k;
    EXPECT_GT(pledged.last(Item::btc_held), 1.0) << k;
  }
}

/// 3,100,000 are more than all bitcoin pays after the loan: it is all sold, and the site is insolvent by 100,000. At
/// 50,000 the loan is not covered by what is pledged: nothing of that is sold, and the site is insolvent with its loan.
TEST(BtcLoanTest, UnwindingIsNotEnough) {
  EntityLedger ledger([](SiteConfiguration& site) { lent(site).treasury.loan.limit = 1e6; });
  ledger.month({.margin = -3.1e6});
  EXPECT_EQ(ledger.last(Item::btc_sold), 40.0);
  EXPECT_EQ(ledger.last(Item::btc_loan_balance), 0.0);
  EXPECT_EQ(ledger.last(Item::cash), -100'000.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 1.0);
  EntityLedger under([](SiteConfiguration& site) { lent(site).treasury.loan.limit = 1e6; });
  under.month({.margin = -1.5e6, .price = 50'000.0});
  EXPECT_EQ(under.item(Item::btc_sold, 0), 20.0);
  EXPECT_EQ(under.last(Item::insolvent), 1.0);
}

}  // namespace
}  // namespace hashlease::testing
