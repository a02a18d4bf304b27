/// What a struct of the configuration holds before anything is read into it.

#include <functional>
#include <map>
#include <typeindex>

#include "config/keys/parameters.hpp"

namespace hashlease {
namespace {

/// One section of the table for each struct; those over the same struct have the same defaults.
std::map<std::type_index, const Section*> sections_by_struct() {
  std::map<std::type_index, const Section*> sections;
  const std::function<void(const Section&)> collect = [&](const Section& section) {
    sections.emplace(section.type, &section);
    for (const Section& child : section.sections) collect(child);
  };
  collect(configuration_section());
  return sections;
}

/// Sets every key of a struct that has a default to it.
template <class Struct>
void set_defaults(Struct* object) {
  static const Section* const section = sections_by_struct().at(typeid(Struct));
  for (const Parameter& row : section->parameters) {
    if (row.set != nullptr && !row.required()) row.set(object, *row.fallback);
  }
}

}  // namespace

RunConfiguration::RunConfiguration() { set_defaults(this); }
NetworkConfiguration::NetworkConfiguration() { set_defaults(this); }
PowerConfiguration::PowerConfiguration() { set_defaults(this); }
GpuDemandConfiguration::GpuDemandConfiguration() { set_defaults(this); }
GpuClassConfiguration::GpuClassConfiguration() { set_defaults(this); }
DependenceConfiguration::DependenceConfiguration() { set_defaults(this); }
SitePowerConfiguration::SitePowerConfiguration() { set_defaults(this); }
AsicConfiguration::AsicConfiguration() { set_defaults(this); }
SiteConfiguration::SiteConfiguration() { set_defaults(this); }
ColocationConfiguration::ColocationConfiguration() { set_defaults(this); }
ConversionConfiguration::ConversionConfiguration() { set_defaults(this); }
HazardConfiguration::HazardConfiguration() { set_defaults(this); }
BtcLoanConfiguration::BtcLoanConfiguration() { set_defaults(this); }
TreasuryConfiguration::TreasuryConfiguration() { set_defaults(this); }
DebtConfiguration::DebtConfiguration() { set_defaults(this); }
CovenantConfiguration::CovenantConfiguration() { set_defaults(this); }
GpuContractConfiguration::GpuContractConfiguration() { set_defaults(this); }
GpuConfiguration::GpuConfiguration() { set_defaults(this); }
GjrGarchConfiguration::GjrGarchConfiguration() { set_defaults(this); }
BatesConfiguration::BatesConfiguration() { set_defaults(this); }
BootstrapConfiguration::BootstrapConfiguration() { set_defaults(this); }
BtcConfiguration::BtcConfiguration() { set_defaults(this); }
GenerationConfiguration::GenerationConfiguration() { set_defaults(this); }
EmpiricalConfiguration::EmpiricalConfiguration() { set_defaults(this); }
RegimeStateConfiguration::RegimeStateConfiguration() { set_defaults(this); }
RegimeConfiguration::RegimeConfiguration() { set_defaults(this); }
Configuration::Configuration() { set_defaults(this); }

}  // namespace hashlease
