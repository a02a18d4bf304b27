#pragma once

#include "site/support/ledger.hpp"

namespace hashlease::testing {

/// Every item of the ledger of one path on a tape that a test writes by hand.
class ItemLedger : public Ledger {
 public:
  using Ledger::Ledger;

  void close(std::uint64_t path = 0) {
    columns_.assign(static_cast<std::size_t>(plan_.layout.column_count()), 0.0F);
    months_.clear();
    months_.resize(static_cast<std::size_t>(plan_.sites.site_count));
    for (std::vector<SiteLedger<float>>& site : months_) site.resize(static_cast<std::size_t>(plan_.sites.month_count));
    const TapeReader reader{tape_.data(), 1, driver_count(plan_.market)};
    const MarketView<float> view{plan_.market, plan_.months.data(), reader, make_path_lanes<float>(path)};
    const SitePathSimulator<float, Keeper> simulate{plan_.sites, view, Keeper{&months_}};
    simulate(ColumnWriter{columns_.data(), 1});
  }
  double item(LedgerItem which, int month, int site = 0) const {
    return static_cast<double>(months_[static_cast<std::size_t>(site)][static_cast<std::size_t>(month)][which]);
  }
  double sum(LedgerItem which, int site = 0) const {
    double total = 0.0;
    for (int month = 0; month < plan_.sites.month_count; ++month) total += item(which, month, site);
    return total;
  }

 private:
  struct Keeper {
    std::vector<std::vector<SiteLedger<float>>>* months;
    void operator()(int site, int month, const SiteLedger<float>& ledger) const {
      (*months)[static_cast<std::size_t>(site)][static_cast<std::size_t>(month)] = ledger;
    }
  };

  std::vector<std::vector<SiteLedger<float>>> months_;
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
