/// financed-gpu-cloud: the note pays for the cloud, costs a million a month, and is paid or turned into shares.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kCase = "financed-gpu-cloud";
constexpr int kWithCloud = 0, kWithout = 1;
constexpr int kLastMonth = 59;  // of the note

TEST(FinancedGpuCloudTest, TheNoteIsServedAndRepaid) {
  const CaseStudy study(kCase);
  int solvent = 0;
  for (const PathLedger& path : study.replays(500)) {
    EXPECT_EQ(item(path, kWithCloud, LedgerItem::debt_drawn, 0), 150e6);
    EXPECT_NEAR(item(path, kWithCloud, LedgerItem::interest_accrued, 0), 1e6, 1.0);
    if (last(path, kWithCloud, LedgerItem::insolvent) > 0.0) continue;
    ++solvent;
    EXPECT_NEAR(total(path, kWithCloud, LedgerItem::interest_paid), 60e6, 60.0);
    const double repaid = item(path, kWithCloud, LedgerItem::principal_paid, kLastMonth) +
                          item(path, kWithCloud, LedgerItem::debt_converted, kLastMonth);
    EXPECT_NEAR(repaid, 150e6, 100.0);
    EXPECT_EQ(last(path, kWithCloud, LedgerItem::debt_balance), 0.0);
  }
  EXPECT_GT(solvent, 400);
  expect_today(share_of(static_cast<std::size_t>(solvent), 500), {0.994, 0.00345});
}

/// The holders convert where equity is worth more than 1,480 million and the note: never with a valuation out of reach,
/// always (when solvent) with one that is nothing.
TEST(FinancedGpuCloudTest, ConvertsWhenEquityIsWorthMore) {
  const auto converted = [](const char* valuation) {
    const CaseStudy study(kCase,
                          {std::string("site.with-cloud.debt.convertible note.conversion_valuation=") + valuation});
    return mean_of(on_each(study.replays(1'000), [](const PathLedger& path) {
      return total(path, kWithCloud, LedgerItem::debt_converted) > 0.0 ? 1.0 : 0.0;
    }));
  };
  const CaseFigure low = converted("2e8"), stated = converted("1.48e9"), high = converted("1e12");
  EXPECT_EQ(high.value, 0.0);
  EXPECT_GT(deviations(low, stated), 4.0);
  EXPECT_GT(low.value, 0.2);
  expect_today(low, {0.996, 0.002});
  expect_today(stated, {0.028, 0.00522});
}

TEST(FinancedGpuCloudTest, TheCloudCosts150MillionAndOpensAfterTheWorks) {
  const CaseStudy study(kCase);
  const std::vector<PathLedger> paths = study.replays(2'000);
  const CaseFigure capex = mean_of(
      on_each(paths, [](const PathLedger& path) { return total(path, kWithCloud, LedgerItem::capital_expenditure); }));
  EXPECT_LT(std::abs(capex.value - 150e6), 4.0 * capex.standard_error);
  for (const PathLedger& path : paths) {
    for (int month = 0; month < 61; ++month) {
      if (item(path, kWithCloud, LedgerItem::gpu_megawatts, month) > 0.0) break;
      EXPECT_EQ(item(path, kWithCloud, LedgerItem::ai_revenue, month), 0.0);
    }
    for (int month = 0; month < 12; ++month) {  // mining does not notice
      EXPECT_EQ(item(path, kWithCloud, LedgerItem::mining_revenue, month),
                item(path, kWithout, LedgerItem::mining_revenue, month));
    }
  }
}

TEST(FinancedGpuCloudTest, RevenueIsSteadierWithTheCloud) {
  CaseStudy study(kCase);
  study.run(8'192);
  const auto variation = [&](const char* site) {
    return study.deviation(site, Outcome::revenue, study.year(1)).value /
           study.mean(site, Outcome::revenue, study.year(1)).value;
  };
  EXPECT_LT(variation("with-cloud"), 0.7 * variation("without"));
}

}  // namespace
}  // namespace hashlease::testing
