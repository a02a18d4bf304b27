#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hashlease {

/// What one state of the common regime changes.
struct RegimeStateConfiguration {
  std::string name;
  std::map<std::string, double> transition;  // to state -> probability a month; adds up to 1
  double btc_drift = 0.0;                    // added to annual_drift [1/year]
  double btc_volatility_factor = 1.0;        // of annual_volatility
  double btc_jump_factor = 1.0;              // of jump_intensity, with the model regime
  double lease_demand = 0.0;                 // mean of the common log demand factor
  double power_level = 0.0;                  // added to the daily mean in asinh(p / 10 USD/MWh)
  double default_hazard_factor = 1.0;        // of every customer's and tenant's hazard
};

/// A Markov chain over months that the whole market shares; without states there is none.
struct RegimeConfiguration {
  std::string initial;  // state of the first month; empty: the first state
  std::vector<RegimeStateConfiguration> state;
};

}  // namespace hashlease
