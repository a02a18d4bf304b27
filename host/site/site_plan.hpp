#pragma once

/// Plain data of the site stage: the equipment of every site, with all constant factors multiplied out on the host.

#include <cstdint>

namespace hashlease {

inline constexpr int kMaxSites = 64;
inline constexpr int kMaxFleets = 256;    // over all sites: ASIC fleets, split by the price that decides their running
inline constexpr int kMaxHoldings = 256;  // over all sites: GPU fleets
inline constexpr int kMaxBlendParts = 512;

/// A month of the calendar.
struct MonthPlan {
  float hours;        // [h]
  std::int32_t year;  // whole year of the study it belongs to; -1 after the last whole year
};

/// ASICs of one site that share a mining profile.
struct FleetPlan {
  std::int32_t profile;
  float revenue_hashrate;  // PH/s * uptime * (1 - pool fee)
  float spot_megawatts;    // draw when running that is paid at spot [MW]
  float fixed_megawatts;   // draw when running that is paid at the fixed price, as used [MW]
};

/// GPUs of one class on one site.
struct HoldingPlan {
  std::int32_t gpu_class;
  std::int32_t term_months;
  float contract_gpus;        // GPUs under contract, times availability
  float spot_gpus;            // GPUs on the spot market, times availability
  float contract_rate;        // of the first term [USD per GPU-hour]
  float tenor_factor;         // contract rate over lease rate for the term
  float steady_megawatts;     // draw that does not depend on occupancy [MW]
  float occupancy_megawatts;  // draw per unit of spot occupancy [MW]
};

/// A share of another site in a blend, in that site's own size.
struct BlendPart {
  std::int32_t site;
  float scale;
};

struct SitePlan {
  std::int32_t first_fleet, fleet_count;
  std::int32_t first_holding, holding_count;
  std::int32_t first_part, part_count;  // of a blend; part_count 0: a site of its own
  float fixed_price;                    // [USD/MWh]
  float gpu_spot_share;                 // of GPU energy that is paid at spot
  float gpu_fixed_share;                // of GPU energy that is paid at the fixed price, as used
  float block_megawatts;                // fixed block, bought whether used or not and sold back at spot [MW]
  float operating_cost;                 // [USD/month]
};

struct SitesPlan {
  std::int32_t site_count;
  std::int32_t month_count;
  std::int32_t year_count;
  SitePlan site[kMaxSites];
  FleetPlan fleet[kMaxFleets];
  HoldingPlan holding[kMaxHoldings];
  BlendPart part[kMaxBlendParts];
};

}  // namespace hashlease
