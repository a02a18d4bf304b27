#pragma once

/// GPU fleets with contracts, on a calm tape. The fleet is that of gpu_site(): 6,400 GPUs, 0.99 of them sold: 6,336.

#include <cstdint>
#include <string>
#include <vector>

#include "site/support/ledger.hpp"

namespace hashlease::testing {

/// Hours of the months from January 2025.
inline constexpr int kHours2025[] = {744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744};

/// The whole fleet in one tranche at 2.5 USD per GPU-hour for 6 months.
inline SiteConfiguration one_tranche_site() {
  SiteConfiguration site = gpu_site();
  site.gpu[0].contract.share = 1.0;
  return site;
}

inline GpuContractConfiguration tranche_of(const std::string& name, double share, double rate, int term_months) {
  GpuContractConfiguration tranche;
  tranche.name = name;
  tranche.share = share;
  tranche.rate = rate;
  tranche.term_months = term_months;
  return tranche;
}

inline Configuration book_study(int months, const std::vector<SiteConfiguration>& sites) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = months;
  configuration.site = sites;
  return configuration;
}

/// Power at 40 USD/MWh, the market at 2 USD per GPU-hour, spot capacity 0.8 occupied; it earns 1,100 USD per GPU.
inline void fill_gpu_market(Ledger& ledger) {
  ledger.set(driver_of(MarketDriver::power_price_mean), 40.0);
  ledger.set(ledger.gpu(GpuDriver::lease_rate_end), 2.0);
  ledger.set(ledger.gpu(GpuDriver::occupancy_mean), 0.8);
  ledger.set(ledger.gpu(GpuDriver::spot_revenue), 1100.0);
}

/// Share of `trials` in standard errors of a share of the given probability away from it.
inline double deviations(std::uint64_t count, std::uint64_t trials, double probability) {
  const double n = static_cast<double>(trials);
  return (static_cast<double>(count) / n - probability) / std::sqrt(probability * (1.0 - probability) / n);
}

}  // namespace hashlease::testing
