#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/checks/checks_megawatts.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {
namespace {

void check_market_class(const Configuration& configuration, const ColocationConfiguration& hall,
                        const std::string& path, Findings& findings) {
  if (hall.market_class.empty()) {
    if (hall.market_elasticity != 0.0)
      findings.add(path + ".market_elasticity",
                   "needs market_class, the GPU class whose lease rate moves the market rent");
    return;
  }
  std::vector<std::string> known;
  for (const GpuClassConfiguration& gpu : configuration.market.gpu) known.push_back(gpu.name);
  if (std::find(known.begin(), known.end(), hall.market_class) != known.end()) return;
  findings.add(path + ".market_class",
               fmt::format("there is no [[market.gpu]] of class {}; {}", toml_string(hall.market_class),
                           suggestion(hall.market_class, known)));
}

void check_hall(const Configuration& configuration, const SiteConfiguration& site, const ColocationConfiguration& hall,
                const std::string& path, Findings& findings) {
  check_phases(path, hall.phase_months, hall.phase_shares, findings);
  check_deviation(path + ".delay_deviation", "delay_months", hall.delay_months, hall.delay_deviation, findings);
  check_delivered_by(site, path + ".delivered_by", hall.delivered_by, findings);
  const ColocationConfiguration plain;
  const bool own_phases = hall.phase_months != plain.phase_months || hall.phase_shares != plain.phase_shares ||
                          hall.delay_months != plain.delay_months;
  if (!hall.delivered_by.empty() && own_phases) {
    findings.add(path + ".delivered_by",
                 "a hall that a conversion delivers has no dates of its own; remove phase_months, phase_shares and "
                 "delay_months");
  }
  if (!findings.touch("market.gpu")) check_market_class(configuration, hall, path, findings);
}

}  // namespace

void check_colocations(const Configuration& configuration, const SiteConfiguration& site, const std::string& path,
                       Findings& findings) {
  for (const ColocationConfiguration& hall : site.colocation) {
    check_hall(configuration, site, hall, path + ".colocation." + hall.name, findings);
  }
}

}  // namespace hashlease
