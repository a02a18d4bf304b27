#pragma once

/// Plain data of conversions and hazards. Amounts are those of the site they are written in; a plant of a blend has a
/// `scale` for them.

#include <cstdint>

#include "vocabulary/capacities.hpp"

namespace hashlease {

inline constexpr float kShortestWorks = 0.03125F;  // [month], about a day

/// Lognormal of the given median; a mean of 0 has the median 0.
struct LognormalPlan {
  float median;
  float log_deviation;
};

enum class TriggerKind : std::int32_t { date, margin_ratio, mining_margin };

struct ConversionPlan {
  TriggerKind trigger;
  std::int32_t month;  // of the decision, or the first month in which it may be taken
  std::int32_t months_in_row;
  std::int32_t phase_count;
  std::uint32_t slot;
  float threshold;                // margin_ratio, or mining_margin [USD/MW-month]
  float phase_month[kMaxPhases];  // after the decision
  float phase_share[kMaxPhases];
  LognormalPlan queue_delay;   // [month]
  LognormalPlan lead_time;     // [month]
  LognormalPlan cost;          // of all phases [USD]
  float construction_rate;     // [1/month]
  float salvage_days;          // PH/s of the machines that end, times the days of hashprice they sell for
  float sale;                  // of the mining power that ends [USD]
  float saved_operating_cost;  // of the mining power that ends [USD/month]
  float inverse_mining_mw;     // [1/MW]
  // Monthly AI margin of a delivered megawatt at the meter
  std::int32_t gpu_class;   // -1: none
  std::int32_t colocation;  // of the study, whose market rent it is; -1: none
  float contract_gpus;      // under contract, times availability and tenor discount
  float spot_gpus;          // on the spot market, times availability
  float rented_kilowatts;   // critical
  float steady_load;        // drawn and paid for by the site [MW]
  float occupancy_load;     // drawn on top per unit of spot occupancy [MW]
};

struct HazardPlan {
  std::uint32_t ban_slot;
  std::uint32_t jump_slot;
  float ban_months;   // mean time to the ban; 0: never
  float jump_months;  // mean time to the levy; 0: never
  float levy;         // [USD/MWh]
};

}  // namespace hashlease
