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

bool has_equipment(const SiteConfiguration& site) {
  return !site.asic.empty() || !site.gpu.empty() || !site.colocation.empty();
}

const SiteConfiguration* find_site(const Configuration& configuration, const std::string& name) {
  const auto found = std::find_if(configuration.site.begin(), configuration.site.end(),
                                  [&](const SiteConfiguration& site) { return site.name == name; });
  return found == configuration.site.end() ? nullptr : &*found;
}

/// Fleets whose megawatts could not be read count as 0, so what is reported is too much in any case.
void check_megawatts(const SiteConfiguration& site, const std::string& path, Findings& findings) {
  const double used = largest_megawatts(site);
  if (used <= site.power_mw * (1.0 + kDecimalTolerance)) return;
  findings.add(path + ".power_mw", fmt::format("the equipment uses {:.10g} MW, {:.6g} MW more than the site's {} MW",
                                               used, used - site.power_mw, site.power_mw));
}

void check_gpu_classes(const Configuration& configuration, const SiteConfiguration& site, const std::string& path,
                       Findings& findings) {
  std::vector<std::string> known;
  for (const GpuClassConfiguration& gpu : configuration.market.gpu) known.push_back(gpu.name);
  for (const GpuConfiguration& fleet : site.gpu) {
    if (std::find(known.begin(), known.end(), fleet.gpu_class) != known.end()) continue;
    const std::string fleet_path = path + ".gpu." + fleet.gpu_class;
    if (findings.touch(fleet_path + ".class")) continue;
    findings.add(fleet_path + ".class", fmt::format("there is no [[market.gpu]] of class {}; {}",
                                                    toml_string(fleet.gpu_class), suggestion(fleet.gpu_class, known)));
  }
}

/// What is wrong with one share of a blend, or empty.
std::string blend_violation(const Configuration& configuration, const SiteConfiguration& site,
                            const std::string& other_name) {
  if (other_name == site.name) return "a site cannot blend itself";
  const SiteConfiguration* other = find_site(configuration, other_name);
  if (other == nullptr) {
    std::vector<std::string> known;
    for (const SiteConfiguration& candidate : configuration.site) {
      if (candidate.name != site.name && candidate.blend.empty()) known.push_back(candidate.name);
    }
    return fmt::format("there is no site {}; {}", toml_string(other_name), suggestion(other_name, known));
  }
  if (!other->blend.empty()) return fmt::format("{} is a blend itself; blend the sites behind it", other_name);
  return {};
}

void check_blend(const Configuration& configuration, const SiteConfiguration& site, const std::string& path,
                 Findings& findings) {
  double total = 0.0;
  for (const auto& [name, share] : site.blend) {
    total += share;
    const std::string violation = blend_violation(configuration, site, name);
    if (!violation.empty()) findings.add(path + ".blend." + name, violation);
  }
  if (total > 1.0 + kDecimalTolerance) {
    findings.add(path + ".blend", fmt::format("the shares add up to {:.6g}, which is above 1", total));
  }
  const SitePowerConfiguration& power = site.power;
  const bool own_power =
      power.fixed_share != 0.0 || power.fixed_price != 0.0 || power.sell_back || power.demand_response_rate != 0.0;
  if (own_power) findings.add(path + ".power", "a blend buys its power like the sites it blends; remove this table");
  if (site.operating_cost_per_mw_month != 0.0) {
    findings.add(path + ".operating_cost_per_mw_month", "a blend costs what the sites it blends cost; remove this key");
  }
  const HazardConfiguration& hazard = site.hazard;
  if (hazard.mining_ban_hazard > 0.0 || hazard.policy_jump_hazard > 0.0) {
    findings.add(path + ".hazard", "a blend has the hazards of the sites it blends; remove this table");
  }
  if (!site.conversion.empty()) {
    findings.add(path + ".conversion." + site.conversion.front().name,
                 "a blend converts as the sites it blends; remove this table");
  }
}

void check_site(const Configuration& configuration, const SiteConfiguration& site, Findings& findings) {
  const std::string path = "site." + site.name;
  const bool equipment_known = !findings.touch(path + ".asic") && !findings.touch(path + ".gpu");
  const bool blend_known = !findings.touch(path + ".blend");
  if (equipment_known && blend_known && site.blend.empty() && !has_equipment(site)) {
    findings.add(path, "the site has neither equipment ([[site.asic]], [[site.gpu]], [[site.colocation]]) nor a blend");
  }
  if (!site.blend.empty() && has_equipment(site)) {
    findings.add(path + ".blend", "a site has either equipment or a blend, not both");
  }
  if (!findings.touch(path + ".power_mw")) check_megawatts(site, path, findings);
  if (!findings.touch("market.gpu")) check_gpu_classes(configuration, site, path, findings);
  check_gpu_fleets(site, path, findings);
  for (const GpuConfiguration& fleet : site.gpu) {
    check_delivered_by(site, path + ".gpu." + fleet.gpu_class + ".delivered_by", fleet.delivered_by, findings);
  }
  check_conversions(site, path, findings);
  check_colocations(configuration, site, path, findings);
  if (blend_known && !site.blend.empty()) check_blend(configuration, site, path, findings);
}

}  // namespace

void check_sites(const Configuration& configuration, Findings& findings) {
  for (const SiteConfiguration& site : configuration.site) {
    // A site without a usable name was reported as such, and its places are not known by name.
    if (!site.name.empty() && !findings.touch("site." + site.name + ".name")) {
      check_site(configuration, site, findings);
    }
  }
}

}  // namespace hashlease
