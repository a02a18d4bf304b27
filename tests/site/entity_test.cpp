/// Entities of sites and blends: identities on random months, scaling, ring-fencing.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

double pick(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}
template <class Enum>
Enum pick(std::mt19937& random, int count) {
  return static_cast<Enum>(std::uniform_int_distribution<int>(0, count - 1)(random));
}

DebtConfiguration random_debt(std::mt19937& random) {
  DebtConfiguration debt =
      make_debt(pick(random, 1e5, 2e7), pick(random, 0.0, 0.2), std::uniform_int_distribution<int>(2, 70)(random),
                pick<AmortisationKind>(random, 4));
  debt.draw = pick<DebtDraw>(random, 2);
  debt.draw_month = std::uniform_int_distribution<int>(0, 5)(random);
  debt.grace_months = debt.maturity_months / 3;
  debt.pik_share = pick(random, -0.5, 1.0) < 0.0 ? 0.0 : pick(random, 0.0, 1.0);
  debt.sweep_share = pick(random, 0.0, 0.5);
  debt.seniority = std::uniform_int_distribution<int>(1, 3)(random);
  debt.conversion_valuation = pick(random, -1.0, 1.0) > 0.0 ? 1e6 : 0.0;
  debt.equity_multiple = 2.0;
  return debt;
}

void fill_randomly(std::mt19937& random, SiteConfiguration& site) {
  TreasuryConfiguration& treasury = site.treasury;
  treasury.is_present = site.covenant.is_present = true;
  treasury.opening_cash = pick(random, 0.0, 2e7);
  treasury.opening_btc = pick(random, 0.0, 300.0);
  treasury.cash_floor = pick(random, 0.0, 2e6);
  treasury.target_cash = treasury.cash_floor + pick(random, 0.0, 2e6);
  treasury.payout_share = pick(random, 0.0, 1.0);
  treasury.btc_policy = pick<BtcPolicy>(random, 4);
  treasury.sold_share = pick(random, 0.1, 1.0);
  treasury.btc_cap = pick(random, -1.0, 1.0) > 0.0 ? pick(random, 10.0, 400.0) : 0.0;
  if (pick(random, -1.0, 1.0) > 0.0) {
    treasury.loan.limit = 1e7;
    treasury.loan.opening_balance = 0.2 * treasury.opening_btc * 1e5;
    treasury.loan.annual_coupon = 0.1;
    treasury.loan.liquidation_penalty = 0.05;
    treasury.loan.release_ltv = 0.3;
  }
  const int count = std::uniform_int_distribution<int>(0, 4)(random);
  for (int k = 0; k < count; ++k) {
    site.debt.push_back(random_debt(random));
    site.debt.back().name = std::to_string(k);
  }
  site.covenant.lock_up_dscr = 1.2;
  site.covenant.default_dscr = 1.0;
  site.covenant.quarters_to_insolvency = std::uniform_int_distribution<int>(0, 3)(random);
  site.covenant.cures_allowed = std::uniform_int_distribution<int>(0, 4)(random);
  site.covenant.cure_purse = 5e6;
  site.covenant.after_insolvency = pick<AfterInsolvency>(random, 2);
}

MonthFlows random_month(std::mt19937& random, double& price) {
  price *= std::exp(pick(random, -0.3, 0.28));
  MonthFlows flows;
  flows.margin = pick(random, -3e6, 3e6);
  flows.mined = pick(random, 0.0, 30.0);
  flows.mined_value = flows.mined * price * pick(random, 0.9, 1.1);
  flows.price = price;
  flows.capex = pick(random, -1.0, 1.0) > 0.6 ? pick(random, 0.0, 4e6) : 0.0;
  flows.tenant_funding = 0.2 * flows.capex;
  flows.salvage = 0.1 * flows.capex;
  flows.prepayment = pick(random, 0.0, 2e5);
  flows.credited = pick(random, 0.0, 2e5);
  return flows;
}

/// A stock of the month is that of the month before and the flows between, to the rounding of `size`.
struct Books {
  const EntityLedger& ledger;
  double cash, btc;

  double item(Item which, int month) const { return ledger.item(which, month); }
  double before(Item stock, int month, double opening) const { return month == 0 ? opening : item(stock, month - 1); }

  void expect_cash(int m) const {
    const double in = item(Item::ai_revenue, m) + item(Item::prepayment_received, m) +
                      item(Item::btc_sale_proceeds, m) + item(Item::tenant_funding, m) +
                      item(Item::salvage_proceeds, m) + item(Item::debt_drawn, m) + item(Item::btc_loan_drawn, m) +
                      item(Item::equity_injected, m);
    const double out = item(Item::operating_cost, m) + item(Item::prepayment_credited, m) +
                       item(Item::capital_expenditure, m) + item(Item::interest_paid, m) +
                       item(Item::principal_paid, m) + item(Item::sweep_paid, m) + item(Item::btc_loan_interest, m) +
                       item(Item::btc_loan_repaid, m) + item(Item::btc_loan_penalty, m) + item(Item::distribution, m);
    const double opening = before(Item::cash, m, cash);
    const double size = in + out + std::abs(opening) + item(Item::debt_balance, m);
    EXPECT_NEAR(item(Item::cash, m), opening + in - out, 0.01 + 1e-6 * size) << "month " << m;
  }
  void expect_debt(int m) const {
    const double opening = before(Item::debt_balance, m, 0.0);
    const double grown = opening + item(Item::debt_drawn, m) + item(Item::interest_capitalised, m);
    const double fallen = item(Item::principal_paid, m) + item(Item::sweep_paid, m) + item(Item::debt_converted, m);
    EXPECT_NEAR(item(Item::debt_balance, m), grown - fallen, 0.01 + 1e-6 * grown) << "month " << m;
    EXPECT_NEAR(item(Item::interest_accrued, m), item(Item::interest_paid, m) + item(Item::interest_capitalised, m),
                0.01 + 1e-6 * item(Item::interest_accrued, m));
  }
  void expect_bitcoin(int m) const {
    const double had = before(Item::btc_held, m, btc) + item(Item::btc_mined, m);
    EXPECT_NEAR(item(Item::btc_held, m), had - item(Item::btc_sold, m) - item(Item::btc_liquidated, m),
                1e-5 + 1e-6 * had)
        << "month " << m;
  }
  void expect_loan(int m, double opening_balance) const {
    const double had = before(Item::btc_loan_balance, m, opening_balance) + item(Item::btc_loan_drawn, m) +
                       item(Item::btc_loan_capitalised, m);
    EXPECT_NEAR(item(Item::btc_loan_balance, m), had - item(Item::btc_loan_repaid, m), 0.01 + 1e-6 * had)
        << "month " << m;
  }
  void expect_signs(int m) const {
    for (const Item which : {Item::btc_held, Item::debt_balance, Item::btc_loan_balance, Item::distribution,
                             Item::equity_injected, Item::btc_sold, Item::btc_liquidated}) {
      EXPECT_GE(item(which, m), 0.0) << kLedgerRows[static_cast<std::size_t>(which)].name << " month " << m;
      EXPECT_FALSE(std::signbit(item(which, m))) << kLedgerRows[static_cast<std::size_t>(which)].name;
    }
    if (item(Item::insolvent, m) == 0.0) {
      EXPECT_GE(item(Item::cash, m), 0.0) << "month " << m;
    }
    if (item(Item::lock_up, m) + item(Item::covenant_default, m) + item(Item::insolvent, m) > 0.0) {
      EXPECT_EQ(item(Item::distribution, m), 0.0) << "month " << m;
    }
  }
};

TEST(EntityTest, BooksBalanceOnRandomMonths) {
  std::mt19937 random(4);
  int insolvent = 0;
  for (int trial = 0; trial < 400; ++trial) {
    SiteConfiguration filled;
    EntityLedger ledger([&](SiteConfiguration& site) {
      fill_randomly(random, site);
      filled = site;
    });
    double price = 1e5;
    for (int month = 0; month < 60; ++month) ledger.month(random_month(random, price));
    const Books books{ledger, filled.treasury.opening_cash, filled.treasury.opening_btc};
    for (int month = 0; month < 60; ++month) {
      books.expect_cash(month);
      books.expect_debt(month);
      books.expect_bitcoin(month);
      books.expect_loan(month, filled.treasury.loan.opening_balance);
      books.expect_signs(month);
    }
    insolvent += ledger.last(Item::insolvent) > 0.0 ? 1 : 0;
    if (HasFailure()) FAIL() << "trial " << trial;
  }
  EXPECT_GT(insolvent, 80);  // both ends are seen
  EXPECT_LT(insolvent, 380);
}

/// A site with a treasury or debt and a blend of `share` of it.
StudyPlan blended(double share) {
  Configuration configuration = calm_configuration();
  std::mt19937 random(8);
  SiteConfiguration site = mining_site();
  fill_randomly(random, site);
  site.debt.push_back(make_debt(1e6, 0.1, 24, AmortisationKind::annuity));
  configuration.site.push_back(site);
  SiteConfiguration blend;
  blend.name = "blend";
  blend.power_mw = site.power_mw;
  blend.blend[site.name] = share;
  configuration.site.push_back(blend);
  return make_study_plan(configuration);
}

TEST(EntityTest, BlendOfAllIsTheSite) {
  const SitesPlan plan = blended(1.0).sites;
  const EntityPlan &site = plan.entity[0], &blend = plan.entity[1];
  EXPECT_EQ(blend.is_kept, 1);
  ASSERT_EQ(blend.instrument_count, site.instrument_count);
  EXPECT_EQ(std::memcmp(&site.treasury, &blend.treasury, sizeof site.treasury), 0);
  EXPECT_EQ(std::memcmp(&site.loan, &blend.loan, sizeof site.loan), 0);
  EXPECT_EQ(std::memcmp(&site.covenant, &blend.covenant, sizeof site.covenant), 0);
  for (int k = 0; k < site.instrument_count; ++k) {
    EXPECT_EQ(std::memcmp(&plan.instrument[site.first_instrument + k], &plan.instrument[blend.first_instrument + k],
                          sizeof(InstrumentPlan)),
              0);
  }
}

TEST(EntityTest, AmountsOfABlendScale) {
  const SitesPlan plan = blended(0.25).sites;
  const EntityPlan &site = plan.entity[0], &blend = plan.entity[1];
  EXPECT_EQ(blend.treasury.opening_cash, 0.25F * site.treasury.opening_cash);
  EXPECT_EQ(blend.treasury.cash_floor, 0.25F * site.treasury.cash_floor);
  EXPECT_EQ(blend.covenant.cure_purse, 0.25F * site.covenant.cure_purse);
  EXPECT_EQ(blend.covenant.default_ratio, site.covenant.default_ratio);
  EXPECT_EQ(plan.instrument[blend.first_instrument].principal, 0.25F * plan.instrument[0].principal);
  EXPECT_EQ(plan.instrument[blend.first_instrument].monthly_rate, plan.instrument[0].monthly_rate);
}

SiteLedgers ledgers(const Configuration& configuration) { return simulate_ledgers(make_study_plan(configuration), 3); }

/// Two sites, one of which goes under in its first month: the other's ledger is the same to the bit without it, and
/// with a solvent neighbour in its place.
TEST(EntityTest, SitesAreRingFenced) {
  Configuration configuration = calm_configuration();
  SiteConfiguration sound = mining_site(), doomed = mining_site();
  sound.treasury.is_present = true;
  sound.treasury.opening_cash = 1e7;
  sound.treasury.payout_share = 0.5;
  doomed.name = "doomed";
  doomed.operating_cost_per_mw_month = 1e6;
  doomed.debt.push_back(make_debt(1e6, 0.1, 24));
  configuration.site = {sound};
  const auto alone = ledgers(configuration);
  configuration.site = {doomed, sound};
  const auto together = ledgers(configuration);
  EXPECT_EQ(together[0][0][Item::insolvent], 1.0F);
  EXPECT_EQ(together[0][1][Item::revenue], 0.0F);
  ASSERT_EQ(alone[0].size(), together[1].size());
  for (std::size_t month = 0; month < alone[0].size(); ++month) {
    EXPECT_EQ(std::memcmp(&alone[0][month], &together[1][month], sizeof alone[0][month]), 0) << month;
  }
  EXPECT_EQ(together[1].back()[Item::insolvent], 0.0F);
  EXPECT_GT(together[1].back()[Item::distribution], 0.0F);
}

/// Without treasury and debt a site has no treasury and no debt, and its ledger no cash.
TEST(EntityTest, NoneIsKeptUnasked) {
  Configuration configuration = calm_configuration();
  configuration.site = {mining_site()};
  EXPECT_EQ(make_study_plan(configuration).sites.entity[0].is_kept, 0);
  const auto sites = ledgers(configuration);
  for (const SiteLedger<float>& month : sites[0]) {
    EXPECT_EQ(month[Item::cash], 0.0F);
    EXPECT_EQ(month[Item::dscr], 0.0F);
  }
}

}  // namespace
}  // namespace hashlease::testing
