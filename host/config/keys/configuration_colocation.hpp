#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// How power that a tenant pays for appears in the books: as revenue and cost, or set off against cost.
enum class PowerBilling { gross, net };

/// A hall leased by the critical kilowatt. Deviations belong to lognormal distributions with the mean given.
struct ColocationConfiguration {
  ColocationConfiguration();
  std::string name;
  std::string tenant;        // whose luck it has; empty: "<site>.<name>"
  std::string delivered_by;  // conversion that builds it; empty: it follows its own phases
  double critical_mw{};      // IT power leased [MW]
  double pue{};
  double load_factor{};              // mean IT power drawn, of critical_mw
  double rate_per_kw_month{};        // [USD/kW-month]
  double annual_escalator{};         // [1/year]
  std::int64_t term_months{};        // [month]
  std::vector<double> phase_months;  // planned delivery, counted from the start [month]
  std::vector<double> phase_shares;
  double delay_months{};     // mean delay of each phase delivered after the start [month]
  double delay_deviation{};  // [month]
  PowerBilling power_billing{};
  double power_pass_through{};   // share of power billed to the tenant
  double power_markup{};         // on power billed
  double tenant_capex_per_mw{};  // capital expenditure that the tenant pays [USD/MW of critical power]
  double rent_credit_share{};    // of each month's rent withheld until the tenant has its capital back
  double default_hazard{};       // at or below the market rent [1/year]
  double default_sensitivity{};  // per unit of ln(rent / market rent)
  double recovery_share{};       // of the rent of the term left, at most a year
  std::int64_t relet_lag_months{};
  double market_rate_per_kw_month{};  // market rent at the start; 0: that of the contract [USD/kW-month]
  double market_growth{};             // [1/year]
  std::string market_class;           // GPU class whose lease demand moves the market rent; empty: none
  double market_elasticity{};         // of the market rent to the lease rate over its trend
};

}  // namespace hashlease
