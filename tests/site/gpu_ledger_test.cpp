/// Ledgers of GPU sites and blends, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "site/support/ledger.hpp"

namespace hashlease::testing {
namespace {

/// Months from January 2025; 6,400 GPUs, 0.99 of them sold: 4,752 under contract, 1,584 on the spot market.
Configuration months(int count, const std::vector<SiteConfiguration>& sites) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = count;
  configuration.site = sites;
  return configuration;
}

void fill_market(Ledger& ledger) {
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  ledger.set(ledger.gpu(GpuDriver::lease_rate_end), 2.0);
  ledger.set(ledger.gpu(GpuDriver::occupancy_mean), 0.8);
  ledger.set(ledger.gpu(GpuDriver::spot_revenue), 1100.0);
}

/// January, 744 h. Contract: 4,752 * 2.5 * 744 = 8,838,720 USD. Spot: 1,584 * 1,100 = 1,742,400.
/// Power: 7.65 MW under contract; on the spot market 2.55 MW * (0.3 + 0.7 * 0.8) = 2.193 MW; 9.843 MW * 744 h * 40 =
/// 292,927.68.
TEST(GpuLedgerTest, ContractSpotAndIdlePower) {
  Ledger ledger(months(1, {gpu_site()}));
  fill_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, 0), 8'838'720.0, cents(8.8e6));
  EXPECT_NEAR(ledger.month(Outcome::spot_ai_revenue, 0), 1'742'400.0, cents(1.7e6));
  EXPECT_NEAR(ledger.month(Outcome::ai_revenue, 0), 10'581'120.0, cents(1.1e7));
  EXPECT_EQ(ledger.month(Outcome::mining_revenue, 0), 0.0);
  EXPECT_NEAR(ledger.month(Outcome::power_cost, 0), 292'927.68, cents(2.9e5));
}

/// Energy 9.843 * 744 = 7,323.192 MWh. As used: 0.7 of it at 38, the rest at 40: 282,675.2. With a block sold back:
/// all at 40 = 292,927.68, and 0.7 * 10.2 MW * 744 * (38 - 40) = -10,624.32.
TEST(GpuLedgerTest, FixedPower) {
  SiteConfiguration site = gpu_site();
  site.power = fixed_power(0.7, 38.0, false);
  Ledger as_used(months(1, {site}));
  fill_market(as_used);
  as_used.close();
  EXPECT_NEAR(as_used.month(Outcome::power_cost, 0), 7'323.192 * (0.7 * 38.0 + 0.3 * 40.0), cents(2.9e5));
  site.power.sell_back = true;
  Ledger sold_back(months(1, {site}));
  fill_market(sold_back);
  sold_back.close();
  EXPECT_NEAR(sold_back.month(Outcome::power_cost, 0), 292'927.68 - 10'624.32, cents(2.9e5));
}

/// Terms of 6 months: the first at 2.5; renewed on 1 July at the rate at the end of June and on 1 January at that of
/// December, less the tenor discount exp(-0.1 * 0.5).
TEST(GpuLedgerTest, ContractsRenewAtTheRateOfTheDay) {
  Configuration configuration = months(14, {gpu_site()});
  configuration.market.gpu[0].tenor_slope = 0.1;
  Ledger ledger(configuration);
  fill_market(ledger);
  for (int month = 0; month < 14; ++month) ledger.set(month, ledger.gpu(GpuDriver::lease_rate_end), 3.0 - 0.1 * month);
  ledger.close();
  const int hours[] = {744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744, 744, 672};
  for (int month = 0; month < 14; ++month) {
    const double rate = month < 6 ? 2.5 : (month < 12 ? 2.5 : 1.9) * std::exp(-0.05);
    EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, month), 4752.0 * rate * hours[month], cents(8.8e6)) << month;
  }
}

TEST(GpuLedgerTest, FirstTermAtTheMarketRateWhenNoneIsGiven) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].contract.rate = 0.0;
  site.gpu[0].contract.term_months = 36;
  Configuration configuration = months(2, {site});
  configuration.market.gpu[0].tenor_slope = 0.1;
  Ledger ledger(configuration);
  fill_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, 1), 4752.0 * 2.0 * std::exp(-0.3) * 672.0, cents(5e6));
}

/// The market rate never lies below the floor, at the start no more than later.
TEST(GpuLedgerTest, FirstTermIsNotBelowTheFloor) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].contract.rate = 0.0;
  Configuration configuration = months(1, {site});
  configuration.market.gpu[0].floor_rate = 2.2;
  Ledger ledger(configuration);
  fill_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, 0), 4752.0 * 2.2 * 744.0, cents(8e6));
}

TEST(GpuLedgerTest, TermsOfOneMonthFollowTheMarket) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].contract.term_months = 1;
  Ledger ledger(months(3, {site}));
  fill_market(ledger);
  for (int month = 0; month < 3; ++month) ledger.set(month, ledger.gpu(GpuDriver::lease_rate_end), 1.0 + month);
  ledger.close();
  const double gpu_hours[] = {4752.0 * 744.0, 4752.0 * 672.0, 4752.0 * 744.0};
  EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, 0), 2.5 * gpu_hours[0], cents(9e6));
  EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, 1), 1.0 * gpu_hours[1], cents(9e6));
  EXPECT_NEAR(ledger.month(Outcome::contract_ai_revenue, 2), 2.0 * gpu_hours[2], cents(9e6));
}

/// A blend of 50 MW: 0.4 of it like the 100 MW mining site (20 MW, scale 0.2), 0.5 like the 10.2 MW GPU site (25 MW,
/// scale 2.4510), the rest idle. It stands before its parts in the file.
TEST(BlendTest, SharesOfMegawattsOfSitesOfOtherSizes) {
  SiteConfiguration blend;
  blend.name = "blend";
  blend.power_mw = 50.0;
  blend.blend = {{"mining", 0.4}, {"ai", 0.5}};
  SiteConfiguration mining = mining_site(), ai = gpu_site();
  mining.operating_cost_per_mw_month = 5000.0;
  ai.operating_cost_per_mw_month = 25'000.0;
  Ledger ledger(months(14, {blend, mining, ai}));
  fill_market(ledger);
  ledger.set(driver_of(0, MiningDriver::mining_revenue), 1500.0);
  ledger.set(driver_of(0, MiningDriver::run_hours), 744.0);
  ledger.set(driver_of(0, MiningDriver::spot_cost), 40.0 * 744.0);
  ledger.close();
  for (int k = 0; k < kCommonOutcomeCount; ++k) {
    const Outcome outcome = static_cast<Outcome>(k);
    const double expected = 0.2 * ledger.month(outcome, 3, 1) + 25.0 / 10.2 * ledger.month(outcome, 3, 2);
    EXPECT_NEAR(ledger.month(outcome, 3, 0), expected, cents(3e7)) << kOutcomeNames[static_cast<std::size_t>(k)];
    const double year = 0.2 * ledger.year(outcome, 0, 1) + 25.0 / 10.2 * ledger.year(outcome, 0, 2);
    EXPECT_NEAR(ledger.year(outcome, 0, 0), year, 12.0 * cents(3e7));
    const double all = 0.2 * ledger.horizon(outcome, 1) + 25.0 / 10.2 * ledger.horizon(outcome, 2);
    EXPECT_NEAR(ledger.horizon(outcome, 0), all, 14.0 * cents(3e7));
  }
  EXPECT_NEAR(ledger.month(Outcome::operating_cost, 0, 0), 20.0 * 5000.0 + 25.0 * 25'000.0, 0.1);
}

}  // namespace
}  // namespace hashlease::testing
