/// Ledgers of conversions, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "config/reading/reader.hpp"
#include "site/support/converting_site.hpp"

namespace hashlease::testing {
namespace {

constexpr int kHours[] = {744, 672, 744, 720, 744, 720, 744, 744, 720, 744};

/// Mining: 100 MW in month 0; 100 - 24 in months 1 and 2; 60 from month 3. GPUs: 21.6 MW from month 5, 36 from month 7.
/// Revenue of a PH/s is 50 a day; the power of a month costs 40 USD/MWh for the megawatts that run.
TEST(ConversionTest, PhaseByPhaseOnADate) {
  ItemLedger ledger(converting_study(10, converting_site()));
  fill_calm_tape(ledger);
  ledger.close();
  const double mining[] = {100, 76, 76, 60, 60, 60, 60, 60, 60, 60};
  const double gpus[] = {0, 0, 0, 0, 0, 21.6, 21.6, 36, 36, 36};
  for (int month = 0; month < 10; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, month), mining[month], 1e-4) << month;
    const double revenue = mining[month] / 100.0 * 5000.0 * 50.0 * kHours[month] / 24.0;
    EXPECT_NEAR(ledger.item(LedgerItem::mining_revenue, month), revenue, cents(revenue)) << month;
    // 500 GPUs a MW, 80 % of the hours at 2 USD; idle GPUs draw a quarter, so 0.25 + 0.75 * 0.8 = 0.85 of the power.
    const double spot = gpus[month] * 500.0 * 0.8 * 2.0 * kHours[month];
    EXPECT_NEAR(ledger.item(LedgerItem::ai_revenue, month), spot, cents(spot)) << month;
    const double power = (mining[month] + 0.85 * gpus[month]) * 40.0 * kHours[month];
    EXPECT_NEAR(ledger.item(LedgerItem::power_cost, month), power, cents(power)) << month;
  }
}

/// 36 MUSD: 21.6 over months 1 to 4, 14.4 over months 3 to 6, evenly: 5.4, 5.4, 9, 9, 3.6, 3.6. Machines sell for 30
/// days of hashprice, 30 * 50 = 1,500 USD per PH/s: 2,000 PH/s, 60 % in month 1 and 40 % in month 3; the power for
/// 10,000 USD per MW.
TEST(ConversionTest, CapexAndSalvage) {
  SiteConfiguration site = converting_site();
  site.conversion[0].salvage_days = 30.0;
  site.conversion[0].sale_per_mw = 10'000.0;
  ItemLedger ledger(converting_study(10, site));
  fill_calm_tape(ledger);
  ledger.set(3, driver_of(MarketDriver::hashprice_mean), 60.0);
  ledger.close();
  const double capex[] = {0, 5.4e6, 5.4e6, 9e6, 9e6, 3.6e6, 3.6e6, 0, 0, 0};
  for (int month = 0; month < 10; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::capital_expenditure, month), capex[month], 2.0 * cents(9e6)) << month;
    const double salvage = month == 1   ? 0.6 * (2000.0 * 1500.0 + 400e3)
                           : month == 3 ? 0.4 * (2000.0 * 1800.0 + 400e3)
                                        : 0;
    EXPECT_NEAR(ledger.item(LedgerItem::salvage_proceeds, month), salvage, cents(salvage)) << month;
    EXPECT_EQ(ledger.item(LedgerItem::construction_interest, month), 0.0);
  }
}

/// One phase of 36 MUSD over 4 months at 12 % a year, 1 % a month, on what stands at the start and half of what the
/// month adds: 9 spent and 0.045; on 9.045 + 4.5 = 13.545: 0.13545; on 18.18045 + 4.5: 0.2268045; on 27.4072545 + 4.5:
/// 0.319072545 MUSD. Nothing after delivery.
TEST(ConversionTest, InterestDuringConstructionBearsInterest) {
  SiteConfiguration site = converting_site();
  site.conversion[0].phase_months = {0.0};
  site.conversion[0].phase_shares = {1.0};
  site.conversion[0].construction_rate = 0.12;
  ItemLedger ledger(converting_study(7, site));
  fill_calm_tape(ledger);
  ledger.close();
  const double interest[] = {0, 0.045e6, 0.13545e6, 0.2268045e6, 0.319072545e6, 0, 0};
  for (int month = 0; month < 7; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::construction_interest, month), interest[month], cents(4e5)) << month;
    const double spent = month >= 1 && month < 5 ? 9e6 : 0.0;
    EXPECT_NEAR(ledger.item(LedgerItem::capital_expenditure, month), spent + interest[month], cents(1e7)) << month;
  }
}

/// A wait of 1.5 months for the grid: mining goes on through it, the works take months 2.5 to 6.5.
TEST(ConversionTest, MiningGoesOnInTheQueue) {
  SiteConfiguration site = converting_site();
  site.conversion[0].phase_months = {0.0};
  site.conversion[0].phase_shares = {1.0};
  site.conversion[0].queue_delay_months = 1.5;
  ItemLedger ledger(converting_study(9, site));
  fill_calm_tape(ledger);
  ledger.close();
  const double mining[] = {100, 100, 80, 60, 60, 60, 60, 60, 60};
  const double capex[] = {0, 0, 4.5e6, 9e6, 9e6, 9e6, 4.5e6, 0, 0};
  for (int month = 0; month < 9; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, month), mining[month], 1e-4) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::capital_expenditure, month), capex[month], cents(9e6)) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::gpu_megawatts, month),
                month < 6    ? 0.0
                : month == 6 ? 18.0
                             : 36.0,
                1e-4)
        << month;
  }
}

/// A hall of 28.8 MW of IT power at a PUE of 1.25 needs the 36 MW. Its tenant pays 0.5 MUSD per MW as the works go on:
/// 14.4 MUSD over 4 months.
TEST(ConversionTest, AHallIsDeliveredAndFundedByItsTenant) {
  SiteConfiguration site = converting_site();
  site.gpu.clear();
  site.conversion[0].phase_months = {0.0};
  site.conversion[0].phase_shares = {1.0};
  ColocationConfiguration hall;
  hall.name = "hall";
  hall.delivered_by = "build";
  hall.critical_mw = 28.8;
  hall.pue = 1.25;
  hall.rate_per_kw_month = 100.0;
  hall.tenant_capex_per_mw = 0.5e6;
  hall.rent_credit_share = 1.0;
  site.colocation.push_back(hall);
  ItemLedger ledger(converting_study(10, site));
  fill_calm_tape(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.sum(LedgerItem::rent_credit), 14.4e6, 10.0);
  for (int month = 0; month < 10; ++month) {
    const bool works = month >= 1 && month < 5;
    EXPECT_NEAR(ledger.item(LedgerItem::tenant_funding, month), works ? 3.6e6 : 0.0, cents(4e6)) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::capital_expenditure, month), works ? 9e6 : 0.0, cents(9e6)) << month;
    const double rent = month < 5 ? 0.0 : 2.88e6 * kHours[month] / 730.5;
    EXPECT_NEAR(ledger.item(LedgerItem::colocation_rent, month), rent, cents(3e6)) << month;
    // 14.4 MUSD are five months of rent of average length; June to September have 122 days and use 11.55 of it.
    if (month < 9) {
      EXPECT_NEAR(ledger.item(LedgerItem::rent_credit, month), rent, 5.0) << month;
    }
  }
}

/// The AI margin of a MW in January: 500 GPUs * 0.8 * 2 USD * 744 h = 595,200 less 0.85 * 744 * 40 = 25,296: 569,904.
/// Mining: 50 PH/s * 50 * 31 = 77,500 less 744 * 40 = 29,760: 47,740. The ratio is 11.94 in every month but February
/// (all in proportion to hours, as 11.94 too), so a ratio of 12 never decides and 11.9 decides after 3 months.
TEST(ConversionTest, TriggerOnTheRatioOfMargins) {
  SiteConfiguration site = converting_site();
  ConversionConfiguration& build = site.conversion[0];
  build.trigger = ConversionTrigger::margin_ratio;
  build.month = 0;
  build.phase_months = {0.0};
  build.phase_shares = {1.0};
  for (const double ratio : {11.9, 12.0}) {
    build.margin_ratio = ratio;
    ItemLedger ledger(converting_study(6, site));
    fill_calm_tape(ledger);
    ledger.close();
    for (int month = 0; month < 6; ++month) {
      const bool converts = ratio < 11.95 && month >= 3;
      EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, month), converts ? 60.0 : 100.0, 1e-4) << month;
    }
  }
}

/// The months have to come in a row, and what happens in a month decides nothing before its end: mining that earns
/// three times as much in month 2 puts the decision off to month 6; in month 3 it comes too late.
TEST(ConversionTest, MonthsInARowAndNoLookAhead) {
  SiteConfiguration site = converting_site();
  ConversionConfiguration& build = site.conversion[0];
  build.trigger = ConversionTrigger::margin_ratio;
  build.month = 0;
  build.margin_ratio = 10.0;
  build.phase_months = {0.0};
  build.phase_shares = {1.0};
  for (const int rich : {2, 3}) {
    ItemLedger ledger(converting_study(9, site));
    fill_calm_tape(ledger);
    ledger.set(rich, driver_of(0, MiningDriver::mining_revenue), 150.0 * 31.0);
    ledger.close();
    const int decided = rich == 2 ? 6 : 3;
    for (int month = 0; month < 9; ++month) {
      EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, month), month < decided ? 100.0 : 60.0, 1e-4) << month;
    }
  }
}

/// `month` holds the decision back, however long the trigger has held.
TEST(ConversionTest, NoDecisionBeforeItsMonth) {
  SiteConfiguration site = converting_site();
  site.conversion[0].trigger = ConversionTrigger::margin_ratio;
  site.conversion[0].month = 5;
  site.conversion[0].phase_months = {0.0};
  site.conversion[0].phase_shares = {1.0};
  ItemLedger ledger(converting_study(8, site));
  fill_calm_tape(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, 4), 100.0, 1e-4);
  EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, 5), 60.0, 1e-4);
}

/// The end of mining: 50 PH/s per MW at 50 USD for 31 days less power at 100 USD/MWh from month 2 on: 77,500 - 74,400 =
/// 3,100 USD/MW, below 5,000 for two months, so all machines go in month 4.
TEST(ConversionTest, ExitWhenMiningEarnsTooLittle) {
  SiteConfiguration site = converting_site();
  site.gpu.clear();
  ConversionConfiguration& exit = site.conversion[0];
  exit.trigger = ConversionTrigger::mining_margin;
  exit.month = 0;
  exit.mining_margin = 5000.0;
  exit.months_in_row = 2;
  exit.mining_mw = 100.0;
  exit.phase_months = {0.0};
  exit.phase_shares = {1.0};
  exit.capex_per_mw = 0.0;
  exit.salvage_days = 100.0;
  exit.ends_operating_cost = true;
  site.operating_cost_per_mw_month = 1000.0;
  ItemLedger ledger(converting_study(6, site));
  fill_calm_tape(ledger);
  for (int month = 2; month < 6; ++month)
    ledger.set(month, driver_of(0, MiningDriver::spot_cost), 100.0 * kHours[month]);
  ledger.close();
  for (int month = 0; month < 6; ++month) {
    EXPECT_NEAR(ledger.item(LedgerItem::mining_megawatts, month), month < 4 ? 100.0 : 0.0, 1e-4) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::salvage_proceeds, month), month == 4 ? 5000.0 * 50.0 * 100.0 : 0.0, 10.0);
    EXPECT_NEAR(ledger.item(LedgerItem::operating_cost, month), month < 4 ? 100'000.0 : 0.0, 0.1);
    const double power = month < 2 ? 40.0 : month < 4 ? 100.0 : 0.0;
    EXPECT_NEAR(ledger.item(LedgerItem::power_cost, month), 100.0 * kHours[month] * power, cents(8e6)) << month;
  }
}

/// One wait for all phases, a lead time and an overrun of each: over 10,000 paths the total cost is 36 MUSD * 1.2 with
/// a deviation of 0.3 * 36 * sqrt(0.6^2 + 0.4^2), and mining loses 40 MW for the horizon less the wait.
TEST(ConversionTest, WaitAndCostHaveTheirMeans) {
  SiteConfiguration site = converting_site();
  ConversionConfiguration& build = site.conversion[0];
  build.month = 0;
  build.phase_months = {0.0, 0.0};
  build.queue_delay_months = 6.0;
  build.queue_delay_deviation = 3.0;
  build.lead_time_deviation = 2.0;
  build.capex_overrun = 0.2;
  build.capex_overrun_deviation = 0.3;
  ItemLedger ledger(converting_study(72, site));
  fill_calm_tape(ledger);
  constexpr int kPaths = 10'000;
  double cost = 0.0, wait = 0.0, lead = 0.0, wait_squares = 0.0;
  for (std::uint64_t path = 0; path < kPaths; ++path) {
    ledger.close(path);
    cost += ledger.sum(LedgerItem::capital_expenditure) / 36e6 / kPaths;
    const double waited = (ledger.sum(LedgerItem::mining_megawatts) - 60.0 * 72) / 40.0;
    wait += waited / kPaths;
    wait_squares += waited * waited / kPaths;
    lead += (72.0 - waited - ledger.sum(LedgerItem::gpu_megawatts) / 36.0) / kPaths;
  }
  const double phases = std::sqrt(0.6 * 0.6 + 0.4 * 0.4), errors = 4.0 / std::sqrt(kPaths);
  EXPECT_NEAR(cost, 1.2, errors * 0.3 * phases);
  EXPECT_GT(std::abs(cost - 1.0), errors * 0.3 * phases);
  EXPECT_NEAR(wait, 6.0, errors * 3.0);
  EXPECT_NEAR(std::sqrt(wait_squares - wait * wait), 3.0, 0.2);  // with a wait of its own each phase would have 2.16
  EXPECT_NEAR(lead, 4.0, errors * 2.0 * phases);
}

/// What a site uses never exceeds what it has, on any path and in any month, and what comes later in the market changes
/// no month before it.
TEST(ConversionTest, MegawattsAndCausalityOnRandomPaths) {
  const std::vector<std::string> options = {"run.horizon_months=36"};
  Configuration configuration = read_configuration(HASHLEASE_SOURCE_DIR "/configs/hybrid.toml", options);
  SiteConfiguration site = converting_site();
  ConversionConfiguration& build = site.conversion[0];
  build.trigger = ConversionTrigger::margin_ratio;
  build.margin_ratio = 3.0;
  build.queue_delay_months = build.queue_delay_deviation = 3.0;
  build.lead_time_deviation = 2.0;
  configuration.site = {site};
  const StudyPlan plan = make_study_plan(configuration);
  const int drivers = driver_count(plan.market);
  int decided = 0;
  for (std::uint64_t path = 0; path < 50; ++path) {
    const std::vector<float> tape = simulate_tape(plan.market, plan.steps, path);
    ItemLedger whole(configuration), changed(configuration);
    for (int month = 0; month < 36; ++month) {
      for (int driver = 0; driver < drivers; ++driver) {
        const double value = static_cast<double>(tape[static_cast<std::size_t>(month * drivers + driver)]);
        whole.set(month, driver, value);
        changed.set(month, driver, month < 18 ? value : 3.0 * value);
      }
    }
    whole.close(path);
    changed.close(path);
    decided += whole.item(LedgerItem::mining_megawatts, 35) < 99.0 ? 1 : 0;
    for (int month = 0; month < 36; ++month) {
      const double used =
          whole.item(LedgerItem::mining_megawatts, month) + whole.item(LedgerItem::gpu_megawatts, month);
      EXPECT_LE(used, 100.0 * (1.0 + 1e-6));
      if (month > 18) continue;
      for (const LedgerItem item : {LedgerItem::mining_megawatts, LedgerItem::gpu_megawatts}) {
        EXPECT_EQ(whole.item(item, month), changed.item(item, month));
      }
    }
  }
  EXPECT_GT(decided, 5);
}

}  // namespace
}  // namespace hashlease::testing
