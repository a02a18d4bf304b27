/// small-miner: what the right to sell the site is worth to one who can do nothing else with it.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr int kMaySell = 0, kMinesOn = 1;
constexpr int kMonths = 48;

/// First month with a sale; -1 without one.
int sale_month(const PathLedger& path) {
  for (int month = 0; month < kMonths; ++month) {
    if (item(path, kMaySell, LedgerItem::salvage_proceeds, month) > 0.0) return month;
  }
  return -1;
}

/// Sold after three months in a row below 8,000 USD/MW, and at the first such; nothing flows from then on.
TEST(SmallMinerTest, SellsWhenMiningDoesNotPayItsCosts) {
  const CaseStudy study("small-miner");
  int sold = 0;
  for (const PathLedger& path : study.replays(300)) {
    const int sale = sale_month(path);
    int in_row = 0;
    for (int month = 0; month < kMonths; ++month) {
      if (sale >= 0 && month > sale) {
        EXPECT_EQ(item(path, kMaySell, LedgerItem::revenue, month), 0.0);
        EXPECT_NEAR(item(path, kMaySell, LedgerItem::operating_cost, month), 0.0, 0.1);
        EXPECT_NEAR(item(path, kMaySell, LedgerItem::power_cost, month), 0.0, 0.1);
        continue;
      }
      if (month == sale) {
        EXPECT_GE(in_row, 3) << "path " << path.path;
        EXPECT_GE(item(path, kMaySell, LedgerItem::salvage_proceeds, month), 20.0 * 300'000.0);
        ++sold;
        continue;
      }
      EXPECT_EQ(item(path, kMaySell, LedgerItem::revenue, month), item(path, kMinesOn, LedgerItem::revenue, month));
      EXPECT_LT(in_row, 3) << "path " << path.path << " month " << month;
      const double margin =
          item(path, kMinesOn, LedgerItem::mining_revenue, month) - item(path, kMinesOn, LedgerItem::power_cost, month);
      in_row = margin < 20.0 * 8'000.0 ? in_row + 1 : 0;
    }
  }
  EXPECT_GT(sold, 150);
  EXPECT_LT(sold, 300);
  expect_today(share_of(static_cast<std::size_t>(sold), 300), {0.986667, 0.00662});
}

TEST(SmallMinerTest, TheExitIsWorthMostWhereMiningIsWorst) {
  const CaseStudy study("small-miner");
  const std::vector<PathLedger> paths = study.replays(2'000);
  const CaseFigure gain = mean_of(on_each(paths, [](const PathLedger& path) {
    return last(path, kMaySell, LedgerItem::cash) - last(path, kMinesOn, LedgerItem::cash);
  }));
  EXPECT_GT(gain.value, 4.0 * gain.standard_error);
  expect_today(gain, {7.73814e+06, 4.87e+04});
  const auto worst_twentieth = [&](int site) {
    std::vector<double> cash =
        on_each(paths, [&](const PathLedger& path) { return last(path, site, LedgerItem::cash); });
    std::sort(cash.begin(), cash.end());
    cash.resize(cash.size() / 20);
    return mean_of(cash);
  };
  expect_today(worst_twentieth(kMaySell), {1.35576e+07, 4.22e+04});
  expect_today(worst_twentieth(kMinesOn), {4.3617e+06, 6.66e+04});
  EXPECT_GT(deviations(worst_twentieth(kMaySell), worst_twentieth(kMinesOn)), 4.0);
}

}  // namespace
}  // namespace hashlease::testing
