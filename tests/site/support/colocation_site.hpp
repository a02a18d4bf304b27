#pragma once

#include "site/support/item_ledger.hpp"

namespace hashlease::testing {

/// Length of a month of 2025 to 2027 over the average month of 730.5 h, month 0 January.
inline double month_length(int month) {
  const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month % 12] * 24.0 / 730.5;
}

/// A hall of 10 MW of IT power at 100 USD/kW-month: 1,000,000 USD in a month of average length. At a PUE of 1.25 and a
/// load of 0.8 it draws 10 MW at the meter.
inline SiteConfiguration colocation_site() {
  SiteConfiguration site;
  site.name = "shell";
  site.power_mw = 12.5;
  ColocationConfiguration hall;
  hall.name = "hall";
  hall.critical_mw = 10.0;
  hall.pue = 1.25;
  hall.load_factor = 0.8;
  hall.rate_per_kw_month = 100.0;
  hall.power_billing = PowerBilling::net;
  site.colocation.push_back(hall);
  return site;
}

inline Configuration months_of(int count, const std::vector<SiteConfiguration>& sites) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = count;
  configuration.site = sites;
  return configuration;
}

}  // namespace hashlease::testing
