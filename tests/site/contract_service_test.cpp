/// Availability, service credits, and what holds for any book.

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "site/support/gpu_book.hpp"

namespace hashlease::testing {
namespace {

/// 0.99 available where 0.995 is promised: 0.005 / 0.99 of the bill is missing, ten times that is credited.
TEST(ContractServiceTest, CreditsForHoursBelowThePromise) {
  for (const double multiple : {10.0, 100.0}) {
    SiteConfiguration site = gpu_site();
    site.gpu[0].promised_availability = 0.995;
    site.gpu[0].service_credit_multiple = multiple;
    Ledger ledger(book_study(1, {site}));
    fill_gpu_market(ledger);
    ledger.close();
    const double bill = 4752.0 * 2.5 * 744.0, credit = bill * std::min(multiple * 0.005 / 0.99, 1.0);
    EXPECT_NEAR(ledger.item(LedgerItem::service_credit, 0), credit, cents(9e6) * multiple);
    EXPECT_NEAR(ledger.item(LedgerItem::contract_ai_revenue, 0), bill - credit, cents(9e6) * multiple);
    EXPECT_NEAR(ledger.item(LedgerItem::spot_ai_revenue, 0), 1584.0 * 1100.0, cents(2e6));
  }
  SiteConfiguration kept = gpu_site();
  kept.gpu[0].promised_availability = 0.99;
  Ledger ledger(book_study(1, {kept}));
  fill_gpu_market(ledger);
  ledger.close();
  EXPECT_NEAR(ledger.item(LedgerItem::service_credit, 0), 0.0, 4.0);
}

/// Downtime of mean 0.01 with a log deviation of 0.8; its own deviation is 0.01 sqrt(exp(0.64) - 1) = 0.00947. The twin
/// compares with a mean of 0.0105.
TEST(ContractServiceTest, DowntimeHasItsMean) {
  SiteConfiguration site = gpu_site();
  site.gpu[0].downtime_log_deviation = 0.8;
  Ledger ledger(book_study(12, {site}));
  fill_gpu_market(ledger);
  double sum = 0.0, squares = 0.0;
  constexpr int kPaths = 4000;
  for (std::uint64_t path = 0; path < kPaths; ++path) {
    ledger.close(path);
    for (int month = 0; month < 12; ++month) {
      const double available = ledger.item(LedgerItem::gpu_hours_available, month) / (6400.0 * kHours2025[month]);
      sum += 1.0 - available;
      squares += (1.0 - available) * (1.0 - available);
    }
  }
  constexpr double kCount = kPaths * 12.0;
  const double mean = sum / kCount, deviation = std::sqrt(squares / kCount - mean * mean);
  EXPECT_LT(std::abs(mean - 0.01), 4.0 * 0.00947 / std::sqrt(kCount));
  EXPECT_GT(std::abs(mean - 0.0105), 8.0 * 0.00947 / std::sqrt(kCount));
  EXPECT_NEAR(deviation, 0.00947, 0.001);
}

GpuContractConfiguration random_tranche(std::mt19937& words, int number, double share) {
  const auto uniform = [&] { return static_cast<double>(words() >> 8) * 0x1p-24; };
  GpuContractConfiguration tranche =
      tranche_of(std::to_string(number), share, uniform() < 0.5 ? 0.0 : 4.0 * uniform(), 1 + int(words() % 18));
  tranche.start_month = words() % 6;
  tranche.take_or_pay = uniform() + 1e-3 * (1.0 - uniform());
  tranche.take_or_pay = std::min(tranche.take_or_pay, 1.0);
  tranche.use_share = uniform();
  tranche.use_response = uniform();
  tranche.sublet_share = uniform();
  tranche.prepayment = uniform();
  tranche.relet_lag_months = words() % 4;
  tranche.default_hazard = 2.0 * uniform();
  tranche.default_sensitivity = 5.0 * uniform();
  tranche.recovery_share = uniform();
  return tranche;
}

SiteConfiguration random_site(std::mt19937& words) {
  const auto uniform = [&] { return static_cast<double>(words() >> 8) * 0x1p-24; };
  SiteConfiguration site = gpu_site();
  GpuConfiguration& gpu = site.gpu[0];
  gpu.contract = {};
  gpu.availability = 0.9 + 0.1 * uniform();
  gpu.downtime_log_deviation = uniform() < 0.5 ? 0.0 : 2.0 * uniform();
  gpu.promised_availability = uniform() < 0.5 ? 0.0 : uniform();
  gpu.service_credit_multiple = 20.0 * uniform();
  gpu.resale_share = uniform();
  gpu.sublet_displacement = uniform();
  gpu.sell_idle = uniform() < 0.7;
  gpu.first_vacancy_months = words() % 4;
  const int count = 1 + static_cast<int>(words() % 5);
  for (int k = 0; k < count; ++k) gpu.tranche.push_back(random_tranche(words, k, 1.0 / count));
  return site;
}

/// On any book and market: no more is sold than there is; energy lies between all idle and all busy; a prepayment is
/// credited at most once; revenue and credits are not negative.
TEST(ContractServiceTest, IdentitiesOfRandomBooks) {
  std::mt19937 words(7);
  const auto uniform = [&] { return static_cast<double>(words() >> 8) * 0x1p-24; };
  for (int study = 0; study < 300; ++study) {
    const SiteConfiguration site = random_site(words);
    Ledger ledger(book_study(24, {site}));
    ledger.set(driver_of(MarketDriver::power_price_mean), 1.0);
    for (int month = 0; month < 24; ++month) {
      const double rate = 0.5 + 3.0 * uniform(), occupied = uniform() < 0.1 ? 1.0 : uniform();
      ledger.set(month, ledger.gpu(GpuDriver::lease_rate_end), rate);
      ledger.set(month, ledger.gpu(GpuDriver::occupancy_mean), occupied);
      ledger.set(month, ledger.gpu(GpuDriver::spot_revenue), rate * occupied * 730.0);
    }
    ledger.close(static_cast<std::uint64_t>(study));
    double owed = 0.0, received = 0.0;
    for (int month = 0; month < 24; ++month) {
      const double hours = static_cast<double>(ledger.plan().months[static_cast<std::size_t>(month)].hours);
      EXPECT_LE(ledger.item(LedgerItem::gpu_hours_sold, month), ledger.item(LedgerItem::gpu_hours_available, month));
      EXPECT_GE(ledger.item(LedgerItem::gpu_hours_sold, month), 0.0);
      EXPECT_LE(ledger.item(LedgerItem::power_cost, month), 10.2 * hours * (1.0 + 1e-5));
      EXPECT_GE(ledger.item(LedgerItem::power_cost, month), 0.3 * 10.2 * hours * (1.0 - 1e-5));
      EXPECT_GE(ledger.item(LedgerItem::contract_ai_revenue, month), -1.0);
      EXPECT_GE(ledger.item(LedgerItem::spot_ai_revenue, month), 0.0);
      EXPECT_GE(ledger.item(LedgerItem::service_credit, month), 0.0);
      received += ledger.item(LedgerItem::prepayment_received, month);
      owed += ledger.item(LedgerItem::prepayment_received, month) - ledger.item(LedgerItem::prepayment_credited, month);
      EXPECT_GE(owed, -1.0 - 1e-6 * received) << "study " << study << ", month " << month;
    }
    if (HasFailure()) FAIL() << "study " << study;
  }
}

}  // namespace
}  // namespace hashlease::testing
