/// compute-lessee: a glut lowers the rate where prices clear, and the utilisation where they stick; leverage decides
/// who survives it.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kClearing = "compute-lessee";
constexpr const char* kSticky = "compute-lessee-sticky";
constexpr int kYearAndAHalf = 18;

double utilisation(const PathLedger& path, int month) {
  return item(path, 0, LedgerItem::gpu_hours_sold, month) / item(path, 0, LedgerItem::gpu_hours_available, month);
}

TEST(ComputeLesseeTest, AGlutIsALowerRateOrIdleMachines) {
  const CaseStudy clearing(kClearing), sticky(kSticky);
  std::vector<double> rate[2], use[2];  // clearing, sticky; on paths a year into a glut
  for (std::uint64_t number = 0; number < 2'000; ++number) {
    const PathLedger cleared = clearing.replay(number);
    const std::vector<float>& regime = market_series(cleared, "regime_state");
    if (regime[6] == 0.0F || regime[kYearAndAHalf] == 0.0F) continue;
    const PathLedger stuck = sticky.replay(number);
    ASSERT_EQ(market_series(stuck, "regime_state"), regime);
    const PathLedger* const paths[] = {&cleared, &stuck};
    for (int k = 0; k < 2; ++k) {
      rate[k].push_back(static_cast<double>(market_series(*paths[k], "H100 lease_rate_mean")[kYearAndAHalf]));
      use[k].push_back(utilisation(*paths[k], kYearAndAHalf));
    }
  }
  ASSERT_GT(rate[0].size(), 200U);
  // Sticky: the rate is on its trend, 2.93 exp(-0.3 t) at the middle of the month, whatever the demand.
  const double trend = 2.93 * std::exp(-0.3 * (kYearAndAHalf + 0.5) / 12.0);
  EXPECT_NEAR(mean_of(rate[1]).value, trend, 0.01 * trend);
  EXPECT_LT(mean_of(rate[1]).standard_error, 1e-4 * trend);
  EXPECT_LT(mean_of(rate[0]).value, 0.7 * trend);
  expect_today(mean_of(rate[0]), {1.05675, 0.00746});
  // The contracts of 0.4 are let either way; of the rest 0.7 where prices clear.
  EXPECT_NEAR(mean_of(use[0]).value, 0.4 + 0.6 * 0.7, 0.02);
  EXPECT_GT(deviations(mean_of(use[0]), mean_of(use[1])), 10.0);
  EXPECT_LT(mean_of(use[1]).value, 0.72);
  expect_today(mean_of(use[1]), {0.655416, 0.00247});
}

/// Without a glut the two markets are alike in the mean.
TEST(ComputeLesseeTest, TwinWithoutAGlut) {
  const std::vector<std::string> calm = {"market.regime.state.glut.lease_demand=0"};
  CaseStudy clearing(kClearing, calm), sticky(kSticky, calm);
  clearing.run(8'192);
  sticky.run(8'192);
  const double ratio = clearing.mean("lessee", Outcome::ai_revenue, clearing.year(0)).value /
                       sticky.mean("lessee", Outcome::ai_revenue, sticky.year(0)).value;
  EXPECT_NEAR(ratio, 1.0, 0.03);
}

/// The owners lose what they paid in when the company fails before it has given them as much.
CaseFigure lost_equity(const char* name, const std::vector<std::string>& options) {
  const CaseStudy study(name, options);
  const double invested = study.plan().configuration.site[0].treasury.equity_invested;
  return mean_of(on_each(study.replays(1'000), [&](const PathLedger& path) {
    const bool failed = last(path, 0, LedgerItem::insolvent) > 0.0;
    return failed && total(path, 0, LedgerItem::distribution) < invested ? 1.0 : 0.0;
  }));
}

TEST(ComputeLesseeTest, LeverageIsTheLossOfEquity) {
  const CaseFigure half = lost_equity(kClearing, {});
  const CaseFigure none = lost_equity(
      kClearing, {"site.lessee.debt.server loan.capex_share=0.25", "site.lessee.debt.server loan.principal=50e6",
                  "site.lessee.treasury.opening_cash=165e6", "site.lessee.treasury.equity_invested=165e6"});
  EXPECT_GT(half.value, 0.1);
  EXPECT_LT(half.value, 0.9);
  expect_today(half, {0.708, 0.0144});
  EXPECT_GT(deviations(half, none), 4.0);
  expect_today(none, {0.13, 0.0106});
}

/// Money drawn and money paid in buy the servers: nothing of them is paid out.
TEST(ComputeLesseeTest, ServersAreBoughtWithDebtAndEquity) {
  const PathLedger path = CaseStudy(kClearing).replay(0);
  EXPECT_NEAR(item(path, 0, LedgerItem::capital_expenditure, 0), 200e6, 100.0);
  EXPECT_NEAR(item(path, 0, LedgerItem::debt_drawn, 0), 100e6, 100.0);
  EXPECT_LT(item(path, 0, LedgerItem::distribution, 0), 10e6);
}

}  // namespace
}  // namespace hashlease::testing
