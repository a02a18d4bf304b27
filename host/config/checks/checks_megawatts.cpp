#include "config/checks/checks_megawatts.hpp"

#include <algorithm>

namespace hashlease {

double equipment_megawatts(const SiteConfiguration& site, const std::string& name) {
  double megawatts = 0.0;
  for (const GpuConfiguration& fleet : site.gpu) megawatts += fleet.delivered_by == name ? fleet.power_mw : 0.0;
  for (const ColocationConfiguration& hall : site.colocation) {
    megawatts += hall.delivered_by == name ? hall.critical_mw * hall.pue : 0.0;
  }
  return megawatts;
}

double delivered_megawatts(const ConversionConfiguration& conversion) {
  return conversion.mining_mw * conversion.convertible_share + conversion.new_mw;
}

double largest_megawatts(const SiteConfiguration& site) {
  double megawatts = equipment_megawatts(site, "");
  for (const AsicConfiguration& fleet : site.asic) megawatts += fleet.power_mw;
  for (const ConversionConfiguration& conversion : site.conversion) {
    megawatts += std::max(equipment_megawatts(site, conversion.name) - conversion.mining_mw, 0.0);
  }
  return megawatts;
}

}  // namespace hashlease
