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

/// Construction that ends mining on some megawatts and delivers others. What it delivers is equipment of the site that
/// names it in `delivered_by`; without any, it is the end of mining. Deviations belong to lognormal distributions with
/// the mean given; 0 makes the mean certain.
struct ConversionConfiguration {
  ConversionConfiguration();
  std::string name;
  std::string project;  // whose luck it has; empty: "<site>.<name>"
  ConversionTrigger trigger{};
  std::int64_t month{};           // decision, or first month in which it may be taken, counted from the start, 0 first
  double margin_ratio{};          // AI margin over mining margin at which the site converts
  double mining_margin{};         // mining margin below which the site converts [USD/MW-month]
  std::int64_t months_in_row{};   // for which the trigger has to hold
  std::vector<std::string> asic;  // fleets that end; empty: all of the site
  double mining_mw{};             // mining power that ends, at the meter [MW]
  double convertible_share{};     // of mining_mw that can be used again
  double new_mw{};                // power delivered on top of what is converted, at the meter [MW]
  std::vector<double> phase_months;  // after the decision [month]
  std::vector<double> phase_shares;
  double queue_delay_months{};     // mean wait for the grid between decision and construction [month]
  double queue_delay_deviation{};  // [month]
  double lead_time_months{};       // mean time of construction of a phase [month]
  double lead_time_deviation{};    // [month]
  double capex_per_mw{};           // of power delivered [USD/MW]
  double capex_overrun{};          // mean, as a share of capex
  double capex_overrun_deviation{};
  double construction_rate{};  // interest until delivery [1/year]
  double salvage_days{};       // price of machines in days of their gross revenue [day]
  double sale_per_mw{};        // price of the mining power that ends [USD/MW]
  bool ends_operating_cost{};  // of the mining power that ends
};

/// Events that end mining or make it dearer.
struct HazardConfiguration {
  HazardConfiguration();
  std::string jurisdiction;     // whose luck it is; empty: the site's own
  double mining_ban_hazard{};   // [1/year]
  double policy_jump_hazard{};  // [1/year]
  double policy_levy{};         // on the energy of mining from the jump on [USD/MWh]
};

}  // namespace hashlease
