#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// What makes a site convert.
enum class ConversionTrigger {
  date,          // a month that is given
  margin_ratio,  // a megawatt of AI earns a multiple of a megawatt of mining
  mining_margin  // a megawatt of mining earns too little
};

/// Works that end mining on some megawatts and deliver others. What they deliver is equipment of the site that names
/// them in `delivered_by`; without any, it is the end of mining. Deviations belong to lognormal distributions with the
/// mean given; 0 makes the mean certain.
struct ConversionConfiguration {
  std::string name;
  std::string project;  // whose luck it has; empty: "<site>.<name>"
  ConversionTrigger trigger = ConversionTrigger::date;
  std::int64_t month = 0;          // decision, or first month in which it may be taken, counted from the start, 0 first
  double margin_ratio = 1.0;       // AI margin over mining margin at which the site converts
  double mining_margin = 0.0;      // mining margin below which the site converts [USD/MW-month]
  std::int64_t months_in_row = 3;  // for which the trigger has to hold
  std::vector<std::string> asic;   // fleets that end; empty: all of the site
  double mining_mw = 0.0;          // mining power that ends, at the meter [MW]
  double convertible_share = 1.0;  // of mining_mw that can be used again
  double new_mw = 0.0;             // power delivered on top of what is converted, at the meter [MW]
  std::vector<double> phase_months = {0.0};  // after the decision [month]
  std::vector<double> phase_shares = {1.0};
  double queue_delay_months = 0.0;     // mean wait for the grid between decision and works [month]
  double queue_delay_deviation = 0.0;  // [month]
  double lead_time_months = 12.0;      // mean time of the works of a phase [month]
  double lead_time_deviation = 0.0;    // [month]
  double capex_per_mw = 0.0;           // of power delivered [USD/MW]
  double capex_overrun = 0.0;          // mean, as a share of capex
  double capex_overrun_deviation = 0.0;
  double construction_rate = 0.0;    // interest until delivery [1/year]
  double salvage_days = 0.0;         // price of machines in days of their gross revenue [day]
  double sale_per_mw = 0.0;          // price of the mining power that ends [USD/MW]
  bool ends_operating_cost = false;  // of the mining power that ends
};

/// Events that end mining or make it dearer.
struct HazardConfiguration {
  std::string jurisdiction;         // whose luck it is; empty: the site's own
  double mining_ban_hazard = 0.0;   // [1/year]
  double policy_jump_hazard = 0.0;  // [1/year]
  double policy_levy = 0.0;         // on the energy of mining from the jump on [USD/MWh]
};

}  // namespace hashlease
