/// Sums over years and the horizon, revenue volatility along a path, and identities on random paths.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "config/reading/reader.hpp"
#include "site/support/ledger.hpp"

namespace hashlease::testing {
namespace {

/// A mining site whose month m earns (1,000 + 10 m^2) USD per PH/s.
Ledger growing(int months) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = months;
  configuration.site.push_back(mining_site());
  Ledger ledger(configuration);
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  for (int month = 0; month < months; ++month) {
    ledger.set(month, driver_of(0, MiningDriver::mining_revenue), 1000.0 + 10.0 * month * month);
  }
  return ledger;
}

constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};  // of 2025 and 2026

/// sqrt(12 * sample variance of the changes of ln(revenue per day)), in double.
double log_volatility(const std::vector<double>& revenue) {
  std::vector<double> changes;
  for (std::size_t k = 1; k < revenue.size(); ++k) changes.push_back(std::log(revenue[k] / revenue[k - 1]));
  double mean = 0.0, squares = 0.0;
  for (const double change : changes) mean += change / static_cast<double>(changes.size());
  for (const double change : changes) squares += (change - mean) * (change - mean);
  return std::sqrt(12.0 * squares / static_cast<double>(changes.size() - 1));
}

/// A mining site of 12 months that pays for its power and earns nothing but in some of them.
Ledger with_gaps(const std::vector<std::string>& measures) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = 12;
  configuration.run.path_measures = measures;
  configuration.site.push_back(mining_site());
  configuration.site[0].operating_cost_per_mw_month = 20'000.0;
  Ledger ledger(configuration);
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  for (int month = 0; month < 12; ++month) {
    ledger.set(month, driver_of(0, MiningDriver::mining_revenue), month % 4 == 1 ? 2000.0 : month == 0 ? 100.0 : 0.0);
  }
  ledger.close();
  return ledger;
}

TEST(PathMeasuresTest, PeakFundingNeedIsTheLowestSumOfCashFlow) {
  const Ledger ledger = with_gaps({"peak_funding_need"});
  double sum = 0.0;
  double lowest = 0.0;
  for (int month = 0; month < 12; ++month) {
    sum += ledger.month(Outcome::cash_flow, month);
    lowest = std::min(lowest, sum);
  }
  ASSERT_LT(lowest, -1e6);
  EXPECT_GT(sum, lowest);  // so the lowest sum is not that of the horizon
  EXPECT_NEAR(ledger.measure(PathMeasure::peak_funding_need), -lowest, 1e-6 * -lowest);
}

TEST(PathMeasuresTest, LowestMonthlyCashFlowIsThatOfTheWorstMonth) {
  const Ledger ledger = with_gaps({"lowest_monthly_cash_flow"});
  double lowest = ledger.month(Outcome::cash_flow, 0);
  for (int month = 1; month < 12; ++month) lowest = std::min(lowest, ledger.month(Outcome::cash_flow, month));
  EXPECT_LT(lowest, ledger.month(Outcome::cash_flow, 0));  // so the worst is not the first
  EXPECT_EQ(ledger.measure(PathMeasure::lowest_monthly_cash_flow), lowest);
}

TEST(PathMeasuresTest, AStudyKeepsOnlyTheMeasuresItAsksFor) {
  const Ledger without = with_gaps({});
  const Ledger with = with_gaps({"peak_funding_need"});
  EXPECT_EQ(without.plan().layout.path_measure_place(PathMeasure::peak_funding_need), -1);
  EXPECT_EQ(with.plan().layout.column_count(), without.plan().layout.column_count() + 1);
  EXPECT_EQ(with.horizon(Outcome::cash_flow), without.horizon(Outcome::cash_flow));
}

TEST(PathMeasuresTest, ASiteThatNeverPaysInNeedsNoFunding) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = 6;
  configuration.run.path_measures = {"peak_funding_need"};
  configuration.site.push_back(mining_site());
  Ledger ledger(configuration);
  for (int month = 0; month < 6; ++month) ledger.set(month, driver_of(0, MiningDriver::mining_revenue), 9000.0);
  ledger.close();
  EXPECT_GT(ledger.horizon(Outcome::cash_flow), 0.0);
  EXPECT_EQ(ledger.measure(PathMeasure::peak_funding_need), 0.0);
}

/// 30 months: two whole years, and half a year that only the horizon counts.
TEST(PathMeasuresTest, PartialLastYear) {
  Ledger ledger = growing(30);
  ledger.close();
  EXPECT_EQ(ledger.plan().layout.year_count(), 2);
  const double hashrate = 100'000.0 / 18.375 * 0.96 * 0.99;
  const auto sum = [&](int first, int end) {
    double total = 0.0;
    for (int month = first; month < end; ++month) total += hashrate * (1000.0 + 10.0 * month * month);
    return total;
  };
  EXPECT_NEAR(ledger.year(Outcome::revenue, 0), sum(0, 12), cents(sum(0, 12)));
  EXPECT_NEAR(ledger.year(Outcome::revenue, 1), sum(12, 24), cents(sum(12, 24)));
  EXPECT_NEAR(ledger.horizon(Outcome::revenue), sum(0, 30), cents(sum(0, 30)));
}

TEST(PathMeasuresTest, VolatilityIsThatOfDoublePrecision) {
  for (const int months : {3, 12, 30}) {
    Ledger ledger = growing(months);
    ledger.close();
    std::vector<double> revenue;
    for (int month = 0; month < months; ++month) {
      revenue.push_back((1000.0 + 10.0 * month * month) / kDays[month % 12]);
    }
    const double expected = log_volatility(revenue);
    EXPECT_NEAR(ledger.volatility(), expected, 2e-4 * expected) << months;
  }
}

TEST(PathMeasuresTest, VolatilityIsUndefinedWithoutTwoChanges) {
  for (const int months : {1, 2}) {
    Ledger ledger = growing(months);
    ledger.close();
    EXPECT_TRUE(std::isnan(ledger.volatility())) << months;
    EXPECT_GT(ledger.horizon(Outcome::revenue), 0.0);
  }
}

TEST(PathMeasuresTest, VolatilityIsUndefinedWhenAMonthEarnsNothing) {
  for (const int month : {0, 5, 11}) {
    Ledger ledger = growing(12);
    ledger.set(month, driver_of(0, MiningDriver::mining_revenue), 0.0);
    ledger.close();
    EXPECT_TRUE(std::isnan(ledger.volatility())) << month;
  }
}

TEST(PathMeasuresTest, SteadyRevenueHasNoVolatility) {
  Ledger ledger = growing(12);
  for (int month = 0; month < 12; ++month) {
    ledger.set(month, driver_of(0, MiningDriver::mining_revenue), 41.5 * kDays[month]);
  }
  ledger.close();
  EXPECT_NEAR(ledger.volatility(), 0.0, 1e-5);
}

/// Regression of the product's shared-site case: 30 EH/s at 15 J/TH (450 MW) and 1,896 GPUs on one site; a hashprice of
/// 42.0 USD/PH/day, power at 39.6 USD/MWh, 1.99 USD per GPU-hour. A year of 365 days:
/// 30,000 PH/s * 42 * 365 = 459.9 MUSD; 450 MW * 8,760 h * 39.6 = 156.1; 1,896 * 8,760 * 1.99 = 33.05. The GPUs' 3.02
/// MW add 1.05 MUSD of power. Power at spot or at a fixed price, which of the two cannot matter.
TEST(SharedSiteTest, DeterministicYear) {
  for (const double fixed_share : {0.0, 1.0}) {
    Configuration configuration = calm_configuration();
    configuration.run.horizon_months = 12;
    const double per_bitcoin = 86400.0 * 1e15 / (100e12 * 4294967296.0) * 3.125 * 1.01;
    configuration.market.btc.price = 42.0 / per_bitcoin;
    configuration.market.power.monthly_median.assign(12, 39.6);
    configuration.market.gpu[0].lease_rate = 1.99;
    SiteConfiguration site;
    site.name = "shared-site";
    AsicConfiguration asic;
    asic.model = "fleet";
    asic.power_mw = 450.0;
    asic.efficiency = 15.0;
    GpuConfiguration gpu;
    gpu.gpu_class = "H100";
    gpu.kilowatt_per_gpu = 1.275;
    gpu.pue = 1.25;
    gpu.power_mw = 1896.0 * 1.275 * 1.25 / 1000.0;
    gpu.contract.share = 1.0;
    gpu.contract.term_months = 4;
    site.power_mw = asic.power_mw + gpu.power_mw;
    site.power = fixed_power(fixed_share, 39.6, false);
    site.asic.push_back(asic);
    site.gpu.push_back(gpu);
    configuration.site.push_back(site);
    const StudyPlan plan = make_study_plan(configuration);
    const std::vector<float> columns = simulate_path(plan, 0);
    const auto year = [&](Outcome outcome) {
      return static_cast<double>(columns[static_cast<std::size_t>(plan.layout.column(0, outcome, 12))]);
    };
    EXPECT_NEAR(year(Outcome::mining_revenue), 30'000.0 * 42.0 * 365.0, 2e4);
    EXPECT_NEAR(year(Outcome::ai_revenue), 1896.0 * 1.99 * 8760.0, 200.0);
    EXPECT_NEAR(year(Outcome::power_cost), site.power_mw * 39.6 * 8760.0, 2e4);
    EXPECT_NEAR(year(Outcome::mining_revenue), 460e6, 4.6e6);
    EXPECT_NEAR(year(Outcome::power_cost), 156e6, 1.56e6);
    EXPECT_NEAR(year(Outcome::ai_revenue), 33e6, 0.33e6);
  }
}

}  // namespace
}  // namespace hashlease::testing
