/// Ledgers of mining sites, worked out by hand.

#include <gtest/gtest.h>

#include "site/support/ledger.hpp"

namespace hashlease::testing {
namespace {

/// January 2025 (744 h) at a mean spot price of 40 USD/MWh; 1 PH/s earned 1,500 USD had it run all hours. Machines that
/// run at spot below their break-even ran 700 h, for 1,450 USD, at 24,500 USD per MW (35 USD/MWh).
Configuration january(const SiteConfiguration& site) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = 1;
  configuration.site.push_back(site);
  return configuration;
}

void fill_always(Ledger& ledger, int profile) {
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  ledger.set(driver_of(profile, MiningDriver::mining_revenue), 1500.0);
  ledger.set(driver_of(profile, MiningDriver::run_hours), 744.0);
  ledger.set(driver_of(profile, MiningDriver::spot_cost), 40.0 * 744.0);
}

void fill_at_spot(Ledger& ledger, int profile) {
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  ledger.set(driver_of(profile, MiningDriver::mining_revenue), 1450.0);
  ledger.set(driver_of(profile, MiningDriver::run_hours), 700.0);
  ledger.set(driver_of(profile, MiningDriver::spot_cost), 24'500.0);
}

/// Revenue: 100,000 kW / 18.375 kW per PH/s = 5,442.177 PH/s, * 0.96 * 0.99 = 5,172.245, * 1,500 = 7,758,367 USD.
/// Power, all at spot: 96 MW * 744 h * 40 = 2,856,960. Operating cost: 100 MW * 5,000 = 500,000.
TEST(MiningLedgerTest, AllAtSpotWithoutCurtailment) {
  SiteConfiguration site = mining_site();
  site.operating_cost_per_mw_month = 5000.0;
  Ledger ledger(january(site));
  fill_always(ledger, 0);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::mining_revenue, 0), 7'758'367.0, cents(7.8e6));
  EXPECT_NEAR(ledger.month(Outcome::revenue, 0), 7'758'367.0, cents(7.8e6));
  EXPECT_EQ(ledger.month(Outcome::ai_revenue, 0), 0.0);
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 2'856'960.0, cents(2.9e6));
  EXPECT_EQ(ledger.month(Outcome::operating_cost, 0), 500'000.0);
  EXPECT_NEAR(ledger.month(Outcome::cash_flow, 0), 7'758'367.0 - 2'856'960.0 - 500'000.0, cents(7.8e6));
}

/// 70 % of the energy as used at 38: 96 * 744 * (0.3 * 40 + 0.7 * 38) = 2,756,966.4 USD.
TEST(MiningLedgerTest, FixedShareAsUsed) {
  SiteConfiguration site = mining_site();
  site.power = fixed_power(0.7, 38.0, false);
  Ledger ledger(january(site));
  fill_always(ledger, 0);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::mining_revenue, 0), 7'758'367.0, cents(7.8e6));
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 2'756'966.4, cents(2.8e6));
}

/// A fixed block of 70 MW that is sold at spot when not used: all 96 MW pay spot, 96 * 744 * 40 = 2,856,960, and the
/// block earns spot less 38: 70 * 744 * (38 - 40) = -104,160. Together 2,752,800 USD.
TEST(MiningLedgerTest, FixedBlockSoldBack) {
  SiteConfiguration site = mining_site();
  site.power = fixed_power(0.7, 38.0, true);
  Ledger ledger(january(site));
  fill_always(ledger, 0);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 2'752'800.0, cents(2.9e6));
}

/// With curtailment at spot: revenue 5,172.245 * 1,450 = 7,499,755; power 96 * 24,500 = 2,352,000, and the block's
/// -104,160 whatever the hours run.
TEST(MiningLedgerTest, CurtailmentWithFixedBlockSoldBack) {
  SiteConfiguration site = mining_site();
  site.asic[0].curtail = true;
  site.power = fixed_power(0.7, 38.0, true);
  Ledger ledger(january(site));
  ASSERT_EQ(ledger.plan().market.mining_profile_count, 1);
  EXPECT_EQ(ledger.plan().market.mining[0].marginal, MarginalPrice::spot);
  // 1 PH/s draws 18.375 kW, 0.441 MWh a day: it breaks even at 0.99 / 0.441 of the hashprice.
  EXPECT_NEAR(static_cast<double>(ledger.plan().market.mining[0].break_even_factor), 0.99 / 0.441, 1e-6);
  fill_at_spot(ledger, 0);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::mining_revenue, 0), 7'499'755.1, cents(7.5e6));
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 2'352'000.0 - 104'160.0, cents(2.4e6));
}

/// Power that cannot be sold back splits the fleet. 30 % decides at spot: revenue 0.3 * 7,499,755 = 2,249,926.5, power
/// 28.8 * 24,500 = 705,600. 70 % decides against 38 USD/MWh and runs: 0.7 * 7,758,367 = 5,430,857, 67.2 MW * 744 h *
/// 38 = 1,899,878.4.
TEST(MiningLedgerTest, CurtailmentWithFixedShareAsUsed) {
  SiteConfiguration site = mining_site();
  site.asic[0].curtail = true;
  site.power = fixed_power(0.7, 38.0, false);
  Ledger ledger(january(site));
  ASSERT_EQ(ledger.plan().market.mining_profile_count, 2);
  EXPECT_EQ(ledger.plan().market.mining[1].marginal, MarginalPrice::fixed);
  EXPECT_EQ(ledger.plan().market.mining[1].fixed_price, 38.0F);
  fill_at_spot(ledger, 0);
  fill_always(ledger, 1);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::mining_revenue, 0), 2'249'926.5 + 5'430'856.9, cents(7.7e6));
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 705'600.0 + 1'899'878.4, cents(2.6e6));
}

TEST(MiningLedgerTest, SharesOfZeroAndOneMakeOneFleet) {
  SiteConfiguration site = mining_site();
  site.asic[0].curtail = true;
  site.power = fixed_power(0.0, 38.0, false);
  EXPECT_EQ(Ledger(january(site)).plan().sites.plant[0].fleet_count, 1);
  site.power = fixed_power(1.0, 38.0, false);
  Ledger fixed(january(site));
  ASSERT_EQ(fixed.plan().sites.plant[0].fleet_count, 1);
  EXPECT_EQ(fixed.plan().market.mining[0].marginal, MarginalPrice::fixed);
  fill_always(fixed, 0);
  fixed.close();
  EXPECT_NEAR(fixed.month(Outcome::power_cost, 0), 96.0 * 744.0 * 38.0, cents(2.8e6));
}

/// Two fleets: each with its own efficiency, side by side. S19: 30 MW / 22.575 kW = 1,328.904 PH/s, * 0.96 * 0.99 =
/// 1,262.990, * 1,400 = 1,768,186 USD; S21 at 70 MW: 0.7 * 7,758,367 = 5,430,857. Power 96 * 744 * 40.
TEST(MiningLedgerTest, FleetsAddUp) {
  SiteConfiguration site = mining_site();
  site.asic[0].power_mw = 70.0;
  site.asic[0].curtail = true;
  site.asic.push_back(site.asic[0]);
  site.asic[1].model = "S19 XP";
  site.asic[1].power_mw = 30.0;
  site.asic[1].efficiency = 21.5;
  Ledger ledger(january(site));
  ASSERT_EQ(ledger.plan().market.mining_profile_count, 2);
  fill_always(ledger, 0);
  fill_always(ledger, 1);
  ledger.set(driver_of(1, MiningDriver::mining_revenue), 1400.0);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::mining_revenue, 0), 1'768'186.0 + 5'430'856.9, cents(7.2e6));
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 2'856'960.0, cents(2.9e6));
}

/// Twins: leaving out the pool fee, the uptime or the PUE moves revenue by 1 to 5 %, far beyond the tolerance.
TEST(MiningLedgerTest, EveryFactorIsSeen) {
  for (double AsicConfiguration::*member : {&AsicConfiguration::pool_fee, &AsicConfiguration::uptime,
                                            &AsicConfiguration::pue, &AsicConfiguration::efficiency}) {
    SiteConfiguration site = mining_site();
    site.asic[0].*member *= 1.01;
    Ledger ledger(january(site));
    fill_always(ledger, 0);
    ledger.close();
    EXPECT_GT(std::abs(ledger.month(Outcome::mining_revenue, 0) - 7'758'367.0), 100.0 * cents(0.0));
  }
}

}  // namespace
}  // namespace hashlease::testing
