#pragma once

/// Plain data of the site stage, with all constant factors multiplied out on the host. A **plant** is equipment that
/// shares a power contract; a **site** is one or more plants (a blend is scaled copies of the plants of other sites)
/// with one entity: treasury, debt and covenants. Sites are ring-fenced from each other. Copied as it is to a GPU.

#include <cstdint>

#include "site/colocation_plan.hpp"
#include "site/contract_plan.hpp"
#include "site/conversion_plan.hpp"
#include "site/finance_plan.hpp"
#include "vocabulary/capacities.hpp"
#include "vocabulary/outcomes.hpp"
#include "vocabulary/path_measures.hpp"

namespace hashlease {

inline constexpr int kMaxPlants = 256;      // over all sites, as all below
inline constexpr int kMaxFleets = 256;      // ASIC fleets, split by the price that decides their running
inline constexpr int kMaxHoldings = 256;    // GPU fleets
inline constexpr int kMaxColocations = 64;  // blends share those of their parts, as conversions and hazards
inline constexpr int kMaxConversions = 32;
inline constexpr int kMaxHazards = 64;
inline constexpr int kMaxInstruments = 128;

/// Bounds within a site, which size the state of a path.
inline constexpr int kMaxPlantsPerSite = 8;

/// A month of the calendar.
struct MonthPlan {
  float hours;        // [h]
  std::int32_t year;  // whole year of the study it belongs to; -1 after the last whole year
};

/// ASICs of one plant that share a mining profile.
struct FleetPlan {
  std::int32_t profile;
  float revenue_hashrate;   // PH/s * uptime * (1 - pool fee)
  float spot_megawatts;     // draw when running that is paid at spot [MW]
  float fixed_megawatts;    // draw when running that is paid at the fixed price, as used [MW]
  float demand_response;    // paid for being able to switch off [USD/month]
  float converted_share;    // of the fleet that its conversion ends
  std::int32_t conversion;  // of the plant, 0 first; -1: none
};

/// Equipment that shares a power contract. A blend has plants of its own, which share colocations, conversions and
/// hazards with those of its parts and differ by `scale`.
struct PlantPlan {
  std::int32_t first_fleet, fleet_count;
  std::int32_t first_holding, holding_count;
  std::int32_t first_colocation, colocation_count;
  std::int32_t first_conversion, conversion_count;
  std::int32_t hazard;    // -1: none
  float scale;            // of amounts in colocations and conversions
  float fixed_price;      // [USD/MWh]
  float gpu_spot_share;   // of GPU energy that is paid at spot
  float gpu_fixed_share;  // of GPU energy that is paid at the fixed price, as used
  float block_megawatts;  // fixed block, bought whether used or not and sold back at spot [MW]
  float operating_cost;   // [USD/month]
};

/// The plants of a site: entries of SitesPlan::plant.
struct SitePlan {
  std::int32_t first_plant, plant_count;
};

/// All that the site stage reads, of fixed size and without pointers: megawatts, USD and USD a month, months from the
/// start. make_sites_plan makes it, once for a study, and nobody changes it. A site names its plants, and a plant its
/// equipment, by the first entry and the number of entries in the arrays below; further entries are zero and not read.
/// What does not fit an array is an InputError of make_sites_plan.
struct SitesPlan {
  std::int32_t site_count;
  std::int32_t month_count;
  std::int32_t year_count;
  std::int32_t outcome_count;                          // of the study: the common ones and some of the further
  std::int32_t further_place[kFurtherOutcomeCount];    // of each further outcome among those; -1: not in the study
  std::int32_t path_measure_count;                     // of the study
  std::int32_t path_measure_place[kPathMeasureCount];  // of each measure among those; -1: not kept
  SitePlan site[kMaxSites];
  PlantPlan plant[kMaxPlants];
  FleetPlan fleet[kMaxFleets];
  HoldingPlan holding[kMaxHoldings];
  TranchePlan tranche[kMaxTranches];
  ContractTerms terms[kMaxContractTerms];
  ServiceTerms service[kMaxServiceTerms];
  ColocationPlan colocation[kMaxColocations];
  ConversionPlan conversion[kMaxConversions];
  HazardPlan hazard[kMaxHazards];
  EntityPlan entity[kMaxSites];
  InstrumentPlan instrument[kMaxInstruments];
};

}  // namespace hashlease
