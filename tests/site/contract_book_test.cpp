/// Ledgers of contract books, worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "site/support/gpu_book.hpp"

namespace hashlease::testing {
namespace {

/// Two tranches, nobody in the first month.
///   anchor: 0.5 of 6,336 = 3,168 GPUs at 2.5 from month 1 for 4 months, then 2 empty ones; from month 7 at the rate of
///           the end of month 6, 3.0 - 0.6 = 2.4, for months 7 to 10; month 11 is empty again
///   second: 0.25, 1,584 GPUs, a month later: from month 2 at that of the end of month 1, 2.9
/// All that is not let is on the spot market, busy for 0.8 of the time. Power of the 10.2 MW: 0.3 + 0.7 * 0.8 = 0.86 of
/// what is not let, all of what is.
TEST(ContractBookTest, VacancyStartTermLagAndRenewal) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].contract = {};
  site.gpu[0].first_vacancy_months = 1;
  site.gpu[0].tranche = {tranche_of("anchor", 0.5, 2.5, 4), tranche_of("second", 0.25, 0.0, 12)};
  site.gpu[0].tranche[0].relet_lag_months = 2;
  site.gpu[0].tranche[1].start_month = 1;
  Ledger ledger(book_study(12, {site}));
  fill_gpu_market(ledger);
  for (int month = 0; month < 12; ++month) ledger.set(month, ledger.gpu(GpuDriver::lease_rate_end), 3.0 - 0.1 * month);
  ledger.close();
  const double anchor[] = {0, 2.5, 2.5, 2.5, 2.5, 0, 0, 2.4, 2.4, 2.4, 2.4, 0};
  const double second[] = {0, 0, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9};
  for (int month = 0; month < 12; ++month) {
    const double let = (anchor[month] > 0 ? 0.5 : 0.0) + (second[month] > 0 ? 0.25 : 0.0);
    const double hours = kHours2025[month];
    EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, month),
                hours * (3168.0 * anchor[month] + 1584.0 * second[month]), cents(1e7))
        << month;
    EXPECT_NEAR(ledger.item(LedgerItem::spot_ai_revenue, month), 6336.0 * (1.0 - let) * 1100.0, cents(7e6)) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::power_cost, month), 10.2 * (let + (1.0 - let) * 0.86) * hours * 40.0,
                cents(1e6));
    EXPECT_NEAR(ledger.item(LedgerItem::gpu_hours_available, month), 6336.0 * hours, 1.0);
    EXPECT_NEAR(ledger.item(LedgerItem::gpu_hours_sold, month), 6336.0 * hours * (let + (1.0 - let) * 0.8), 1.0);
    EXPECT_NEAR(ledger.item(LedgerItem::gpu_megawatts, month), 10.2, 1e-6);
    EXPECT_EQ(ledger.item(LedgerItem::tenants_defaulted, month), 0.0);
  }
}

/// Idle GPUs that are not for sale earn nothing and draw 0.3 of their power.
TEST(ContractBookTest, IdleGpusNeedNotBeSold) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].sell_idle = false;
  site.gpu[0].first_vacancy_months = 1;
  Ledger ledger(book_study(2, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  EXPECT_EQ(ledger.item(LedgerItem::revenue, 0), 0.0);
  EXPECT_EQ(ledger.item(LedgerItem::gpu_hours_sold, 0), 0.0);
  EXPECT_NEAR(ledger.item(LedgerItem::power_cost, 0), 10.2 * 0.3 * 744.0 * 40.0, cents(1e6));
  EXPECT_NEAR(ledger.item(LedgerItem::revenue, 1), 4752.0 * 2.5 * 672.0, cents(8e6));
  EXPECT_NEAR(ledger.item(LedgerItem::power_cost, 1), 10.2 * (0.75 + 0.25 * 0.3) * 672.0 * 40.0, cents(1e6));
}

/// 6,336 GPUs, used for 0.5 of their hours, paid for to 0.6: 0.1 is sublet, 0.4 is resold by the site. The site offers
/// 0.4 - 0.5 * 0.1 = 0.35 of the fleet, since half of what is sublet displaces it. Busy: 0.5 + 0.8 * 0.1 + 0.8 * 0.35.
TEST(ContractBookTest, TakeOrPayResaleAndSubletting) {
  SiteConfiguration site = one_tranche_site();
  site.gpu[0].sublet_displacement = 0.5;
  site.gpu[0].contract.take_or_pay = 0.6;
  site.gpu[0].contract.use_share = 0.5;
  site.gpu[0].contract.sublet_share = 1.0;
  Ledger ledger(book_study(1, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, 0), 0.6 * 6336.0 * 2.5 * 744.0, cents(1e7));
  EXPECT_NEAR(ledger.item(LedgerItem::spot_ai_revenue, 0), 0.35 * 6336.0 * 1100.0, cents(3e6));
  EXPECT_NEAR(ledger.item(LedgerItem::gpu_hours_sold, 0), 6336.0 * 744.0 * (0.6 + 0.35 * 0.8), 2.0);
  EXPECT_NEAR(ledger.item(LedgerItem::power_cost, 0), 10.2 * (0.3 + 0.7 * 0.86) * 744.0 * 40.0, cents(1e6));
}

/// Without resale the same hours stand idle, and what is sublet takes the spot sales of another tranche: of the 1,584
/// GPUs on the spot market, 0.2 * 4,752 = 950.4 are displaced; 20 % of use are paid for and not used.
TEST(ContractBookTest, SublettingIsASupplyShockToTheSpotSales) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].contract.use_share = 0.8;
  site.gpu[0].contract.sublet_share = 1.0;
  Ledger ledger(book_study(1, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.item(LedgerItem::spot_ai_revenue, 0), (1584.0 - 950.4) * 1100.0, cents(1e6));
  SiteConfiguration deep = site;  // more is sublet than the site has to sell: nothing is left, and no less
  deep.gpu[0].contract.use_share = 0.2;
  Ledger flooded(book_study(1, {deep}));
  fill_gpu_market(flooded);
  flooded.close();
  EXPECT_EQ(flooded.item(LedgerItem::spot_ai_revenue, 0), 0.0);
  EXPECT_NEAR(flooded.item(LedgerItem::contract_ai_revenue, 0), 4752.0 * 2.5 * 744.0, cents(8e6));
}

/// Use of 0.9 at the neutral occupancy of 0.8 is 0.45 at 0.4 when it follows fully, 0.675 when half, and never above 1.
TEST(ContractBookTest, UseFollowsTheSpotOccupancy) {
  for (const double response : {0.0, 0.5, 1.0}) {
    SiteConfiguration site = one_tranche_site();
    site.gpu[0].contract.take_or_pay = 0.0;
    site.gpu[0].contract.use_share = 0.9;
    site.gpu[0].contract.use_response = response;
    Configuration configuration = book_study(2, {site});
    configuration.market.gpu[0].base_occupancy = 0.8;
    Ledger ledger(configuration);
    fill_gpu_market(ledger);
    ledger.set(0, ledger.gpu(GpuDriver::occupancy_mean), 0.4);
    ledger.set(1, ledger.gpu(GpuDriver::occupancy_mean), 0.95);
    ledger.close();
    const double low = 0.9 * (1.0 - 0.5 * response);
    const double high = std::min(0.9 * (1.0 + response * (0.95 / 0.8 - 1.0)), 1.0);
    EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, 0), low * 6336.0 * 2.5 * 744.0, cents(1e7));
    EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, 1), high * 6336.0 * 2.5 * 672.0, cents(1e7));
  }
}

/// 0.2 of 6 * 730.5 h * 6,336 * 2.5 USD at signing, a sixth of it credited each month; in month 6 the same at 2.0.
TEST(ContractBookTest, PrepaymentIsCreditedInEqualParts) {
  SiteConfiguration site = one_tranche_site();
  site.gpu[0].contract.prepayment = 0.2;
  Ledger ledger(book_study(12, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  const double first = 0.2 * 6.0 * 730.5 * 6336.0 * 2.5, second = first * 2.0 / 2.5;
  for (int month = 0; month < 12; ++month) {
    const double received = month == 0 ? first : month == 6 ? second : 0.0;
    EXPECT_NEAR(ledger.item(LedgerItem::prepayment_received, month), received, cents(1.4e7)) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::prepayment_credited, month), (month < 6 ? first : second) / 6.0, 4.0) << month;
    const double rate = month < 6 ? 2.5 : 2.0;
    EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, month), 6336.0 * rate * kHours2025[month], cents(1e7));
  }
}

/// Paid wholly ahead for 2 months of 730.5 h, 1,461 h: January and February have 744 + 672 = 1,416 h. January credits
/// half, 730.5 h, and February its whole bill of 672 h; the 58.5 h left are kept as revenue, and February's revenue is
/// 730.5 h.
TEST(ContractBookTest, WhatNoBillUsesUpIsKept) {
  SiteConfiguration site = one_tranche_site();
  site.gpu[0].contract.prepayment = 1.0;
  site.gpu[0].contract.term_months = 2;
  Ledger ledger(book_study(2, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  const double per_hour = 6336.0 * 2.5;
  EXPECT_NEAR(ledger.item(LedgerItem::prepayment_received, 0), 1461.0 * per_hour, cents(2.4e7));
  EXPECT_NEAR(ledger.item(LedgerItem::prepayment_credited, 0), 730.5 * per_hour, cents(2.4e7));
  EXPECT_NEAR(ledger.item(LedgerItem::prepayment_credited, 1), 730.5 * per_hour, cents(2.4e7));
  EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, 0), 744.0 * per_hour, cents(2.4e7));
  EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, 1), 730.5 * per_hour, cents(2.4e7));
}

/// A share of GPUs that comes into service later. The clock starts with the first of them in month 2: the term of 6
/// months runs to month 7, and those that join in month 4 prepay the 4 months that are left then.
TEST(ContractBookTest, TheClockStartsWithTheFirstGpusInService) {
  SiteConfiguration site = one_tranche_site();
  site.gpu[0].contract.prepayment = 0.2;
  const StudyPlan plan = make_study_plan(book_study(9, {site}));
  std::vector<float> tape(static_cast<std::size_t>(9 * driver_count(plan.market)), 0.8F);
  for (int month = 0; month < 9; ++month) {
    const int row = month * driver_count(plan.market);
    tape[static_cast<std::size_t>(row + driver_of(plan.market, 0, GpuDriver::lease_rate_end))] = 1.0F;
  }
  const MarketView<float> view{plan.market, plan.months.data(), TapeReader{tape.data(), 1, driver_count(plan.market)},
                               make_path_lanes<float>(0)};
  TrancheState<float> tranches[kMaxTranchesPerSite];
  start_tranches(plan.sites, plan.sites.site[0], tranches);
  const float live[] = {0.0F, 0.0F, 0.5F, 0.5F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F};
  const double rate[] = {0, 0, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 1.0};
  const double paid_ahead[] = {0, 0, 0.5 * 6 * 2.5, 0, 0.5 * 4 * 2.5, 0, 0, 0, 6 * 1.0};
  for (int month = 0; month < 9; ++month) {
    SiteLedger<float> ledger;
    ledger.clear();
    const float energy = run_gpu_fleet(view, plan.sites, plan.sites.holding[0], month, live[month], tranches, ledger);
    const double share = static_cast<double>(live[month]), hours = kHours2025[month];
    EXPECT_NEAR(static_cast<double>(ledger[LedgerItem::contract_ai_revenue]), share * 6336.0 * hours * rate[month],
                cents(1e7))
        << month;
    EXPECT_NEAR(static_cast<double>(ledger[LedgerItem::prepayment_received]), 0.2 * 730.5 * 6336.0 * paid_ahead[month],
                cents(1e7))
        << month;
    EXPECT_NEAR(static_cast<double>(energy), share * 10.2 * hours, 0.01);
    EXPECT_NEAR(static_cast<double>(ledger[LedgerItem::gpu_megawatts]), share * 10.2, 1e-5);
    EXPECT_NEAR(static_cast<double>(ledger[LedgerItem::gpu_hours_available]), share * 6336.0 * hours, 1.0);
  }
}

}  // namespace
}  // namespace hashlease::testing
