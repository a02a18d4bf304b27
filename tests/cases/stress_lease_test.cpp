/// stress-lease-8-to-2: what is on the spot market falls with the rate; what is under contract keeps its rate until its
/// customer walks away, which it does the likelier the further the market has fallen.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kCase = "stress-lease-8-to-2";
constexpr int kContracted = 0, kMerchant = 1;

TEST(StressLeaseTest, From8ToUnder2) {
  const CaseStudy study(kCase);
  const std::vector<PathLedger> paths = study.replays(1'000);
  EXPECT_NEAR(market_series(paths[0], "H100 lease_rate_mean")[0], 8.0, 0.8);
  const CaseFigure rate =
      mean_of(on_each(paths, [](const PathLedger& path) { return market_series(path, "H100 lease_rate_end")[17]; }));
  EXPECT_LT(rate.value + 4.0 * rate.standard_error, 2.0);
  expect_today(rate, {1.92357, 0.00676});
  const CaseFigure kept = mean_of(on_each(paths, [](const PathLedger& path) {
    return item(path, kMerchant, LedgerItem::revenue, 23) / item(path, kMerchant, LedgerItem::revenue, 0);
  }));
  EXPECT_LT(kept.value, 0.25);
  expect_today(kept, {0.165466, 0.000642});
  for (const PathLedger& path : paths) {
    if (total(path, kContracted, LedgerItem::tenants_defaulted) > 0.0) continue;
    const double hours = item(path, kContracted, LedgerItem::gpu_hours_sold, 23);
    EXPECT_NEAR(item(path, kContracted, LedgerItem::contract_ai_revenue, 23), 4.7 * hours, 1e-5 * 4.7 * hours);
  }
}

/// Chance of a default within the horizon from the rates of a path, by the formula of the contract book: a hazard of
/// lambda / 12 * exp(b * max(0, ln(rate / market))) in each month but the first.
double chance_of_default(const PathLedger& path, double sensitivity) {
  const std::vector<float>& rate = market_series(path, "H100 lease_rate_end");
  double hazard = 0.0;
  for (std::size_t month = 1; month < rate.size(); ++month) {
    const double tenor = std::exp(-0.108 * 3.0);  // market rate for a term of three years
    const double gap = std::max(0.0, std::log(4.7 / (static_cast<double>(rate[month - 1]) * tenor)));
    hazard += 0.05 / 12.0 * std::exp(sensitivity * gap);
  }
  return 1.0 - std::exp(-hazard);
}

/// The first customer alone: another one does not come within the horizon.
TEST(StressLeaseTest, WrongWayDefaultByItsFormula) {
  const CaseStudy study(kCase, {"site.contracted.gpu.H100.contract.relet_lag_months=60"});
  const std::vector<PathLedger> paths = study.replays(4'000);
  const CaseFigure observed = mean_of(
      on_each(paths, [](const PathLedger& path) { return total(path, kContracted, LedgerItem::tenants_defaulted); }));
  const CaseFigure expected =
      mean_of(on_each(paths, [](const PathLedger& path) { return chance_of_default(path, 2.5); }));
  EXPECT_LT(std::abs(observed.value - expected.value), 4.0 * observed.standard_error);
  const CaseFigure blind = mean_of(on_each(paths, [](const PathLedger& path) { return chance_of_default(path, 0.0); }));
  expect_today(observed, {0.73925, 0.00694});
  EXPECT_GT(deviations(observed, blind), 10.0);  // without the sensitivity it does not fit
}

TEST(StressLeaseTest, TheContractIsWorthWhatTheCustomerIs) {
  CaseStudy wrong_way(kCase), blind(kCase, {"site.contracted.gpu.H100.contract.default_sensitivity=0"});
  wrong_way.run(8'192);
  blind.run(8'192);
  const auto mean = [](const CaseStudy& study, const char* site) {
    return study.mean(site, Outcome::revenue, study.year(1));
  };
  expect_today(mean(wrong_way, "contracted"), {1.91391e+09, 5.98e+06});
  expect_today(mean(wrong_way, "merchant"), {7.53631e+08, 8.15e+05});
  EXPECT_GT(deviations(mean(blind, "contracted"), mean(wrong_way, "contracted")), 10.0);
  EXPECT_GT(deviations(mean(wrong_way, "contracted"), mean(wrong_way, "merchant")), 10.0);
}

}  // namespace
}  // namespace hashlease::testing
