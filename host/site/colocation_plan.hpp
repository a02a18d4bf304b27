#pragma once

/// Plain data of colocation halls. Amounts are those of the site they are written in; a plant of a blend has a `scale`
/// for them.

#include <cstdint>

#include "site/conversion_plan.hpp"

namespace hashlease {

struct ColocationPlan {
  std::int32_t delivered_by;  // conversion of the plant, 0 first; -1: its own phases
  std::int32_t phase_count;
  float phase_month[kMaxPhases];  // planned delivery
  float phase_share[kMaxPhases];
  LognormalPlan delay;  // [month]
  std::uint32_t delay_slot;
  std::uint32_t tenant_slot;
  float kilowatts;        // critical IT power
  float megawatts;        // at the meter
  float drawn_megawatts;  // at the meter, on average
  float rent;             // of the first contract [USD/kW-month]
  float escalator;        // 1 + annual_escalator
  float term_months;
  float relet_lag;     // [month]
  float billed_power;  // revenue per USD of power
  float kept_power;    // cost per USD of power
  float tenant_capex;  // [USD]
  float rent_credit_share;
  float monthly_hazard;  // default_hazard / 12
  float default_sensitivity;
  float recovery_share;
  float log_market_rent;  // at the start
  float market_trend;     // of ln market rent, with the lease rate's own trend taken out [1/month]
  float elasticity;
  float log_lease_rate;    // of the class at the start
  std::int32_t gpu_class;  // that moves the market rent
};

}  // namespace hashlease
