#pragma once

/// What the plants of a site remember from month to month: events, conversions and tenants.

#include "site/conversion.hpp"
#include "site/site_states.hpp"

namespace hashlease {

/// The states of one plant; those of the next one follow.
template <class Real>
struct PlantStatesCursor {
  HazardState<Real>* hazard;
  ConversionState<Real>* conversion;
  ColocationState<Real>* colocation;
  TrancheState<Real>* tranches;  // of the whole site

  HASHLEASE_FUNCTION explicit PlantStatesCursor(const SiteStates<Real>& states)
      : hazard(states.hazard), conversion(states.conversion), colocation(states.colocation), tranches(states.tranche) {}
  HASHLEASE_FUNCTION void pass(const PlantPlan& plant) {
    ++hazard;
    conversion += plant.conversion_count;
    colocation += plant.colocation_count;
  }
};

HASHLEASE_FUNCTION const HazardPlan* hazard_of(const SitesPlan& sites, const PlantPlan& plant) {
  return plant.hazard < 0 ? nullptr : &sites.hazard[plant.hazard];
}

template <class Real>
HASHLEASE_FUNCTION void start_plants(const MarketView<Real>& view, const SitesPlan& sites, const SitePlan& site,
                                     const SiteStates<Real>& states) {
  start_tranches(sites, site, states.tranche);
  PlantStatesCursor<Real> cursor(states);
  for (int p = site.first_plant; p < site.first_plant + site.plant_count; ++p) {
    const PlantPlan& plant = sites.plant[p];
    start_hazards(view, hazard_of(sites, plant), *cursor.hazard);
    for (int c = 0; c < plant.conversion_count; ++c) {
      start_conversion(view, sites.conversion[plant.first_conversion + c], plant.scale, cursor.conversion[c]);
    }
    for (int c = 0; c < plant.colocation_count; ++c) {
      start_colocation(view, sites.colocation[plant.first_colocation + c], cursor.colocation[c]);
    }
    cursor.pass(plant);
  }
}

/// What events and conversions leave of a plant in a month.
template <class Real>
HASHLEASE_FUNCTION void follow_plant(const MarketView<Real>& view, const SitesPlan& sites, const PlantPlan& plant,
                                     int month, const PlantStatesCursor<Real>& state, SiteLedger<Real>& ledger) {
  // Conversions judge the month before, under the events of that month.
  for (int c = 0; c < plant.conversion_count; ++c) {
    follow_conversion(view, sites, plant, c, month, *state.hazard, state.conversion[c], ledger);
  }
  follow_hazards(hazard_of(sites, plant), month, *state.hazard, ledger);
}

template <class Real>
HASHLEASE_FUNCTION void run_colocations(const MarketView<Real>& view, const SitesPlan& sites, const PlantPlan& plant,
                                        int month, const PlantStatesCursor<Real>& state, SiteLedger<Real>& ledger) {
  for (int c = 0; c < plant.colocation_count; ++c) {
    const ColocationPlan& plan = sites.colocation[plant.first_colocation + c];
    if (plan.delivered_by >= 0) {
      const ConversionState<Real>& conversion = state.conversion[plan.delivered_by];
      run_colocation(view, plant, plan, month, conversion.delivered, conversion.spent, state.colocation[c], ledger);
      continue;
    }
    const Real standing = standing_share(plan, month, state.colocation[c]);
    const Real before = month > 0 ? standing_share(plan, month - 1, state.colocation[c]) : Real(0.0F);
    run_colocation(view, plant, plan, month, standing, standing - before, state.colocation[c], ledger);
  }
}

}  // namespace hashlease
