/// powered-shell: 292 million USD a year that hardly move, and a tail that is the tenant and the delivery date alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kSite = "powered-shell";
constexpr const char* kNoDefault = "site.powered-shell.colocation.halls.default_hazard=0";
constexpr double kMonthlyRent = 200'000.0 * 121.5;  // of all halls [USD]

/// 200,000 kW * 121.5 USD * 12 = 291.6 million; in the fourth year all halls stand.
TEST(PoweredShellTest, RevenueOfAYearBeforeTenantDefault) {
  CaseStudy study(kSite, {kNoDefault});
  study.run(8'192);
  const CaseFigure revenue = study.mean(kSite, Outcome::revenue, study.year(3));
  EXPECT_NEAR(revenue.value, 292e6, 2.92e6);
  EXPECT_LT(study.deviation(kSite, Outcome::revenue, study.year(3)).value, 0.02 * revenue.value);
}

/// The twin: the tenant may fail, and nothing else differs.
TEST(PoweredShellTest, TheTenantIsTheVolatility) {
  CaseStudy study(kSite);
  study.run(8'192);
  EXPECT_GT(study.deviation(kSite, Outcome::revenue, study.year(3)).value,
            0.10 * study.mean(kSite, Outcome::revenue, study.year(3)).value);
}

TEST(PoweredShellTest, NoTailWithoutTenantAndDelivery) {
  CaseStudy study(kSite, {kNoDefault, "site.powered-shell.colocation.halls.delay_months=0",
                          "site.powered-shell.colocation.halls.delay_deviation=0"});
  study.run(4'096);
  for (const Outcome outcome : {Outcome::revenue, Outcome::cash_flow}) {
    const double mean = study.mean(kSite, outcome, study.horizon()).value;
    EXPECT_LT(study.shortfall(kSite, outcome, study.horizon(), 1).value, 1e-5 * mean);
  }
}

/// Bitcoin and power move nothing, to the bit.
TEST(PoweredShellTest, BitcoinAndPowerMoveNothing) {
  CaseStudy calm(kSite), wild(kSite, {"market.btc.annual_volatility=1.5", "market.power.ou_deviation=1.2"});
  calm.run(4'096);
  wild.run(4'096);
  for (const Outcome outcome : {Outcome::revenue, Outcome::cash_flow}) {
    for (const int period : {calm.month(30), calm.year(2), calm.horizon()}) {
      EXPECT_EQ(calm.mean(kSite, outcome, period).value, wild.mean(kSite, outcome, period).value);
      EXPECT_EQ(calm.shortfall(kSite, outcome, period).value, wild.shortfall(kSite, outcome, period).value);
    }
  }
}

/// Each path without a default earns the rent of what stands, and nothing else; the worst twentieth of the paths are
/// defaults nearly all.
TEST(PoweredShellTest, TheTailIsExplained) {
  const CaseStudy study(kSite);
  std::vector<std::pair<double, bool>> outcomes;  // revenue, default
  for (const PathLedger& path : study.replays(2'000)) {
    const bool failed = total(path, 0, LedgerItem::tenants_defaulted) > 0.0;
    const double revenue = total(path, 0, LedgerItem::revenue);
    outcomes.emplace_back(revenue, failed);
    if (failed) continue;
    double rent = 0.0;
    for (std::size_t month = 0; month < study.plan().months.size(); ++month) {
      const double standing = item(path, 0, LedgerItem::colocation_megawatts, static_cast<int>(month)) / 286.0;
      rent += standing * kMonthlyRent * static_cast<double>(study.plan().months[month].hours) / 730.5;
    }
    EXPECT_NEAR(revenue, rent, 1e-5 * rent) << "path " << path.path;
  }
  std::sort(outcomes.begin(), outcomes.end());
  const auto defaults =
      std::count_if(outcomes.begin(), outcomes.begin() + 100, [](const auto& path) { return path.second; });
  EXPECT_GE(defaults, 85);  // the others were delivered late, as the rent above says
  const auto all = std::count_if(outcomes.begin(), outcomes.end(), [](const auto& path) { return path.second; });
  EXPECT_LT(all, 500);  // 3 % a year at most over 54 months, so that the twentieth is not full of them by itself
}

}  // namespace
}  // namespace hashlease::testing
