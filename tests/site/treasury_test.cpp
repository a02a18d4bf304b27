/// Treasury: what is sold when, worked out by hand.

#include <gtest/gtest.h>

#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

/// 1,000,000 of cash, 300,000 of cost, 10 BTC mined that fetched 987,654 on their days: 1,687,654 at the end.
TEST(TreasuryTest, SellAllFetchesMiningRevenueToTheBit) {
  EntityLedger ledger([](SiteConfiguration& site) { site.treasury.opening_cash = 1e6; });
  ledger.month({.margin = -300'000.0, .mined = 10.0, .mined_value = 987'654.3, .price = 91'000.0});
  EXPECT_EQ(ledger.item(Item::btc_sale_proceeds, 0), ledger.item(Item::mining_revenue, 0));
  EXPECT_EQ(ledger.item(Item::btc_sold, 0), 10.0);
  EXPECT_EQ(ledger.item(Item::btc_held, 0), 0.0);
  EXPECT_NEAR(ledger.item(Item::cash, 0), 1'687'654.3, 0.2);
}

/// A quarter of 8 BTC at 100,000.
TEST(TreasuryTest, SellShare) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.btc_policy = BtcPolicy::sell_share;
    site.treasury.sold_share = 0.25;
  });
  ledger.month({.mined = 8.0, .mined_value = 790'000.0});
  EXPECT_EQ(ledger.item(Item::btc_sold, 0), 2.0);
  EXPECT_EQ(ledger.item(Item::btc_sale_proceeds, 0), 200'000.0);
  EXPECT_EQ(ledger.item(Item::btc_held, 0), 6.0);
  EXPECT_EQ(ledger.item(Item::cash, 0), 200'000.0);
}

/// Month 0 costs 250,000 and owes 10,000 of principal on 120,000 just drawn: 140,000 to cover, 2.8 BTC at 50,000.
/// Month 1 takes in 100,000, more than it owes: nothing is sold. Month 2 owes 10,000 + 250,000: 2.6 BTC at 100,000.
TEST(TreasuryTest, SellToCover) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 1e6;
    site.treasury.btc_policy = BtcPolicy::sell_to_cover;
    site.debt.push_back(make_debt(120'000.0, 0.0, 12, AmortisationKind::linear));
  });
  ledger.month({.margin = -250'000.0, .mined = 10.0, .price = 50'000.0});
  EXPECT_NEAR(ledger.last(Item::btc_sold), 2.8, 1e-6);
  EXPECT_NEAR(ledger.last(Item::cash), 1e6, 0.2);
  ledger.month({.margin = 100'000.0, .mined = 10.0, .price = 50'000.0});
  EXPECT_EQ(ledger.last(Item::btc_sold), 0.0);
  EXPECT_NEAR(ledger.last(Item::cash), 1'090'000.0, 0.2);
  ledger.month({.margin = -250'000.0, .mined = 10.0, .price = 100'000.0});
  EXPECT_NEAR(ledger.last(Item::btc_sold), 2.6, 1e-6);
  EXPECT_NEAR(ledger.last(Item::btc_held), 30.0 - 2.8 - 2.6, 1e-5);
}

/// Cash of 1,000,000 less 800,000 is 200,000 short of the floor: 2 BTC. Then everything is sold, and it is not enough
/// for the floor, but for the bills: the site is solvent. A month later it is not.
TEST(TreasuryTest, HodlSellsAtTheFloor) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_cash = 1e6;
    site.treasury.cash_floor = 400'000.0;
    site.treasury.btc_policy = BtcPolicy::hodl;
  });
  ledger.month({.margin = -800'000.0, .mined = 10.0});
  EXPECT_EQ(ledger.last(Item::btc_sold), 2.0);
  EXPECT_EQ(ledger.last(Item::cash), 400'000.0);
  ledger.month({.margin = -900'000.0, .mined = 0.0});
  EXPECT_EQ(ledger.last(Item::btc_sold), 8.0);
  EXPECT_EQ(ledger.last(Item::btc_held), 0.0);
  EXPECT_EQ(ledger.last(Item::cash), 300'000.0);
  EXPECT_EQ(ledger.last(Item::insolvent), 0.0);
  ledger.month({.margin = -300'001.0, .mined = 0.0});
  EXPECT_EQ(ledger.last(Item::insolvent), 1.0);
  EXPECT_NEAR(ledger.last(Item::cash), -1.0, 0.1);
}

/// The forced sale sees what the month owes: 300,000 of principal due, nothing in cash, 3 BTC.
TEST(TreasuryTest, TheFloorIsKeptAfterDebtService) {
  EntityLedger ledger([](SiteConfiguration& site) {
    site.treasury.opening_btc = 10.0;
    site.treasury.btc_policy = BtcPolicy::hodl;
    site.debt.push_back(make_debt(300'000.0, 0.0, 2));
  });
  ledger.month({.margin = -300'000.0});
  EXPECT_EQ(ledger.last(Item::btc_sold), 0.0);
  ledger.month({});
  EXPECT_EQ(ledger.last(Item::btc_sold), 3.0);
  EXPECT_EQ(ledger.last(Item::principal_paid), 300'000.0);
  EXPECT_EQ(ledger.last(Item::cash), 0.0);
}

/// A cap of 5 BTC: 4 are kept, of 8 three are sold. A cap of 300,000 is 3 BTC at 100,000 and 6 at 50,000.
TEST(TreasuryTest, Caps) {
  EntityLedger coins([](SiteConfiguration& site) {
    site.treasury.btc_policy = BtcPolicy::hodl;
    site.treasury.btc_cap = 5.0;
  });
  coins.months(2, {.mined = 4.0});
  EXPECT_EQ(coins.item(Item::btc_sold, 0), 0.0);
  EXPECT_EQ(coins.item(Item::btc_sold, 1), 3.0);
  EXPECT_EQ(coins.item(Item::btc_held, 1), 5.0);
  EntityLedger value([](SiteConfiguration& site) {
    site.treasury.btc_policy = BtcPolicy::hodl;
    site.treasury.btc_cap_value = 300'000.0;
  });
  value.month({.mined = 8.0});
  EXPECT_EQ(value.last(Item::btc_held), 3.0);
  value.month({.mined = 8.0, .price = 50'000.0});
  EXPECT_EQ(value.last(Item::btc_held), 6.0);
}

}  // namespace
}  // namespace hashlease::testing
