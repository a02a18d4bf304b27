/// Bans, levies and demand response, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "site/support/converting_site.hpp"

namespace hashlease::testing {
namespace {

/// 100 MW at 20 kW per PH/s, curtailing; no conversion.
SiteConfiguration plain_site() {
  SiteConfiguration site = converting_site();
  site.gpu.clear();
  site.conversion.clear();
  return site;
}

/// Each month ends with mining banned with probability 1 - exp(-0.5 (m + 1) / 12). Twin: half the hazard.
TEST(HazardTest, BanByItsHazard) {
  SiteConfiguration site = plain_site();
  site.hazard.mining_ban_hazard = 0.5;
  ItemLedger ledger(converting_study(24, site));
  fill_calm_tape(ledger);
  constexpr std::uint64_t kPaths = 10'000;
  std::vector<std::uint64_t> banned(24);
  for (std::uint64_t path = 0; path < kPaths; ++path) {
    ledger.close(path);
    for (int month = 0; month < 24; ++month) {
      banned[static_cast<std::size_t>(month)] += ledger.item(LedgerItem::mining_banned, month) > 0.0 ? 1 : 0;
    }
  }
  for (const int month : {0, 5, 11, 23}) {
    const std::uint64_t count = banned[static_cast<std::size_t>(month)];
    EXPECT_TRUE(is_likely(count, kPaths, 1.0 - std::exp(-0.5 * (month + 1) / 12.0))) << month;
    EXPECT_FALSE(is_likely(count, kPaths, 1.0 - std::exp(-0.25 * (month + 1) / 12.0))) << month;
  }
}

/// Mining ends on the day of the ban and does not come back; operating costs go on.
TEST(HazardTest, ABanIsForGood) {
  SiteConfiguration site = plain_site();
  site.hazard.mining_ban_hazard = 2.0;
  site.operating_cost_per_mw_month = 1000.0;
  ItemLedger ledger(converting_study(24, site));
  fill_calm_tape(ledger);
  int partial = 0;
  for (std::uint64_t path = 0; path < 50; ++path) {
    ledger.close(path);
    double before = 100.0;
    for (int month = 0; month < 24; ++month) {
      const double megawatts = ledger.item(LedgerItem::mining_megawatts, month);
      EXPECT_LE(megawatts, before);
      EXPECT_TRUE(before > 99.99 || megawatts == 0.0);
      partial += megawatts > 0.0 && megawatts < 99.99 ? 1 : 0;
      EXPECT_EQ(ledger.item(LedgerItem::mining_revenue, month) > 0.0, megawatts > 0.0);
      EXPECT_EQ(ledger.item(LedgerItem::operating_cost, month), 100'000.0);
      before = megawatts;
    }
  }
  EXPECT_GT(partial, 30);
}

/// Sites of a jurisdiction stop together; without one each has its own luck.
TEST(HazardTest, JurisdictionsShareTheirEvents) {
  SiteConfiguration first = plain_site(), second = plain_site(), stranger = plain_site();
  second.name = "second";
  stranger.name = "stranger";
  for (SiteConfiguration* site : {&first, &second, &stranger}) site->hazard.mining_ban_hazard = 0.5;
  first.hazard.jurisdiction = second.hazard.jurisdiction = "here";
  Configuration configuration = converting_study(24, first);
  configuration.site = {first, second, stranger};
  ItemLedger ledger(configuration);
  fill_calm_tape(ledger);
  int different = 0;
  for (std::uint64_t path = 0; path < 50; ++path) {
    ledger.close(path);
    for (int month = 0; month < 24; ++month) {
      const double megawatts = ledger.item(LedgerItem::mining_megawatts, month, 0);
      EXPECT_EQ(megawatts, ledger.item(LedgerItem::mining_megawatts, month, 1));
      different += megawatts != ledger.item(LedgerItem::mining_megawatts, month, 2) ? 1 : 0;
    }
  }
  EXPECT_GT(different, 100);
}

/// A jump that comes at once (hazard 100 a year; path 0 has it in January): in February 100 MW pay the levy for 672 h.
/// Mining earns 50 / 0.48 = 104.17 USD/MWh (20 kW per PH/s are 0.48 MWh a day), 64.17 after power: a levy of 10 leaves
/// machines running, one of 70 stops those that can be switched off; others run at a loss.
TEST(HazardTest, LevyOnMining) {
  SiteConfiguration site = plain_site();
  site.hazard.policy_jump_hazard = 100.0;
  for (const double levy : {10.0, 70.0}) {
    for (const bool curtail : {true, false}) {
      site.hazard.policy_levy = levy;
      site.asic[0].curtail = curtail;
      ItemLedger ledger(converting_study(2, site));
      fill_calm_tape(ledger);
      ledger.close();
      const bool stands = levy > 64.17 && curtail;
      const double energy = stands ? 0.0 : 100.0 * 672.0;
      EXPECT_NEAR(ledger.item(LedgerItem::power_cost, 1), energy * (40.0 + levy), cents(8e6));
      EXPECT_NEAR(ledger.item(LedgerItem::mining_revenue, 1), stands ? 0.0 : 5000.0 * 50.0 * 28.0, cents(7e6));
    }
  }
}

/// 500 USD a month for each of 96 MW (uptime 0.96) that can be switched off, whatever they run; nothing for machines
/// that always run, nor for those that a conversion has ended.
TEST(HazardTest, DemandResponseForWhatCanBeSwitchedOff) {
  SiteConfiguration site = converting_site();
  site.asic[0].uptime = 0.96;
  site.power.demand_response_rate = 500.0;
  ItemLedger ledger(converting_study(4, site));
  fill_calm_tape(ledger);
  ledger.close();
  const double megawatts[] = {96.0, 96.0 * 0.76, 96.0 * 0.76, 96.0 * 0.6};
  for (int month = 0; month < 4; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::demand_response_revenue, month), 500.0 * megawatts[month], 0.1) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::revenue, month),
                ledger.item(LedgerItem::mining_revenue, month) + 500.0 * megawatts[month], cents(8e6));
  }
  site.asic[0].curtail = false;
  ItemLedger steady(converting_study(1, site));
  fill_calm_tape(steady);
  steady.close();
  EXPECT_EQ(steady.item(LedgerItem::demand_response_revenue, 0), 0.0);
}

}  // namespace
}  // namespace hashlease::testing
