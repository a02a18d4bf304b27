#pragma once

/// Spot power p [USD/MWh] in y = asinh(p / 10): the mean of a day is season + OU + spike regime; the hours within it
/// are Normal(mean, deviation^2) in y; the price is held between a floor and a cap. Expectations over the hours are
/// closed forms, so there is no hourly loop.

#include "market/shocks.hpp"

namespace hashlease {

/// Contributions of hours beyond the cap or the floor are left out when the nearest relevant tail is this many standard
/// deviations away: mass 1.9e-8.
inline constexpr float kTailCutoff = 5.5F;

template <class Real>
struct PowerState {
  Real deviation;      // OU, standardised
  MaskOf<Real> spike;  // in the spike regime
};

template <class Real>
HASHLEASE_FUNCTION PowerState<Real> initial_power() {
  PowerState<Real> state;
  state.deviation = Real(0.0F);
  state.spike = Real(0.0F) > Real(0.0F);
  return state;
}

/// The hourly prices of a step: y ~ Normal(mean, deviation^2).
template <class Real>
struct HourlyPrices {
  Real mean;
  float deviation;
  float inverse_deviation;
  Real up;          // exp(mean + deviation^2 / 2)
  Real down;        // exp(-mean + deviation^2 / 2)
  Real floor_gain;  // E[max(0, floor - 10 sinh y)]
  Real price_mean;  // of the price between floor and cap [USD/MWh]
};

/// E[max(0, b - 10 sinh Y)] = b Phi(d) - 5 (up Phi(d - s) - down Phi(d + s)), d = (asinh(b / 10) - m) / s, in three
/// parts.
template <class Real>
struct RunHours {
  Real share;  // Phi(d): share of hours below the break-even price
  Real cost;   // E[price; price < b] per hour [USD/MWh]
};

template <class Real>
HASHLEASE_FUNCTION RunHours<Real> hours_below(const HourlyPrices<Real>& hours, Real level) {
  const Real d = (level - hours.mean) * hours.inverse_deviation;
  const Real up_share = normal_cdf(d - hours.deviation);
  const Real down_share = normal_cdf(d + hours.deviation);
  RunHours<Real> run;
  run.share = normal_cdf(d);
  run.cost = multiply_add(hours.up, up_share, -(hours.down * down_share)) * 5.0F;
  return run;
}

/// Floor and cap: E[price] = E[10 sinh Y] + E[(floor - 10 sinh Y)+] - E[(10 sinh Y - cap)+].
template <class Real>
HASHLEASE_FUNCTION void hold_between_floor_and_cap(const MarketPlan& plan, HourlyPrices<Real>& hours) {
  const Real to_floor = (Real(plan.floor_level) - hours.mean) * hours.inverse_deviation;
  const MaskOf<Real> floor_near = to_floor + hours.deviation > Real(-kTailCutoff);
  hours.floor_gain = Real(0.0F);
  if (any_of(floor_near)) {
    const RunHours<Real> below = hours_below(hours, Real(plan.floor_level));
    const Real gain = multiply_add(below.share, Real(plan.price_floor), -below.cost);
    hours.floor_gain = select(floor_near, maximum(gain, Real(0.0F)), Real(0.0F));
  }
  hours.price_mean = hours.price_mean + hours.floor_gain;
  const Real to_cap = (Real(plan.cap_level) - hours.mean) * hours.inverse_deviation;
  const MaskOf<Real> cap_near = to_cap - hours.deviation < Real(kTailCutoff);
  if (any_of(cap_near)) {
    const Real up_share = normal_cdf(hours.deviation - to_cap);
    const Real down_share = normal_cdf(-hours.deviation - to_cap);
    const Real above = multiply_add(hours.up, up_share, -(hours.down * down_share)) * 5.0F;
    const Real loss = multiply_add(normal_cdf(-to_cap), Real(-plan.price_cap), above);
    hours.price_mean = hours.price_mean - select(cap_near, maximum(loss, Real(0.0F)), Real(0.0F));
  }
}

/// One step of the daily mean and the laws of its hours. The spike regime is a two-state Markov chain, exact over the
/// step.
template <class Real, int kClasses>
HASHLEASE_FUNCTION HourlyPrices<Real> step_power(const MarketPlan& plan, const StepConstants& step, int season,
                                                 const MarketShocks<Real, kClasses>& shocks, PowerState<Real>& state) {
  const Real shock = shocks.factor[static_cast<int>(Factor::power)];
  state.deviation = multiply_add(state.deviation, Real(step.power_persistence), shock * step.power_deviation);
  const WordOf<Real> threshold = select(state.spike, WordOf<Real>(step.spike_stay), WordOf<Real>(step.spike_enter));
  state.spike = shocks.power_spike_word < threshold;
  HourlyPrices<Real> hours;
  const Real season_mean = multiply_add(state.deviation, Real(step.power_scale), Real(plan.season[season]));
  hours.mean = season_mean + select(state.spike, Real(plan.spike_level), Real(0.0F));
  hours.deviation = step.hourly_deviation;
  hours.inverse_deviation = step.inverse_hourly_deviation;
  hours.up = exponential(hours.mean + step.half_hourly_variance);
  hours.down = Real(step.hourly_variance_factor) / hours.up;
  hours.price_mean = (hours.up - hours.down) * 5.0F;
  hold_between_floor_and_cap(plan, hours);
  return hours;
}

/// Hours in which spot power costs less than `break_even` [USD/MWh], and what they cost. At or above the cap all hours
/// run; at or below the floor none.
template <class Real>
HASHLEASE_FUNCTION RunHours<Real> run_below(const MarketPlan& plan, const HourlyPrices<Real>& hours, Real break_even) {
  RunHours<Real> run = hours_below(hours, inverse_hyperbolic_sine(break_even * 0.1F));
  run.cost = run.cost + hours.floor_gain;
  const MaskOf<Real> all = break_even >= Real(plan.price_cap);
  const MaskOf<Real> none = break_even <= Real(plan.price_floor);
  run.share = select(none, Real(0.0F), select(all, Real(1.0F), run.share));
  run.cost = select(none, Real(0.0F), select(all, hours.price_mean, run.cost));
  return run;
}

}  // namespace hashlease
