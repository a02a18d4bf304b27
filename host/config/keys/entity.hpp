#pragma once

#include <string>
#include <vector>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// Treasury, debt and covenants that a site runs on.
struct EntityConfiguration {
  bool is_kept = false;  // the site has a treasury or debt
  TreasuryConfiguration treasury;
  std::vector<DebtConfiguration> debt;  // in the order of seniority
  CovenantConfiguration covenant;
  std::vector<std::string> conflicts;  // why the sites of a blend cannot be one entity; one sentence each
};

/// A site's own entity. A blend has the tables it writes itself; those it leaves out are its parts': amounts are added
/// up, each times the part's share of megawatts; rules (levels, shares, policies) have to agree among the parts they
/// matter to, for bitcoin those that hold or mine any. Debt of all parts stands side by side.
EntityConfiguration entity_of(const Configuration& configuration, const SiteConfiguration& site);

}  // namespace hashlease
