#pragma once

/// Plain data of GPU fleets and their contracts. Terms hold at any size of the fleet, so the plants of blends share
/// them.

#include <cstdint>

#include "vocabulary/capacities.hpp"

namespace hashlease {

inline constexpr int kMaxTranches = 512;  // over all sites
inline constexpr int kMaxContractTerms = 64;
inline constexpr int kMaxServiceTerms = 32;

/// Hours of a mean month, which value what is left of a term [h].
inline constexpr double kMeanMonthHours = 730.5;

/// What is agreed with the customers of a tranche, and how they behave.
struct ContractTerms {
  std::uint32_t slot;  // of the customer's draws
  std::int32_t gpu_class;
  std::int32_t start_month;  // from the first GPUs in service to the first customer
  std::int32_t term_months;
  std::int32_t relet_lag_months;
  float rate;               // of the first term; 0: the market rate of the day [USD/GPU-hour]
  float start_market_rate;  // for the term, on the first day of the study [USD/GPU-hour]
  float tenor_factor;       // contract rate over lease rate
  float take_or_pay;
  float use_base, use_slope;  // use = min(1, use_base + use_slope * spot occupancy)
  float idle_sale;            // 1: GPUs between contracts are sold on the spot market; 0: they stand idle
  float resale_share;         // of hours neither used nor paid for that is sold there
  float sublet_share;         // of hours paid for and not used
  float displacement;         // hours the site sells less for each hour paid for and not used
  float prepayment;
  float monthly_hazard;  // default_hazard / 12
  float default_sensitivity;
  float recovery_share;
  float recovery_cap_months;
  bool operator==(const ContractTerms&) const = default;
};

/// A part of a fleet that one customer leases.
struct TranchePlan {
  float gpus;  // times availability
  std::int32_t terms;
};

/// What customers are promised of the working order of a fleet, and how it varies.
struct ServiceTerms {
  std::uint32_t slot;   // of the fleet's downtime
  float mean_downtime;  // 1 - availability
  float downtime_log_deviation;
  float inverse_availability;
  float promised_availability;  // 0: none
  float credit_multiple;
  bool operator==(const ServiceTerms&) const = default;
};

/// GPUs of one class in one plant.
struct HoldingPlan {
  std::int16_t gpu_class;
  std::int16_t delivered_by;  // conversion of the plant, 0 first; -1: in service from the start
  std::int16_t service;       // ServiceTerms; -1: none, and availability does not vary
  std::int16_t first_tranche, tranche_count;
  std::int16_t first_state;   // of its tranches among those of the site
  float gpus;                 // all, times availability
  float spot_gpus;            // of them never under contract and sold on the spot market
  float megawatts;            // at the meter with all GPUs busy [MW]
  float busy_megawatts;       // draw of a busy GPU over an idle one [MW per GPU times availability]
  float steady_megawatts;     // draw with all tranches fully used and the rest idle [MW]
  float occupancy_megawatts;  // draw per unit of spot occupancy of spot_gpus [MW]
};

}  // namespace hashlease
