#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// How power that a tenant pays for appears in the books: as revenue and cost, or set off against cost.
enum class PowerBilling { gross, net };

/// A hall leased by the critical kilowatt. Deviations belong to lognormal distributions with the mean given.
struct ColocationConfiguration {
  std::string name;
  std::string tenant;        // whose luck it has; empty: "<site>.<name>"
  std::string delivered_by;  // conversion that builds it; empty: it follows its own phases
  double critical_mw = 0.0;  // IT power leased [MW]
  double pue = 1.3;
  double load_factor = 1.0;                  // mean IT power drawn, of critical_mw
  double rate_per_kw_month = 0.0;            // [USD/kW-month]
  double annual_escalator = 0.0;             // [1/year]
  std::int64_t term_months = 144;            // [month]
  std::vector<double> phase_months = {0.0};  // planned delivery, counted from the start [month]
  std::vector<double> phase_shares = {1.0};
  double delay_months = 0.0;     // mean delay of each phase delivered after the start [month]
  double delay_deviation = 0.0;  // [month]
  PowerBilling power_billing = PowerBilling::gross;
  double power_pass_through = 1.0;   // share of power billed to the tenant
  double power_markup = 0.0;         // on power billed
  double tenant_capex_per_mw = 0.0;  // capital expenditure that the tenant pays [USD/MW of critical power]
  double rent_credit_share = 0.5;    // of each month's rent withheld until the tenant has its capital back
  double default_hazard = 0.0;       // at or below the market rent [1/year]
  double default_sensitivity = 0.0;  // per unit of ln(rent / market rent)
  double recovery_share = 0.0;       // of the rent of the term left, at most a year
  std::int64_t relet_lag_months = 6;
  double market_rate_per_kw_month = 0.0;  // market rent at the start; 0: that of the contract [USD/kW-month]
  double market_growth = 0.0;             // [1/year]
  std::string market_class;               // GPU class whose lease demand moves the market rent; empty: none
  double market_elasticity = 0.0;         // of the market rent to the lease rate over its trend
};

}  // namespace hashlease
