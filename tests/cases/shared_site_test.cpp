/// shared-site: the reported figures in a year in which nothing moves; volatile mining beside steady AI when things do.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kSite = "shared";

TEST(SharedSiteTest, FiguresOfACalmYear) {
  CaseStudy study("shared-site-calm");
  study.run(64);
  const auto year = [&](Outcome outcome) { return study.mean(kSite, outcome, study.year(0)).value; };
  EXPECT_NEAR(year(Outcome::mining_revenue), 460e6, 4.60e6);
  EXPECT_NEAR(year(Outcome::power_cost), 156e6, 1.56e6);
  EXPECT_NEAR(year(Outcome::ai_revenue), 33e6, 0.33e6);
  EXPECT_EQ(study.deviation(kSite, Outcome::revenue, study.year(0)).value, 0.0);
  const PathLedger path = study.replay(0);
  for (const float hashprice : market_series(path, "hashprice_mean")) EXPECT_NEAR(hashprice, 42.0, 0.02);
}

TEST(SharedSiteTest, MiningIsVolatileAndAiIsSteady) {
  CaseStudy study("shared-site");
  study.run(8'192);
  const auto variation = [&](Outcome outcome) {
    return study.deviation(kSite, outcome, study.year(0)).value / study.mean(kSite, outcome, study.year(0)).value;
  };
  EXPECT_GT(variation(Outcome::mining_revenue), 0.15);
  EXPECT_LT(variation(Outcome::ai_revenue), 1e-6);
  const PathLedger path = study.replay(5);
  for (int month = 0; month < 12; ++month) {
    EXPECT_GT(item(path, 0, LedgerItem::mining_revenue, month), 0.0);  // from the first month on
    EXPECT_LE(item(path, 0, LedgerItem::mining_megawatts, month) + item(path, 0, LedgerItem::gpu_megawatts, month),
              453.0);
  }
}

/// At spot power, ASICs that may be switched off mine less and earn more, month by month; GPUs sell every hour.
TEST(SharedSiteTest, OnlyAsicsCurtail) {
  const std::vector<std::string> spot = {"site.shared.power.fixed_share=0"};
  const CaseStudy curtailed("shared-site", spot);
  const CaseStudy steady("shared-site", {spot[0], "site.shared.asic.S21 Pro.curtail=false"});
  double fewer = 0.0;
  for (const std::uint64_t number : {1, 2, 3, 4}) {
    const PathLedger off = curtailed.replay(number), on = steady.replay(number);
    for (int month = 0; month < 12; ++month) {
      fewer += item(on, 0, LedgerItem::btc_mined, month) - item(off, 0, LedgerItem::btc_mined, month);
      const double margin = item(off, 0, LedgerItem::cash_flow, month);
      EXPECT_GE(margin, item(on, 0, LedgerItem::cash_flow, month) - 1e-5 * std::abs(margin)) << month;
      EXPECT_EQ(item(off, 0, LedgerItem::ai_revenue, month), item(on, 0, LedgerItem::ai_revenue, month));
      EXPECT_EQ(item(off, 0, LedgerItem::gpu_hours_sold, month), item(off, 0, LedgerItem::gpu_hours_available, month));
    }
  }
  EXPECT_GT(fewer, 1.0);
}

}  // namespace
}  // namespace hashlease::testing
