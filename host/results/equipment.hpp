#pragma once

#include <vector>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// What stands at each site when all of it is in service: mining fleets before any conversion, GPUs and halls that a
/// conversion delivers included. Axis: site. A blend has its shares of the equipment of its parts.
struct EquipmentTables {
  std::vector<double> hashrate;       // of all ASICs, running [EH/s]
  std::vector<double> mining_power;   // at the meter, all ASICs running [MW]
  std::vector<double> gpu_count;      // not a whole number where megawatts say how many
  std::vector<double> gpu_power;      // at the meter, all GPUs busy [MW]
  std::vector<double> gpu_it_power;   // critical IT load of the GPUs [MW]
  std::vector<double> hall_it_power;  // critical IT power of colocation halls [MW]
};

EquipmentTables equipment_tables(const Configuration& configuration);

}  // namespace hashlease
