/// idle-resale: hours that customers sublet are taken from the site's spot sales, the more the weaker the market; the
/// same weakness makes the customers fail.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr int kSublet = 0, kKeptIdle = 1;

TEST(IdleResaleTest, ASupplyShockToTheSiteItself) {
  const CaseStudy study("idle-resale");
  const std::vector<PathLedger> paths = study.replays(500);
  std::vector<double> weak, strong;  // share of spot sales lost, in months of weak and of strong demand
  for (const PathLedger& path : paths) {
    const std::vector<float>& occupancy = market_series(path, "H100 occupancy_mean");
    for (int month = 0; month < 24; ++month) {
      EXPECT_EQ(item(path, kSublet, LedgerItem::contract_ai_revenue, month),
                item(path, kKeptIdle, LedgerItem::contract_ai_revenue, month));
      const double kept = item(path, kKeptIdle, LedgerItem::spot_ai_revenue, month);
      const double lost = kept - item(path, kSublet, LedgerItem::spot_ai_revenue, month);
      EXPECT_GE(lost, 0.0);
      EXPECT_LE(item(path, kSublet, LedgerItem::gpu_hours_sold, month),
                item(path, kSublet, LedgerItem::gpu_hours_available, month));
      if (month != 12) continue;
      if (total(path, kSublet, LedgerItem::tenants_defaulted) > 0.0) continue;
      (occupancy[12] < 0.7F ? weak : strong).push_back(lost / kept);
    }
  }
  EXPECT_GT(weak.size(), 50U);
  EXPECT_GT(deviations(mean_of(weak), mean_of(strong)), 4.0);
  expect_today(mean_of(weak), {0.847309, 0.00861});
  expect_today(mean_of(strong), {0.639158, 0.00696});
  // Neutral demand: 0.7 of the fleet let, of which 0.4 idle and 0.8 of that sublet, against 0.3 of its own.
  EXPECT_NEAR(0.5 * (mean_of(weak).value + mean_of(strong).value), 0.7 * 0.4 * 0.8 / 0.3, 0.1);
}

TEST(IdleResaleTest, WrongWayDefault) {
  const CaseStudy study("idle-resale");
  std::vector<double> cheap,
      dear;  // paths by the lease rate a year in, and whether a customer failed in the year after
  for (const PathLedger& path : study.replays(3'000)) {
    double before = 0.0, after = 0.0;
    for (int month = 0; month < 24; ++month) {
      (month <= 12 ? before : after) += item(path, kSublet, LedgerItem::tenants_defaulted, month);
    }
    if (before > 0.0) continue;
    const bool is_cheap =
        market_series(path, "H100 lease_rate_end")[12] < 2.2F;  // 2.93 exp(-0.3) = 2.17 at neutral demand
    (is_cheap ? cheap : dear).push_back(after > 0.0 ? 1.0 : 0.0);
  }
  EXPECT_GT(std::min(cheap.size(), dear.size()), 300U);
  EXPECT_GT(deviations(mean_of(cheap), mean_of(dear)), 4.0);
  expect_today(mean_of(cheap), {0.558645, 0.0146});
  expect_today(mean_of(dear), {0.405594, 0.0155});
}

TEST(IdleResaleTest, TwinWithoutSublettingIsKeptIdle) {
  const CaseStudy study("idle-resale", {"site.sublet.gpu.H100.tranche.lab.sublet_share=0",
                                        "site.sublet.gpu.H100.tranche.start-up.sublet_share=0"});
  const PathLedger path = study.replay(3);
  for (int month = 0; month < 24; ++month) {
    EXPECT_EQ(item(path, kSublet, LedgerItem::revenue, month), item(path, kKeptIdle, LedgerItem::revenue, month));
  }
}

}  // namespace
}  // namespace hashlease::testing
