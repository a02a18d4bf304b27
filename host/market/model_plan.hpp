#pragma once

/// Plain data of the models that ordinary studies are spared: see Conditions::every_model.

#include <cstdint>

#include "market/plan_bounds.hpp"
#include "vocabulary/btc_models.hpp"

namespace hashlease {

/// A function at even steps of its argument, linear between them; its values are in the tables of the study.
struct EvenTable {
  std::int32_t intervals;  // 0: there is none
  std::uint32_t first;     // place of the first value
  float scale;             // intervals per unit
  float offset;            // number of the interval at argument 0
};

/// Intervals of an OctaveTable in an octave of its argument.
inline constexpr int kOctaveBits = 7;
inline constexpr int kOctaveIntervals = 1 << kOctaveBits;

/// A function of a number from 1 on at every float of kOctaveBits mantissa bits, linear between them.
struct OctaveTable {
  std::uint32_t first;   // place of the first value
  std::uint32_t slopes;  // and of the first interval's slope
  float highest;         // end of the last interval; what is beyond counts as if it were there
};

/// Daily GJR-GARCH; variances are those of a day.
struct GjrGarchPlan {
  float omega;
  float alpha;
  float gamma;
  float beta;
  EvenTable innovation;  // of a standard normal
};

/// Bates; variances are those of a year.
struct BatesPlan {
  float days_to_years;       // dt of a day [year]
  float reversion;           // kappa dt
  float long_variance;       // theta
  float variance_deviation;  // xi sqrt(dt)
  float correlation;
  float independent;  // sqrt(1 - correlation^2)
};

/// Joint rows; row k of factor f stands at column[f] + k.
struct BootstrapPlan {
  float rows;
  std::uint32_t restart;  // word below it: a new block starts
  std::uint32_t column[kFactorCount];
  std::int32_t has_column[kFactorCount];
};

/// Student-t copula with nu degrees of freedom.
struct CopulaPlan {
  std::int32_t is_student_t;
  float inverse_degrees;  // 1 / nu
  EvenTable mixing;       // sqrt(nu / chi^2_nu) of a standard normal
  OctaveTable margin;     // see student_t_to_normal
};

/// What new generations of GPUs do to a class.
struct GenerationPlan {
  std::int32_t scheduled;  // how many at known dates
  std::int32_t step[kMaxGenerations];
  float log_change[kMaxGenerations];
  float scheduled_deviation[kMaxGenerations];
  std::uint32_t arrival[kMaxStepDays + 1];  // by days of the step; word below it: one arrives
  float mean;                               // of the log change of such a one
  float deviation;
};

struct ModelPlan {
  std::int32_t is_extended;  // whether anything here is in use
  ReturnModel return_model;
  float daily_drift;       // of the log price, compensated for jumps; not of jump_diffusion
  float initial_variance;  // in the units of its model
  std::int32_t has_state_jumps;
  PoissonThresholds state_jumps[kMaxStepDays + 1][kMaxRegimes];
  GjrGarchPlan gjr_garch;
  BatesPlan bates;
  BootstrapPlan bootstrap;
  CopulaPlan copula;
  float power_limit[kMaxStepDays + 1];  // by days of the step: shocks and state of power are held within it
  EvenTable empirical_factor[kFactorCount];
  EvenTable empirical_own_demand;
  EvenTable empirical_jump;
  EvenTable empirical_fee_spike;
  GenerationPlan generation[kMaxGpuClasses];
};

}  // namespace hashlease
