#pragma once

/// Where a path keeps what a site remembers from month to month and of which sites have different numbers: events,
/// conversions, halls, tranches, instruments. They lie on the stack of a CPU thread, and in the shared memory of a
/// block of GPU threads, as many as the study needs: arrays whose elements are chosen while the program runs cannot be
/// registers.

#include "site/colocation.hpp"
#include "site/contract_book.hpp"
#include "site/conversion_state.hpp"
#include "site/debt.hpp"
#include "site/hazards.hpp"

namespace hashlease {

/// The states of one site; those of its plants follow one another.
template <class Real>
struct SiteStates {
  HazardState<Real>* hazard;
  ConversionState<Real>* conversion;
  ColocationState<Real>* colocation;
  TrancheState<Real>* tranche;
  InstrumentState<Real>* instrument;
};

/// Room for the states of any site: 316 numbers a path.
template <class Real>
struct SiteStateArrays {
  HazardState<Real> hazard[kMaxPlantsPerSite];
  ConversionState<Real> conversion[kMaxConversionsPerSite];
  ColocationState<Real> colocation[kMaxColocationsPerSite];
  TrancheState<Real> tranche[kMaxTranchesPerSite];
  InstrumentState<Real> instrument[kMaxInstrumentsPerSite];

  HASHLEASE_FUNCTION SiteStates<Real> states() { return {hazard, conversion, colocation, tranche, instrument}; }
};

/// The most states of each kind that a site of a study has.
struct SiteStateCounts {
  std::int32_t hazards, conversions, colocations, tranches, instruments;
};

inline SiteStateCounts count_site_states(const SitesPlan& sites) {
  SiteStateCounts most{};
  const auto raise = [](std::int32_t& count, std::int32_t of_site) { count = count < of_site ? of_site : count; };
  for (int s = 0; s < sites.site_count; ++s) {
    const SitePlan& site = sites.site[s];
    std::int32_t conversions = 0, colocations = 0, tranches = 0;
    for (int p = site.first_plant; p < site.first_plant + site.plant_count; ++p) {
      const PlantPlan& plant = sites.plant[p];
      conversions += plant.conversion_count;
      colocations += plant.colocation_count;
      for (int h = plant.first_holding; h < plant.first_holding + plant.holding_count; ++h) {
        tranches += sites.holding[h].tranche_count;
      }
    }
    raise(most.hazards, site.plant_count);
    raise(most.conversions, conversions);
    raise(most.colocations, colocations);
    raise(most.tranches, tranches);
    raise(most.instruments, sites.entity[s].instrument_count);
  }
  return most;
}

/// Floats of the states of a path: odd, so that in shared memory the threads of a warp read different banks.
HASHLEASE_FUNCTION int site_state_floats(const SiteStateCounts& counts) {
  constexpr int kFloat = static_cast<int>(sizeof(float));
  const int floats = counts.hazards * (static_cast<int>(sizeof(HazardState<float>)) / kFloat) +
                     counts.conversions * (static_cast<int>(sizeof(ConversionState<float>)) / kFloat) +
                     counts.colocations * (static_cast<int>(sizeof(ColocationState<float>)) / kFloat) +
                     counts.tranches * (static_cast<int>(sizeof(TrancheState<float>)) / kFloat) +
                     counts.instruments * (static_cast<int>(sizeof(InstrumentState<float>)) / kFloat);
  return floats | 1;
}

/// The states of a path one kind after another, from `floats` on: site_state_floats of them.
HASHLEASE_FUNCTION SiteStates<float> site_states_at(float* floats, const SiteStateCounts& counts) {
  SiteStates<float> states;
  states.hazard = reinterpret_cast<HazardState<float>*>(floats);
  states.conversion = reinterpret_cast<ConversionState<float>*>(states.hazard + counts.hazards);
  states.colocation = reinterpret_cast<ColocationState<float>*>(states.conversion + counts.conversions);
  states.tranche = reinterpret_cast<TrancheState<float>*>(states.colocation + counts.colocations);
  states.instrument = reinterpret_cast<InstrumentState<float>*>(states.tranche + counts.tranches);
  return states;
}

}  // namespace hashlease
