#include "results/equipment.hpp"

#include <cstddef>
#include <string>

namespace hashlease {

namespace {

/// Adds a site's own equipment, `scale` times.
void add(EquipmentTables& tables, std::size_t site, const SiteConfiguration& owner, double scale) {
  for (const AsicConfiguration& fleet : owner.asic) {
    tables.mining_power[site] += scale * fleet.power_mw;
    // A megawatt at the machines over J/TH is as many EH/s.
    tables.hashrate[site] += scale * fleet.power_mw / (fleet.efficiency * fleet.pue);
  }
  for (const GpuConfiguration& fleet : owner.gpu) {
    const double it_power = scale * fleet.power_mw / fleet.pue;
    tables.gpu_power[site] += scale * fleet.power_mw;
    tables.gpu_it_power[site] += it_power;
    tables.gpu_count[site] += 1000.0 * it_power / fleet.kilowatt_per_gpu;
  }
  for (const ColocationConfiguration& hall : owner.colocation) tables.hall_it_power[site] += scale * hall.critical_mw;
}

}  // namespace

EquipmentTables equipment_tables(const Configuration& configuration) {
  const std::vector<SiteConfiguration>& sites = configuration.site;
  EquipmentTables tables;
  for (auto* values : {&tables.hashrate, &tables.mining_power, &tables.gpu_count, &tables.gpu_power,
                       &tables.gpu_it_power, &tables.hall_it_power}) {
    values->assign(sites.size(), 0.0);
  }
  for (std::size_t site = 0; site < sites.size(); ++site) {
    if (sites[site].blend.empty()) add(tables, site, sites[site], 1.0);
    for (const auto& [name, share] : sites[site].blend) {
      for (const SiteConfiguration& part : sites) {
        if (part.name == name) add(tables, site, part, share * sites[site].power_mw / part.power_mw);
      }
    }
  }
  return tables;
}

}  // namespace hashlease
