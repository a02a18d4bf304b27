#pragma once

#include "site/support/item_ledger.hpp"

namespace hashlease::testing {

/// 100 MW of miners, of which "build" turns 40 MW into 36 MW of H100 in two phases decided in month 1: works of 60 % in
/// month 1 and of 40 % in month 3, each 4 months long, at 1 MUSD per MW. One PH/s draws 20 kW, so 100 MW are 5,000
/// PH/s; a GPU draws 1.25 * 1.6 = 2 kW, so 36 MW are 18,000 GPUs.
inline SiteConfiguration converting_site() {
  SiteConfiguration site;
  site.name = "site";
  site.power_mw = 100.0;
  AsicConfiguration asic;
  asic.model = "S21";
  asic.power_mw = 100.0;
  asic.efficiency = 20.0;
  asic.curtail = true;
  site.asic.push_back(asic);
  GpuConfiguration gpu;
  gpu.gpu_class = "H100";
  gpu.power_mw = 36.0;
  gpu.kilowatt_per_gpu = 1.6;
  gpu.pue = 1.25;
  gpu.idle_power_share = 0.25;
  gpu.delivered_by = "build";
  site.gpu.push_back(gpu);
  ConversionConfiguration build;
  build.name = "build";
  build.month = 1;
  build.mining_mw = 40.0;
  build.convertible_share = 0.9;
  build.phase_months = {0.0, 2.0};
  build.phase_shares = {0.6, 0.4};
  build.lead_time_months = 4.0;
  build.capex_per_mw = 1e6;
  site.conversion.push_back(build);
  return site;
}

inline Configuration converting_study(int months, const SiteConfiguration& site) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = months;
  configuration.site = {site};
  return configuration;
}

}  // namespace hashlease::testing
