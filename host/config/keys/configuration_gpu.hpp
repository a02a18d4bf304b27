#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// A tranche of a GPU fleet: the part of it that one customer leases, and its successors after it.
struct GpuContractConfiguration {
  GpuContractConfiguration();
  std::string name;    // of a tranche of a book
  std::string tenant;  // whose luck it has; empty: "<site>.<class>", or "<site>.<class>.<name>" in a book
  double share{};      // of the fleet under contract
  std::int64_t term_months{};
  double rate{};                    // [USD per GPU-hour] of the first term; 0: the market rate of the day for the term
  std::int64_t start_month{};       // after the first vacancy [month]
  double take_or_pay{};             // share of the hours that is paid for, used or not
  double use_share{};               // share of the hours that is used at neutral demand
  double use_response{};            // of use to the spot occupancy over its neutral value
  double sublet_share{};            // of hours paid for and not used that the customer offers on the spot market
  double prepayment{};              // share of the committed value, paid at signing
  std::int64_t relet_lag_months{};  // between a customer and the next [month]
  double default_hazard{};          // at or below the market rate [1/year]
  double default_sensitivity{};     // per unit of ln(rate / market rate)
  double recovery_share{};          // of the claim against a customer in default
  double recovery_cap_months{};     // of committed payments, largest claim [month]
};

struct GpuConfiguration {
  GpuConfiguration();
  std::string gpu_class;      // key `class`
  std::string delivered_by;   // conversion that builds the fleet; empty: in service from the start
  double power_mw{};          // at the meter with all GPUs busy [MW]
  double kilowatt_per_gpu{};  // critical IT load per GPU [kW]
  double pue{};
  double availability{};                          // share of GPU-hours that can be sold
  double downtime_log_deviation{};                // of the month's downtime, of which 1 - availability is the mean
  double promised_availability{};                 // below which customers get service credits; 0: no promise
  double service_credit_multiple{};               // credit over the value of the hours missing to the promise
  double idle_power_share{};                      // power of an idle GPU over that of a busy one
  std::int64_t first_vacancy_months{};            // before the first customer under contract [month]
  bool sell_idle{};                               // GPUs without a contract are sold on the spot market
  double resale_share{};                          // of contracted hours neither used nor paid for that is sold there
  double sublet_displacement{};                   // hours the site sells less for each hour sublet by customers
  GpuContractConfiguration contract;              // the only tranche, or
  std::vector<GpuContractConfiguration> tranche;  // a book
};

}  // namespace hashlease
