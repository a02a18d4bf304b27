/// conversion: never, now, or when the margin says so.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr int kNever = 0, kNow = 1, kTriggered = 2;
constexpr int kMonths = 60;

/// Month in which a site first spends on works; -1: it never does.
int works_month(const PathLedger& path, int site) {
  for (int month = 0; month < kMonths; ++month) {
    if (item(path, site, LedgerItem::capital_expenditure, month) > 0.0) return month;
  }
  return -1;
}

TEST(ConversionCaseTest, OneBudgetOfMegawatts) {
  for (const PathLedger& path : CaseStudy("conversion").replays(300)) {
    for (const int site : {kNever, kNow, kTriggered}) {
      for (int month = 0; month < kMonths; ++month) {
        const double mining = item(path, site, LedgerItem::mining_megawatts, month) / 0.96;  // uptime
        const double ai = item(path, site, LedgerItem::gpu_megawatts, month);
        // What is delivered has been taken from mining before, of which 70 of 100 MW can be used.
        EXPECT_LE(mining + ai / 0.7, 100.0 * (1.0 + 1e-5)) << "path " << path.path << " month " << month;
      }
    }
  }
}

/// 70 MW at 28 million and an overrun of 10 % in the mean, before interest. Mining ends when the works start: after the
/// grid's queue of 3 months one half, 6 months later the other.
TEST(ConversionCaseTest, CostAndLostMiningMonths) {
  const CaseStudy study("conversion");
  const std::vector<PathLedger> paths = study.replays(2'000);
  const CaseFigure cost = mean_of(on_each(paths, [](const PathLedger& path) {
    return total(path, kNow, LedgerItem::capital_expenditure) - total(path, kNow, LedgerItem::construction_interest);
  }));
  EXPECT_LT(std::abs(cost.value - 70.0 * 28e6 * 1.1), 4.0 * cost.standard_error);
  const CaseFigure mined = mean_of(on_each(paths, [](const PathLedger& path) {
    double months = 0.0;
    for (const double megawatts : item_series(path, kNow, LedgerItem::mining_megawatts)) months += megawatts / 96.0;
    return months;
  }));
  EXPECT_LT(std::abs(mined.value - 0.5 * (3.0 + 9.0)), 4.0 * mined.standard_error);
  const CaseFigure served = mean_of(on_each(paths, [](const PathLedger& path) {
    double months = 0.0;
    for (const double megawatts : item_series(path, kNow, LedgerItem::gpu_megawatts)) months += megawatts / 70.0;
    return months;
  }));
  EXPECT_LT(std::abs(kMonths - served.value - 0.5 * (15.0 + 21.0)), 4.0 * served.standard_error);
}

/// The trigger needs six months; until it decides the site is one that never does, to the bit; and it decides where
/// mining earns less.
TEST(ConversionCaseTest, TheTriggerFollowsTheMargin) {
  std::vector<double> converted, stayed;  // hashprice a year in
  for (const PathLedger& path : CaseStudy("conversion").replays(1'000)) {
    const int works = works_month(path, kTriggered);
    EXPECT_TRUE(works < 0 || works >= 6);
    for (int month = 0; month < (works < 0 ? kMonths : works); ++month) {
      EXPECT_EQ(item(path, kTriggered, LedgerItem::cash_flow, month), item(path, kNever, LedgerItem::cash_flow, month));
    }
    const double hashprice = static_cast<double>(market_series(path, "hashprice_mean")[12]);
    (works >= 0 ? converted : stayed).push_back(hashprice);
  }
  EXPECT_GT(std::min(converted.size(), stayed.size()), 100U);
  expect_today(share_of(converted.size(), 1'000), {0.817, 0.0122});
  EXPECT_GT(deviations(mean_of(stayed), mean_of(converted)), 4.0);
}

/// A longer queue is more mining and less AI.
TEST(ConversionCaseTest, TheQueueIsLostAiRevenue) {
  CaseStudy study("conversion"), slow("conversion", {"site.now.conversion.works.queue_delay_months=15"});
  study.run(4'096);
  slow.run(4'096);
  const auto mean = [](const CaseStudy& of, Outcome outcome) { return of.mean("now", outcome, of.horizon()); };
  expect_today(mean(study, Outcome::ai_revenue), {1.5458e+09, 3.48e+06});
  expect_today(mean(slow, Outcome::ai_revenue), {9.49619e+08, 2.64e+06});
  EXPECT_GT(deviations(mean(study, Outcome::ai_revenue), mean(slow, Outcome::ai_revenue)), 4.0);
  EXPECT_GT(deviations(mean(slow, Outcome::mining_revenue), mean(study, Outcome::mining_revenue)), 4.0);
}

}  // namespace
}  // namespace hashlease::testing
