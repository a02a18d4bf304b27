#pragma once

#include <string>
#include <vector>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// A value of the configuration as people read it.
struct ConfigurationRow {
  std::string key;    // in full: market.gpu.H100.lease_rate
  std::string value;  // numbers with thousands separators
  std::string unit;
  std::string meaning;
};

/// Every value in the order of the parameter table, defaults included.
std::vector<ConfigurationRow> configuration_rows(const Configuration& configuration);

}  // namespace hashlease
