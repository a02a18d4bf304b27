#pragma once

/// The megawatts of a site and who uses them; used by checks_*.cpp only.

#include <string>
#include <string_view>
#include <vector>

#include "config/findings/findings.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

/// Megawatts at the meter of the GPUs and halls that a conversion delivers; of those in service without one when `name`
/// is empty.
double equipment_megawatts(const SiteConfiguration& site, const std::string& name);
/// Megawatts at the meter that the construction of a conversion delivers.
double delivered_megawatts(const ConversionConfiguration& conversion);
/// The most that the equipment of a site uses at any date, whatever conversions are under way: phases of a conversion
/// change the use all in the same direction, so the most is before construction or after all of it.
double largest_megawatts(const SiteConfiguration& site);

/// Checks that several mechanisms share.
void check_phases(const std::string& path, const std::vector<double>& months, const std::vector<double>& shares,
                  Findings& findings);
void check_deviation(const std::string& path, std::string_view key, double mean, double deviation, Findings& findings);
void check_delivered_by(const SiteConfiguration& site, const std::string& path, const std::string& name,
                        Findings& findings);

/// Parts of check_sites.
void check_conversions(const SiteConfiguration& site, const std::string& path, Findings& findings);
void check_colocations(const Configuration& configuration, const SiteConfiguration& site, const std::string& path,
                       Findings& findings);

}  // namespace hashlease
