#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/checks/checks_megawatts.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {

void check_phases(const std::string& path, const std::vector<double>& months, const std::vector<double>& shares,
                  Findings& findings) {
  if (findings.touch(path + ".phase_months") || findings.touch(path + ".phase_shares")) return;
  if (months.size() != shares.size()) {
    findings.add(path + ".phase_shares", fmt::format("has {} values where phase_months has {}; give one for each phase",
                                                     shares.size(), months.size()));
    return;
  }
  double total = 0.0;
  for (const double share : shares) total += share;
  if (std::abs(total - 1.0) > kDecimalTolerance) {
    findings.add(path + ".phase_shares", fmt::format("the shares add up to {:.6g}, not to 1", total));
  }
}

void check_deviation(const std::string& path, std::string_view key, double mean, double deviation, Findings& findings) {
  if (mean > 0.0 || deviation == 0.0) return;
  findings.add(path,
               fmt::format("{} is 0, about which nothing deviates; set {} above 0 or the deviation to 0", key, key));
}

namespace {

bool ends(const ConversionConfiguration& conversion, const AsicConfiguration& fleet) {
  const auto& names = conversion.asic;
  return names.empty() || std::find(names.begin(), names.end(), fleet.model) != names.end();
}

/// Fleets exist, have the megawatts, and end once only.
void check_fleets(const SiteConfiguration& site, const ConversionConfiguration& conversion, const std::string& path,
                  std::set<std::string>& taken, Findings& findings) {
  std::vector<std::string> known;
  for (const AsicConfiguration& fleet : site.asic) known.push_back(fleet.model);
  bool all_known = true;
  for (const std::string& name : conversion.asic) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    all_known = false;
    findings.add(path + ".asic", fmt::format("the site has no [[site.asic]] of model {}; {}", toml_string(name),
                                             suggestion(name, known)));
  }
  if (!all_known || conversion.mining_mw == 0.0) return;
  double megawatts = 0.0;
  for (const AsicConfiguration& fleet : site.asic) {
    if (!ends(conversion, fleet)) continue;
    megawatts += fleet.power_mw;
    if (taken.insert(fleet.model).second) continue;
    findings.add(path + ".asic", fmt::format("{} is converted by an earlier [[site.conversion]]; make it two fleets",
                                             toml_string(fleet.model)));
  }
  if (conversion.mining_mw <= megawatts * (1.0 + kDecimalTolerance)) return;
  findings.add(path + ".mining_mw",
               fmt::format("{} MW end, but the fleets have {:.6g} MW", conversion.mining_mw, megawatts));
}

/// What triggers on a margin has that margin.
void check_trigger(const SiteConfiguration& site, const ConversionConfiguration& conversion, const std::string& path,
                   Findings& findings) {
  if (conversion.trigger == ConversionTrigger::date) return;
  if (conversion.mining_mw == 0.0 && !findings.touch(path + ".mining_mw")) {
    findings.add(path + ".trigger", "a margin decides only where mining ends: set mining_mw above 0");
  }
  if (conversion.trigger != ConversionTrigger::margin_ratio) return;
  std::set<std::string> classes;
  int halls = 0;
  for (const GpuConfiguration& fleet : site.gpu) {
    if (fleet.delivered_by == conversion.name) classes.insert(fleet.gpu_class);
  }
  for (const ColocationConfiguration& hall : site.colocation) halls += hall.delivered_by == conversion.name ? 1 : 0;
  if (classes.empty() && halls == 0) {
    findings.add(path + ".trigger",
                 "no equipment names this conversion in delivered_by, so that AI has no margin to compare");
  }
  if (classes.size() > 1 || halls > 1) {
    findings.add(path + ".trigger", "the AI margin takes GPUs of one class and one hall; use several conversions");
  }
}

/// Construction delivers enough for the equipment, and costs what tenants pay of it.
void check_delivery(const SiteConfiguration& site, const ConversionConfiguration& conversion, const std::string& path,
                    Findings& findings) {
  const double delivered = delivered_megawatts(conversion);
  const double used = equipment_megawatts(site, conversion.name);
  if (used > delivered * (1.0 + kDecimalTolerance)) {
    findings.add(path, fmt::format("the equipment delivered uses {:.6g} MW; construction delivers {:.6g} MW (mining_mw "
                                   "* convertible_share + new_mw)",
                                   used, delivered));
  }
  double tenants = 0.0;
  for (const ColocationConfiguration& hall : site.colocation) {
    if (hall.delivered_by == conversion.name) tenants += hall.tenant_capex_per_mw * hall.critical_mw;
  }
  const double cost = conversion.capex_per_mw * delivered;
  if (tenants <= cost * (1.0 + kDecimalTolerance)) return;
  findings.add(path + ".capex_per_mw",
               fmt::format("tenants pay {:.6g} USD of construction that costs {:.6g} USD", tenants, cost));
}

void check_conversion(const SiteConfiguration& site, const ConversionConfiguration& conversion, const std::string& path,
                      std::set<std::string>& taken, Findings& findings) {
  check_phases(path, conversion.phase_months, conversion.phase_shares, findings);
  check_deviation(path + ".queue_delay_deviation", "queue_delay_months", conversion.queue_delay_months,
                  conversion.queue_delay_deviation, findings);
  check_deviation(path + ".capex_overrun_deviation", "capex_per_mw", conversion.capex_per_mw,
                  conversion.capex_overrun_deviation, findings);
  if (!findings.touch(path + ".asic")) check_fleets(site, conversion, path, taken, findings);
  check_trigger(site, conversion, path, findings);
  check_delivery(site, conversion, path, findings);
}

}  // namespace

void check_conversions(const SiteConfiguration& site, const std::string& path, Findings& findings) {
  std::set<std::string> taken;
  for (const ConversionConfiguration& conversion : site.conversion) {
    check_conversion(site, conversion, path + ".conversion." + conversion.name, taken, findings);
  }
}

void check_delivered_by(const SiteConfiguration& site, const std::string& path, const std::string& name,
                        Findings& findings) {
  if (name.empty()) return;
  std::vector<std::string> known;
  for (const ConversionConfiguration& conversion : site.conversion) known.push_back(conversion.name);
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  findings.add(path, known.empty() ? std::string("the site has no [[site.conversion]]")
                                   : fmt::format("the site has no [[site.conversion]] of name {}; {}",
                                                 toml_string(name), suggestion(name, known)));
}

}  // namespace hashlease
