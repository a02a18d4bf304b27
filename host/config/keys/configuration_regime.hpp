#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hashlease {

/// What one state of the common regime changes.
struct RegimeStateConfiguration {
  RegimeStateConfiguration();
  std::string name;
  std::map<std::string, double> transition;  // to state -> probability a month; adds up to 1
  double btc_drift{};                        // added to annual_drift [1/year]
  double btc_volatility_factor{};            // of annual_volatility
  double btc_jump_factor{};                  // of jump_intensity, with the model regime
  double lease_demand{};                     // mean of the common log demand factor
  double power_level{};                      // added to the daily mean in asinh(p / 10 USD/MWh)
  double default_hazard_factor{};            // of every customer's and tenant's hazard
};

/// A Markov chain over months that the whole market shares; without states there is none.
struct RegimeConfiguration {
  RegimeConfiguration();
  std::string initial;  // state of the first month; empty: the first state
  std::vector<RegimeStateConfiguration> state;
};

}  // namespace hashlease
