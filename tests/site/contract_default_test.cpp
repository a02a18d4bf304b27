/// Default of customers: what it costs, how often it happens, and what it may depend on.

#include <gtest/gtest.h>

#include <cmath>

#include "site/support/gpu_book.hpp"

namespace hashlease::testing {
namespace {

/// 6,336 GPUs at 20 USD where the market pays 2: ln 10 above it, a customer fails at once with this sensitivity, and
/// one at the market rate never.
SiteConfiguration failing_site() {
  SiteConfiguration site = one_tranche_site();
  GpuContractConfiguration& contract = site.gpu[0].contract;
  contract.rate = 20.0;
  contract.default_hazard = 1e-6;
  contract.default_sensitivity = 50.0;
  contract.relet_lag_months = 1;
  return site;
}

/// January is paid; in February the customer is gone, 5 months before the end of its term. Its claim is (20 - 2) * 5 =
/// 90 USD per GPU and hour of a mean month, the cap 12 * 20 = 240; half of it is recovered. From March at 2 USD.
TEST(ContractDefaultTest, RecoveryVacancyAndReletting) {
  SiteConfiguration site = failing_site();
  site.gpu[0].contract.recovery_share = 0.5;
  Ledger ledger(book_study(4, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  const double defaults[] = {0, 1, 0, 0};
  const double rate[] = {20, 0, 2, 2};
  const double spot[] = {0, 6336.0 * 1100.0, 0, 0};
  for (int month = 0; month < 4; ++month) {
    EXPECT_EQ(ledger.item(LedgerItem::tenants_defaulted, month), defaults[month]) << month;
    EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, month), 6336.0 * rate[month] * kHours2025[month],
                cents(1e8));
    EXPECT_NEAR(ledger.item(LedgerItem::spot_ai_revenue, month), spot[month], cents(7e6));
    EXPECT_NEAR(ledger.item(LedgerItem::recovery_received, month), defaults[month] * 0.5 * 90.0 * 730.5 * 6336.0,
                cents(2.1e8));
  }
}

TEST(ContractDefaultTest, TheClaimIsCapped) {
  SiteConfiguration site = failing_site();
  site.gpu[0].contract.recovery_share = 0.5;
  site.gpu[0].contract.recovery_cap_months = 3.0;
  site.gpu[0].contract.take_or_pay = 0.8;  // the claim is on what was committed
  Ledger ledger(book_study(2, {site}));
  fill_gpu_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.item(LedgerItem::recovery_received, 1), 0.5 * 0.8 * 60.0 * 730.5 * 6336.0, cents(2.1e8));
}

/// 0.3 of 6 months is paid ahead, a sixth of it credited in January: 1.5 months of bills are left. The claim is 4.5
/// months of bills. At a recovery of 0.5, 2.25 are received and 1.5 of them are the prepayment; at 0.1 the site keeps
/// the 1.5.
TEST(ContractDefaultTest, ThePrepaymentIsSetOff) {
  const double month_bill = 20.0 * 730.5 * 6336.0;
  for (const double share : {0.5, 0.1}) {
    SiteConfiguration site = failing_site();
    site.gpu[0].contract.prepayment = 0.3;
    site.gpu[0].contract.recovery_share = share;
    Ledger ledger(book_study(2, {site}));
    fill_gpu_market(ledger);
    ledger.close();
    EXPECT_NEAR(ledger.item(LedgerItem::prepayment_received, 0), 1.8 * month_bill, cents(4e8));
    EXPECT_NEAR(ledger.item(LedgerItem::prepayment_credited, 0), 0.3 * month_bill, cents(4e8));
    EXPECT_NEAR(ledger.item(LedgerItem::prepayment_credited, 1), 1.5 * month_bill, cents(4e8));
    EXPECT_NEAR(ledger.item(LedgerItem::recovery_received, 1), (share > 0.2 ? 2.25 : 1.5) * month_bill, cents(4e8));
  }
}

/// Share of paths on which the first customer has failed by the start of month 6.
std::uint64_t failures(const Configuration& configuration, std::uint64_t paths) {
  Ledger ledger(configuration);
  fill_gpu_market(ledger);
  std::uint64_t count = 0;
  for (std::uint64_t path = 0; path < paths; ++path) {
    ledger.close(path);
    double defaults = 0.0;
    for (int month = 0; month <= 6; ++month) defaults += ledger.item(LedgerItem::tenants_defaulted, month);
    count += defaults > 0.0 ? 1 : 0;
  }
  return count;
}

/// lambda = 0.4 exp(2 ln(2.5 / 2)) = 0.625 a year, over 6 months: 1 - exp(-0.3125). With a market above the contract it
/// is lambda_0. The twins leave out the wrong-way term, or take it where there is none.
TEST(ContractDefaultTest, FrequencyFollowsTheHazard) {
  SiteConfiguration site = one_tranche_site();
  site.gpu[0].contract.term_months = 36;
  site.gpu[0].contract.relet_lag_months = 12;
  site.gpu[0].contract.default_hazard = 0.4;
  site.gpu[0].contract.default_sensitivity = 2.0;
  constexpr std::uint64_t kPaths = 20'000;
  const double at_parity = 1.0 - std::exp(-0.4 / 2.0), wrong_way = 1.0 - std::exp(-0.4 * 1.5625 / 2.0);
  const std::uint64_t below = failures(book_study(7, {site}), kPaths);
  EXPECT_LT(std::abs(deviations(below, kPaths, wrong_way)), 4.0);
  EXPECT_GT(std::abs(deviations(below, kPaths, at_parity)), 8.0);
  site.gpu[0].contract.rate = 1.5;
  const std::uint64_t above = failures(book_study(7, {site}), kPaths);
  EXPECT_LT(std::abs(deviations(above, kPaths, at_parity)), 4.0);
  EXPECT_GT(std::abs(deviations(above, kPaths, wrong_way)), 8.0);
}

/// The market at the end of month 3 decides on month 4 and on nothing before.
TEST(ContractDefaultTest, NothingLooksAhead) {
  SiteConfiguration site = one_tranche_site();
  site.gpu[0].contract.term_months = 3;
  site.gpu[0].contract.default_hazard = 2.0;
  site.gpu[0].contract.default_sensitivity = 3.0;
  Ledger calm(book_study(8, {site})), falling(book_study(8, {site}));
  fill_gpu_market(calm);
  fill_gpu_market(falling);
  for (int month = 3; month < 8; ++month) falling.set(month, falling.gpu(GpuDriver::lease_rate_end), 0.5);
  bool later_differs = false;
  for (std::uint64_t path = 0; path < 200; ++path) {
    calm.close(path);
    falling.close(path);
    for (int month = 0; month < 8; ++month) {
      for (int item = 0; item < kLedgerItemCount; ++item) {
        const LedgerItem which = static_cast<LedgerItem>(item);
        const double a = calm.item(which, month), b = falling.item(which, month);
        if (std::isnan(a) && std::isnan(b)) continue;
        if (month <= 3) {
          EXPECT_EQ(a, b) << path << ", month " << month << ", item " << item;
        }
        later_differs = later_differs || a != b;
      }
    }
  }
  EXPECT_TRUE(later_differs);
}

/// Two sites with the same tenant lose it in the same months; another tenant has luck of its own.
TEST(ContractDefaultTest, ATenantHasTheSameLuckEverywhere) {
  SiteConfiguration one = one_tranche_site();
  one.gpu[0].contract.term_months = 60;
  one.gpu[0].contract.default_hazard = 1.0;
  one.gpu[0].contract.tenant = "startup";
  SiteConfiguration two = one, other = one, blend;
  two.name = "two";
  other.name = "other";
  other.gpu[0].contract.tenant = "";
  blend.name = "blend";
  blend.power_mw = 10.2;
  blend.blend = {{"ai", 1.0}};
  Ledger ledger(book_study(12, {one, two, other, blend}));
  fill_gpu_market(ledger);
  std::uint64_t together = 0, apart = 0;
  for (std::uint64_t path = 0; path < 100; ++path) {
    ledger.close(path);
    for (int month = 0; month < 12; ++month) {
      const double first = ledger.item(LedgerItem::tenants_defaulted, month, 0);
      EXPECT_EQ(first, ledger.item(LedgerItem::tenants_defaulted, month, 1));
      together += first > 0.0 ? 1 : 0;
      apart += first != ledger.item(LedgerItem::tenants_defaulted, month, 2) ? 1 : 0;
      for (const LedgerItem item : {LedgerItem::contract_ai_revenue, LedgerItem::spot_ai_revenue,
                                    LedgerItem::power_cost, LedgerItem::tenants_defaulted}) {
        EXPECT_EQ(ledger.item(item, month, 3), ledger.item(item, month, 0));  // a blend of one site is that site
      }
    }
  }
  EXPECT_GT(together, 20U);
  EXPECT_GT(apart, 20U);
}

/// The common regime multiplies the hazard: with a factor of 0 nobody fails.
TEST(ContractDefaultTest, TheRegimeScalesTheHazard) {
  for (const double factor : {0.0, 1.0}) {
    Configuration configuration = book_study(4, {failing_site()});
    RegimeStateConfiguration calm, bust;
    calm.name = "calm";
    calm.transition = {{"calm", 0.5}, {"bust", 0.5}};
    bust.name = "bust";
    bust.transition = calm.transition;
    configuration.market.regime.state = {calm, bust};
    Ledger ledger(configuration);
    fill_gpu_market(ledger);
    ledger.set(driver_of(ledger.plan().market, RegimeDriver::default_factor), factor);
    ledger.close();
    EXPECT_EQ(ledger.item(LedgerItem::tenants_defaulted, 1), factor);
  }
}

}  // namespace
}  // namespace hashlease::testing
