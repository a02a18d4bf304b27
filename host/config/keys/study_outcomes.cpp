#include "config/keys/study_outcomes.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "config/keys/entity.hpp"

namespace hashlease {
namespace {

bool builds(const SiteConfiguration& site) {
  return !site.conversion.empty() ||
         std::any_of(site.colocation.begin(), site.colocation.end(),
                     [](const ColocationConfiguration& hall) { return hall.tenant_capex_per_mw > 0.0; });
}

/// Blends need no look at their parts, which are sites of the study.
bool has_to_do_with(const Configuration& configuration, const SiteConfiguration& site, Outcome outcome) {
  switch (outcome) {
    case Outcome::colocation_revenue: return !site.colocation.empty();
    case Outcome::demand_response_revenue: return site.power.demand_response_rate > 0.0;
    case Outcome::capital_expenditure: return builds(site);
    case Outcome::debt_service: return !site.debt.empty() || site.treasury.loan.limit > 0.0;
    case Outcome::distribution: return site.treasury.payout_share > 0.0;
    case Outcome::cash: return entity_of(configuration, site).is_kept;
    default: return true;
  }
}

}  // namespace

std::vector<Outcome> study_outcomes(const Configuration& configuration) {
  std::vector<Outcome> outcomes;
  for (int number = 0; number < kOutcomeCount; ++number) {
    const auto outcome = static_cast<Outcome>(number);
    const bool present =
        number < kCommonOutcomeCount ||
        std::any_of(configuration.site.begin(), configuration.site.end(),
                    [&](const SiteConfiguration& site) { return has_to_do_with(configuration, site, outcome); });
    if (present) outcomes.push_back(outcome);
  }
  return outcomes;
}

}  // namespace hashlease
