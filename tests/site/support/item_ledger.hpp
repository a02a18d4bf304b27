#pragma once

#include "site/support/ledger.hpp"

namespace hashlease::testing {

/// Sums of items of the ledger of one path on a tape that a test writes by hand.
class ItemLedger : public Ledger {
 public:
  using Ledger::Ledger;

  double sum(LedgerItem which, int site = 0) const {
    double total = 0.0;
    for (int month = 0; month < plan_.sites.month_count; ++month) total += item(which, month, site);
    return total;
  }
};

/// 40 USD/MWh, H100 at 2 USD per GPU-hour and 80 % occupied, hashprice 50; machines of profile 0 run all hours.
inline void fill_calm_tape(ItemLedger& ledger) {
  const StudyPlan& plan = ledger.plan();
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  ledger.set(driver_of(MarketDriver::hashprice_mean), 50.0);
  ledger.set(ledger.gpu(GpuDriver::lease_rate_end), 2.0);
  ledger.set(ledger.gpu(GpuDriver::lease_rate_mean), 2.0);
  ledger.set(ledger.gpu(GpuDriver::occupancy_mean), 0.8);
  for (int month = 0; month < plan.sites.month_count; ++month) {
    const double hours = static_cast<double>(plan.months[static_cast<std::size_t>(month)].hours);
    ledger.set(month, ledger.gpu(GpuDriver::spot_revenue), 0.8 * 2.0 * hours);
    for (int profile = 0; profile < plan.market.mining_profile_count; ++profile) {
      ledger.set(month, driver_of(profile, MiningDriver::mining_revenue), 50.0 * hours / 24.0);
      ledger.set(month, driver_of(profile, MiningDriver::run_hours), hours);
      ledger.set(month, driver_of(profile, MiningDriver::spot_cost), 40.0 * hours);
    }
  }
}

/// Whether a count is what `trials` of the given probability make likely, at 4 standard errors.
inline bool is_likely(std::uint64_t count, std::uint64_t trials, double probability) {
  const double n = static_cast<double>(trials);
  const double error = std::sqrt(probability * (1.0 - probability) / n);
  return std::abs(static_cast<double>(count) / n - probability) < 4.0 * error;
}

}  // namespace hashlease::testing
