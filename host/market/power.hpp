#pragma once

/// Spot power p [USD/MWh] in y = asinh(p / 10): the mean of a day is season + OU + spike regime; the hours within it
/// are Normal(mean, deviation^2) in y; the price is held between a floor and a cap. Expectations over the hours are
/// closed forms, so there is no hourly loop.

#include "market/shocks.hpp"

namespace hashlease {

/// Contributions of hours beyond the cap or the floor are left out when the nearest relevant tail is this many standard
/// deviations away: less than 2e-3 USD/MWh on such a day, whose mean price is then hundreds of USD/MWh for the cap.
inline constexpr float kTailCutoff = 4.0F;

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

/// The hourly prices of a step: y ~ Normal(mean, deviation^2), held between floor and cap.
template <class Real>
struct HourlyPrices {
  Real mean;
  float deviation;
  float inverse_deviation;
  Real up;          // exp(mean + deviation^2 / 2)
  Real down;        // exp(-mean + deviation^2 / 2)
  Real floor_up;    // Phi(f - deviation), f = (asinh(floor / 10) - mean) / deviation
  Real floor_down;  // Phi(-f - deviation)
  Real floor_cost;  // floor * Phi(f), of the hours at the floor [USD/MWh]
  Real price_mean;  // [USD/MWh]
};

/// Hours below a break-even price b, so that E[max(0, b - price)] = b * share - cost.
template <class Real>
struct RunHours {
  Real share;  // Phi(d), d = (asinh(b / 10) - mean) / deviation
  Real cost;   // E[price; price < b] per hour [USD/MWh]
};

/// E[price; price < b] with the hours at the floor:
///   floor Phi(f) + 5 (up (Phi(d - s) - Phi(f - s)) - down (Phi(-f - s) - Phi(-d - s))).
/// Differences of tails, so that nothing cancels when nearly all hours lie beyond the floor or the cap, where up or
/// down is huge.
template <class Real>
HASHLEASE_FUNCTION Real cost_below(const HourlyPrices<Real>& hours, Real d) {
  const Real up_share = normal_cdf(d - hours.deviation) - hours.floor_up;
  const Real down_share = hours.floor_down - normal_cdf(-d - hours.deviation);
  const Real half = multiply_add(hours.up, up_share, -(hours.down * down_share));
  return multiply_add(half, Real(5.0F), hours.floor_cost);
}

/// Figures of the floor, and the mean price: E[price; price < cap] + cap * P(price at the cap).
template <class Real>
HASHLEASE_FUNCTION void hold_between_floor_and_cap(const MarketPlan& plan, HourlyPrices<Real>& hours) {
  const Real to_floor = (Real(plan.floor_level) - hours.mean) * hours.inverse_deviation;
  const MaskOf<Real> floor_near = to_floor + hours.deviation > Real(-kTailCutoff);
  hours.floor_up = hours.floor_cost = Real(0.0F);
  hours.floor_down = Real(1.0F);
  if (any_of(floor_near)) {
    hours.floor_up = select(floor_near, normal_cdf(to_floor - hours.deviation), Real(0.0F));
    hours.floor_down = select(floor_near, normal_cdf(-to_floor - hours.deviation), Real(1.0F));
    hours.floor_cost = select(floor_near, normal_cdf(to_floor) * plan.price_floor, Real(0.0F));
  }
  const Real half = multiply_add(hours.up, Real(1.0F) - hours.floor_up, -(hours.down * hours.floor_down));
  hours.price_mean = multiply_add(half, Real(5.0F), hours.floor_cost);
  const Real to_cap = (Real(plan.cap_level) - hours.mean) * hours.inverse_deviation;
  const MaskOf<Real> cap_near = to_cap - hours.deviation < Real(kTailCutoff);
  if (any_of(cap_near)) {
    const Real held = multiply_add(normal_cdf(-to_cap), Real(plan.price_cap), cost_below(hours, to_cap));
    hours.price_mean = select(cap_near, held, hours.price_mean);
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
  hours.up = saturating_exponential(hours.mean + step.half_hourly_variance);
  hours.down = Real(step.hourly_variance_factor) / hours.up;
  hold_between_floor_and_cap(plan, hours);
  return hours;
}

/// Hours in which spot power costs less than `break_even` [USD/MWh], and what they cost. At or above the cap all hours
/// run; at or below the floor none.
template <class Real>
HASHLEASE_FUNCTION RunHours<Real> run_below(const MarketPlan& plan, const HourlyPrices<Real>& hours, Real break_even) {
  // asinh(b / 10) of a positive price; near 0 its absolute error stays at an ulp of 1, which is all that d needs.
  const Real scaled = break_even * 0.1F;
  const Real level = natural_logarithm_of_normal(scaled + square_root(multiply_add(scaled, scaled, Real(1.0F))));
  const Real d = (level - hours.mean) * hours.inverse_deviation;
  RunHours<Real> run;
  run.share = normal_cdf(d);
  run.cost = cost_below(hours, d);
  const MaskOf<Real> all = break_even >= Real(plan.price_cap);
  const MaskOf<Real> none = break_even <= Real(plan.price_floor);
  run.share = select(none, Real(0.0F), select(all, Real(1.0F), run.share));
  run.cost = select(none, Real(0.0F), select(all, hours.price_mean, run.cost));
  return run;
}

}  // namespace hashlease
