#pragma once

/// Spot power p [USD/MWh] in y = asinh(p / 10): the mean of a day is season + OU + spike regime; the hours within it
/// are Normal(mean, deviation^2) in y; the price is held between a floor and a cap. Expectations over the hours are
/// closed forms, so there is no hourly loop.

#include "market/shocks.hpp"

namespace hashlease {

/// Above every cap that a configuration may have [USD/MWh].
inline constexpr float kHighestPrice = 1e6F;

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

/// The hourly prices of a step: p = 10 sinh Y, Y ~ Normal(mean, deviation^2), held between floor and cap. With
/// deviation 0 all hours have the mean price, and only that is set.
template <class Real>
struct HourlyPrices {
  Real mean;
  float deviation;
  float inverse_deviation;
  Real up;          // E[e^Y] = exp(mean + deviation^2 / 2)
  Real down;        // E[e^-Y] = exp(-mean + deviation^2 / 2)
  Real floor_part;  // E[e^Y; Y < f] + E[e^-Y; Y > f] - floor / 5 P(Y < f), f = asinh(floor / 10)
  Real price_mean;  // [USD/MWh]
};

/// Hours below a break-even price b, so that E[max(0, b - price)] = b * share - cost.
template <class Real>
struct RunHours {
  Real share;  // P(Y < asinh(b / 10))
  Real cost;   // E[price; price < b] per hour [USD/MWh]
};

/// What the hours below a level y amount to; d = (y - mean) / deviation.
template <class Real>
struct PartialMeans {
  Real share;  // P(Y < y) = Phi(d)
  Real up;     // E[e^Y; Y < y] = exp(mean + deviation^2 / 2) Phi(d - deviation)
  Real down;   // E[e^-Y; Y > y] = exp(-mean + deviation^2 / 2) Phi(-d - deviation)
};

/// Partial means for a level that comes as y, e^y and e^-y. The three normal tails share one exponential,
///   exp(+-mean + deviation^2 / 2) exp(-(d -+ deviation)^2 / 2) = e^(+-y) exp(-d^2 / 2),
/// and the division of their Mills ratios. A tail is thus small by itself, never a huge factor times a tiny one.
template <class Real>
HASHLEASE_FUNCTION PartialMeans<Real> partial_means(const HourlyPrices<Real>& hours, Real y, Real growth, Real decay) {
  const Real zero(0.0F);
  const Real one(1.0F);
  const Real d = (y - hours.mean) * hours.inverse_deviation;
  const Real before = d - hours.deviation;
  const Real after = d + hours.deviation;
  const Real kernel = normal_kernel(d);
  const Real a = mills_denominator(d);
  const Real b = mills_denominator(before);
  const Real c = mills_denominator(after);
  const Real inverse = reciprocal_in_range(a * b * c);
  const Real share_tail = kernel * mills_ratio(inverse * (b * c));
  const Real up_tail = kernel * growth * mills_ratio(inverse * (a * c));
  const Real down_tail = kernel * decay * mills_ratio(inverse * (a * b));
  PartialMeans<Real> means;
  means.share = select(d < zero, share_tail, one - share_tail);
  means.up = select(before < zero, up_tail, hours.up - up_tail);
  means.down = select(after > zero, down_tail, hours.down - down_tail);
  return means;
}

template <class Real>
HASHLEASE_FUNCTION PartialMeans<Real> partial_means(const HourlyPrices<Real>& hours, const PriceLevel& level) {
  return partial_means(hours, Real(level.y), Real(level.growth), Real(level.decay));
}

/// E[price; price < b] with the hours at the floor, p = 5 (e^Y - e^-Y):
///   5 (E[e^Y; f < Y < y] - E[e^-Y; f < Y < y]) + floor P(Y < f).
template <class Real>
HASHLEASE_FUNCTION Real cost_below(const HourlyPrices<Real>& hours, const PartialMeans<Real>& below) {
  return (below.up + (below.down - hours.floor_part)) * Real(5.0F);
}

/// The floor's part, and the mean price: E[price; price < cap] + cap * P(price at the cap).
template <class Real>
HASHLEASE_FUNCTION void hold_between_floor_and_cap(const MarketPlan& plan, float tail_reach,
                                                   HourlyPrices<Real>& hours) {
  hours.floor_part = hours.down;
  const MaskOf<Real> floor_near = hours.mean < Real(plan.floor.y + tail_reach);
  if (any_of(floor_near)) {
    const PartialMeans<Real> floor = partial_means(hours, plan.floor);
    const Real part = multiply_add(floor.share, Real(-0.2F * plan.floor.price), floor.up + floor.down);
    hours.floor_part = select(floor_near, part, hours.floor_part);
  }
  hours.price_mean = (hours.up - hours.floor_part) * Real(5.0F);
  const MaskOf<Real> cap_near = hours.mean > Real(plan.cap.y - tail_reach);
  if (any_of(cap_near)) {
    const PartialMeans<Real> cap = partial_means(hours, plan.cap);
    const Real held = multiply_add(Real(1.0F) - cap.share, Real(plan.cap.price), cost_below(hours, cap));
    hours.price_mean = select(cap_near, held, hours.price_mean);
  }
}

/// One step of the daily mean and the laws of its hours. The spike regime is a two-state Markov chain, exact over the
/// step. `level` is added to the mean when it is given.
template <class Real, int kClasses>
HASHLEASE_FUNCTION HourlyPrices<Real> step_power(const MarketPlan& plan, const StepConstants& step, int season,
                                                 const MarketShocks<Real, kClasses>& shocks, PowerState<Real>& state,
                                                 const Real* level = nullptr) {
  const Real shock = shocks.factor[static_cast<int>(Factor::power)];
  state.deviation = multiply_add(state.deviation, Real(step.power_persistence), shock * step.power_deviation);
  const WordOf<Real> threshold = select(state.spike, WordOf<Real>(step.spike_stay), WordOf<Real>(step.spike_enter));
  state.spike = shocks.power_spike_word < threshold;
  HourlyPrices<Real> hours;
  const Real season_mean = multiply_add(state.deviation, Real(step.power_scale), Real(plan.season[season]));
  hours.mean = season_mean + select(state.spike, Real(plan.spike_level), Real(0.0F));
  if (level != nullptr) hours.mean = hours.mean + *level;
  hours.deviation = step.hourly_deviation;
  if (step.hourly_deviation == 0.0F) {
    Real growth;
    Real decay;
    exponentials_in_range(hours.mean, growth, decay);
    const Real price = (growth - decay) * Real(5.0F);
    hours.price_mean = minimum(maximum(price, Real(plan.floor.price)), Real(plan.cap.price));
    return hours;
  }
  hours.inverse_deviation = step.inverse_hourly_deviation;
  // The bounds of the configuration keep the mean within +-45 and the deviation below 5.
  exponentials_in_range(hours.mean, hours.up, hours.down);
  hours.up = hours.up * step.hourly_growth;
  hours.down = hours.down * step.hourly_growth;
  hold_between_floor_and_cap(plan, step.tail_reach, hours);
  return hours;
}

/// Hours in which spot power costs less than `break_even` [USD/MWh], and what they cost. At or above the cap all hours
/// run; at or below the floor none.
template <class Real>
HASHLEASE_FUNCTION RunHours<Real> run_below(const MarketPlan& plan, const HourlyPrices<Real>& hours, Real break_even) {
  if (hours.deviation == 0.0F) {
    const Real share = select(break_even > hours.price_mean, Real(1.0F), Real(0.0F));
    return {share, share * hours.price_mean};
  }
  // With x = b / 10: e^y = x + sqrt(x^2 + 1) and e^-y = sqrt(x^2 + 1) - x for y = asinh x. Good for b > 0, and e^-y is
  // off by no more than x; below 0 the other way round.
  // Beyond any cap nothing depends on b, so it is held where square_root_in_range may be used.
  const Real scaled = minimum(Real(kHighestPrice * 0.1F), break_even * 0.1F);
  const Real root = square_root_in_range(multiply_add(scaled, scaled, Real(1.0F)));
  const Real growth = root + scaled;
  const PartialMeans<Real> below = partial_means(hours, natural_logarithm_of_normal(growth), growth, root - scaled);
  RunHours<Real> run;
  run.share = below.share;
  run.cost = cost_below(hours, below);
  const MaskOf<Real> all = break_even >= Real(plan.cap.price);
  const MaskOf<Real> none = break_even <= Real(plan.floor.price);
  if (any_of(all | none)) {
    run.share = select(none, Real(0.0F), select(all, Real(1.0F), run.share));
    run.cost = select(none, Real(0.0F), select(all, hours.price_mean, run.cost));
  }
  return run;
}

}  // namespace hashlease
