/// Ledgers of colocation halls, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "site/support/colocation_site.hpp"

namespace hashlease::testing {
namespace {

/// 40 % stands at the start, 60 % comes in the middle of March: 0.4, 0.4, 0.4 + 0.6 / 2 = 0.7, 1 of 1,000,000 USD
/// times the length of the month over the average, and of 12.5 MW.
TEST(ColocationTest, RentByTheMonthForWhatStands) {
  SiteConfiguration site = colocation_site();
  site.colocation[0].phase_months = {0.0, 2.5};
  site.colocation[0].phase_shares = {0.4, 0.6};
  ItemLedger ledger(months_of(4, {site}));
  fill_calm_tape(ledger);
  ledger.close();
  const double standing[] = {0.4, 0.4, 0.7, 1.0};
  for (int month = 0; month < 4; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, month), standing[month] * month_length(month) * 1e6,
                cents(1e6))
        << month;
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_megawatts, month), standing[month] * 12.5, 1e-5) << month;
    EXPECT_EQ(ledger.item(LedgerItem::colocation_revenue, month), ledger.item(LedgerItem::revenue, month));
  }
}

/// 3 % on each anniversary of the first delivery, which is in month 2: months 2 to 13 at 100, 14 to 25 at 103, then
/// 106.09 USD/kW-month.
TEST(ColocationTest, TheRentRisesOnTheAnniversary) {
  SiteConfiguration site = colocation_site();
  site.colocation[0].annual_escalator = 0.03;
  site.colocation[0].phase_months = {2.0};
  ItemLedger ledger(months_of(30, {site}));
  fill_calm_tape(ledger);
  ledger.close();
  EXPECT_EQ(ledger.item(LedgerItem::colocation_rent, 1), 0.0);
  EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, 2), 1e6 * month_length(2), cents(1e6));
  EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, 13), 1e6 * month_length(13), cents(1e6));
  EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, 14), 1.03e6 * month_length(14), cents(1e6));
  EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, 25), 1.03e6 * month_length(25), cents(1e6));
  EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, 26), 1.0609e6 * month_length(26), cents(1e6));
}

/// A term of 3 months, then 2 empty months without power, then the market: 80 USD/kW-month at the start growing by 10 %
/// a year, 80 * 1.1^(5/12) in month 5 for another term.
TEST(ColocationTest, ReletAtTheMarketRentAfterTheLag) {
  SiteConfiguration site = colocation_site();
  site.colocation[0].term_months = 3;
  site.colocation[0].relet_lag_months = 2;
  site.colocation[0].market_rate_per_kw_month = 80.0;
  site.colocation[0].market_growth = 0.1;
  site.colocation[0].power_billing = PowerBilling::gross;
  ItemLedger ledger(months_of(10, {site}));
  fill_calm_tape(ledger);
  ledger.close();
  const double market = 80.0 * std::pow(1.1, 5.0 / 12.0) * 1e4;
  const double rent[] = {1e6, 1e6, 1e6, 0.0, 0.0, market, market, market, 0.0, 0.0};
  for (int month = 0; month < 10; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, month), rent[month] * month_length(month), cents(1e6))
        << month;
    EXPECT_EQ(ledger.item(LedgerItem::power_cost, month) > 0.0, rent[month] > 0.0) << month;
    EXPECT_EQ(ledger.item(LedgerItem::tenants_defaulted, month), 0.0);
  }
}

/// The lease rate has fallen to 1.0 at the end of month 2, when its trend stands at 2 exp(-0.3 * 3 / 12): with an
/// elasticity of 0.5 the market is 80 * sqrt(1.0 / 1.8555) in month 3, and no later month matters.
TEST(ColocationTest, TheMarketRentFollowsLeaseDemand) {
  SiteConfiguration site = colocation_site();
  ColocationConfiguration& hall = site.colocation[0];
  hall.term_months = 3;
  hall.relet_lag_months = 0;
  hall.market_rate_per_kw_month = 80.0;
  hall.market_class = "H100";
  hall.market_elasticity = 0.5;
  Configuration configuration = months_of(6, {site});
  configuration.market.gpu[0].annual_obsolescence = 0.3;
  ItemLedger ledger(configuration);
  fill_calm_tape(ledger);
  ledger.set(2, ledger.gpu(GpuDriver::lease_rate_end), 1.0);
  ledger.close();
  const double rent = 80.0 * std::sqrt(1.0 / (2.0 * std::exp(-0.3 * 3.0 / 12.0))) * 1e4;
  for (int month = 3; month < 6; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, month), rent * month_length(month), 2.0 * cents(1e6)) << month;
  }
}

/// January: 10 MW * 744 h * 40 = 297,600 USD of power, of which 90 % is billed with a markup of 5 %. Gross: revenue
/// 281,232, cost 297,600. Net: revenue is the markup, 13,392, and cost the tenth that is not billed, 29,760.
TEST(ColocationTest, PowerPassedThrough) {
  SiteConfiguration site = colocation_site();
  site.colocation[0].power_pass_through = 0.9;
  site.colocation[0].power_markup = 0.05;
  for (const PowerBilling billing : {PowerBilling::gross, PowerBilling::net}) {
    site.colocation[0].power_billing = billing;
    ItemLedger ledger(months_of(1, {site}));
    fill_calm_tape(ledger);
    ledger.close();
    const bool gross = billing == PowerBilling::gross;
    const double rent = 1e6 * month_length(0);
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_revenue, 0), rent + (gross ? 281'232.0 : 13'392.0), cents(1e6));
    EXPECT_NEAR(ledger.item(LedgerItem::power_cost, 0), gross ? 297'600.0 : 29'760.0, cents(3e5));
    EXPECT_NEAR(ledger.item(LedgerItem::cash_flow, 0), rent + 281'232.0 - 297'600.0, cents(1e6));
  }
}

/// The tenant pays 0.2 MUSD per MW, 2 MUSD: 40 % at the start and 60 % when the second phase comes in month 1. It
/// withholds at most 30 % of its rent: in an average month 120,000 of 400,000, then 300,000; after seven months less
/// than 100,000 is left.
TEST(ColocationTest, TenantCapitalIsRepaidByRentCredit) {
  SiteConfiguration site = colocation_site();
  ColocationConfiguration& hall = site.colocation[0];
  hall.phase_months = {0.0, 1.0};
  hall.phase_shares = {0.4, 0.6};
  hall.tenant_capex_per_mw = 0.2e6;
  hall.rent_credit_share = 0.3;
  ItemLedger ledger(months_of(10, {site}));
  fill_calm_tape(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.item(LedgerItem::tenant_funding, 0), 0.8e6, cents(1e6));
  EXPECT_NEAR(ledger.item(LedgerItem::tenant_funding, 1), 1.2e6, cents(1e6));
  double left = 2e6;
  for (int month = 0; month < 10; ++month) {
    const double rent = (month == 0 ? 0.4e6 : 1e6) * month_length(month);
    const double credit = std::min(0.3 * rent, left);
    left -= credit;
    EXPECT_EQ(ledger.item(LedgerItem::capital_expenditure, month), ledger.item(LedgerItem::tenant_funding, month));
    EXPECT_NEAR(ledger.item(LedgerItem::rent_credit, month), credit, 1.0) << month;
    EXPECT_EQ(credit == 0.0, month > 7) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, month), rent, cents(1e6));
  }
  EXPECT_NEAR(ledger.sum(LedgerItem::rent_credit), 2e6, 1.0);
}

/// A tenant that fails at once (99.98 % in the first month; path 0 does) owes 9 months: 0.4 * 9 * 1,000,000 are
/// recovered. A month empty, then the market. It had funded nothing yet, and its successor funds nothing.
TEST(ColocationTest, DefaultRecoveryAndReletting) {
  SiteConfiguration site = colocation_site();
  ColocationConfiguration& hall = site.colocation[0];
  hall.term_months = 9;
  hall.default_hazard = 100.0;
  hall.recovery_share = 0.4;
  hall.relet_lag_months = 1;
  hall.market_rate_per_kw_month = 50.0;
  hall.tenant_capex_per_mw = 1e6;
  ItemLedger ledger(months_of(3, {site}));
  fill_calm_tape(ledger);
  ledger.close();
  EXPECT_EQ(ledger.item(LedgerItem::tenants_defaulted, 0), 1.0);
  EXPECT_NEAR(ledger.item(LedgerItem::recovery_received, 0), 3.6e6, cents(3.6e6));
  EXPECT_EQ(ledger.item(LedgerItem::colocation_rent, 0), 0.0);
  EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, 1), 0.5e6 * month_length(1), cents(1e6));
  for (int month = 0; month < 3; ++month) EXPECT_EQ(ledger.item(LedgerItem::rent_credit, month), 0.0);
  hall.term_months = 120;  // the claim is capped at a year
  ItemLedger capped(months_of(1, {site}));
  fill_calm_tape(capped);
  capped.close();
  EXPECT_NEAR(capped.item(LedgerItem::recovery_received, 0), 0.4 * 12e6, cents(5e6));
}

std::uint64_t defaults_in_first_month(ItemLedger& ledger, std::uint64_t paths) {
  std::uint64_t count = 0;
  for (std::uint64_t path = 0; path < paths; ++path) {
    ledger.close(path);
    count += ledger.item(LedgerItem::tenants_defaulted, 0) > 0.0 ? 1 : 0;
  }
  return count;
}

/// Rent 100 against a market of 80: the hazard of 0.6 a year becomes 0.6 * exp(3 ln 1.25) = 1.171875, and a month's
/// probability 1 - exp(-1.171875 / 12) = 0.0931. Twin: without the market it would be 0.0488.
TEST(ColocationTest, WrongWayDefaultByItsFormula) {
  SiteConfiguration site = colocation_site();
  ColocationConfiguration& hall = site.colocation[0];
  hall.default_hazard = 0.6;
  hall.default_sensitivity = 3.0;
  hall.market_rate_per_kw_month = 80.0;
  ItemLedger ledger(months_of(1, {site}));
  fill_calm_tape(ledger);
  constexpr std::uint64_t kPaths = 20'000;
  const std::uint64_t count = defaults_in_first_month(ledger, kPaths);
  EXPECT_TRUE(is_likely(count, kPaths, 1.0 - std::exp(-0.6 * std::pow(1.25, 3.0) / 12.0)));
  EXPECT_FALSE(is_likely(count, kPaths, 1.0 - std::exp(-0.6 / 12.0)));
  // Above the market rent there is no bonus: the hazard is the plain one.
  hall.market_rate_per_kw_month = 125.0;
  ItemLedger cheap(months_of(1, {site}));
  fill_calm_tape(cheap);
  EXPECT_TRUE(is_likely(defaults_in_first_month(cheap, kPaths), kPaths, 1.0 - std::exp(-0.6 / 12.0)));
}

/// A phase due in month 3, late by 4 months on average with a deviation of 2: what 27 months lose of the hall is the
/// delay. Mean and deviation by their standard errors (those of the deviation from the lognormal's fourth moment, some
/// 0.02); twin: an eighth more.
TEST(ColocationTest, DelaysHaveTheirMeanAndDeviation) {
  SiteConfiguration site = colocation_site();
  ColocationConfiguration& hall = site.colocation[0];
  hall.phase_months = {3.0};
  hall.delay_months = 4.0;
  hall.delay_deviation = 2.0;
  ItemLedger ledger(months_of(30, {site}));
  fill_calm_tape(ledger);
  constexpr int kPaths = 10'000;
  double total = 0.0, squares = 0.0;
  for (std::uint64_t path = 0; path < kPaths; ++path) {
    ledger.close(path);
    const double delay = 27.0 - ledger.sum(LedgerItem::colocation_megawatts) / 12.5;
    total += delay;
    squares += delay * delay;
  }
  const double mean = total / kPaths, deviation = std::sqrt(squares / kPaths - mean * mean);
  EXPECT_NEAR(mean, 4.0, 4.0 * 2.0 / std::sqrt(kPaths));
  EXPECT_GT(std::abs(mean - 4.5), 4.0 * 2.0 / std::sqrt(kPaths));
  EXPECT_NEAR(deviation, 2.0, 4.0 * 0.03);
}

/// Half of the site in a blend is half of it in every item, with the same tenant; a hall of the same name elsewhere has
/// a tenant of its own, unless it is named.
TEST(ColocationTest, ATenantHasTheSameLuckEverywhere) {
  SiteConfiguration site = colocation_site(), twin = colocation_site(), blend;
  for (SiteConfiguration* each : {&site, &twin}) {
    each->colocation[0].default_hazard = 1.0;
    each->colocation[0].delay_months = 4.0;
    each->colocation[0].delay_deviation = 2.0;
    each->colocation[0].phase_months = {0.0, 2.0};
    each->colocation[0].phase_shares = {0.5, 0.5};
  }
  twin.name = "twin";
  blend.name = "blend";
  blend.power_mw = 12.5;
  blend.blend = {{"shell", 0.5}};
  ItemLedger strangers(months_of(24, {blend, site, twin}));
  fill_calm_tape(strangers);
  int different = 0;
  for (std::uint64_t path = 0; path < 20; ++path) {
    strangers.close(path);
    for (int month = 0; month < 24; ++month) {
      EXPECT_EQ(strangers.item(LedgerItem::colocation_revenue, month, 0),
                0.5 * strangers.item(LedgerItem::colocation_revenue, month, 1));
      different += strangers.item(LedgerItem::tenants_defaulted, month, 1) !=
                           strangers.item(LedgerItem::tenants_defaulted, month, 2)
                       ? 1
                       : 0;
    }
  }
  EXPECT_GT(different, 0);
  site.colocation[0].tenant = twin.colocation[0].tenant = "cloud";
  ItemLedger same(months_of(24, {site, twin}));
  fill_calm_tape(same);
  for (std::uint64_t path = 0; path < 20; ++path) {
    same.close(path);
    for (int month = 0; month < 24; ++month) {
      if (same.item(LedgerItem::colocation_megawatts, 0, 0) == 0.0) continue;
      EXPECT_EQ(same.item(LedgerItem::tenants_defaulted, month, 0), same.item(LedgerItem::tenants_defaulted, month, 1));
    }
  }
}

}  // namespace
}  // namespace hashlease::testing
