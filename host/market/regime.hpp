#pragma once

/// The common regime: a Markov chain over months that BTC, lease demand, power and default hazards share, and the links
/// from the BTC price to power and lease rates. Studies with neither do not pass through here.

#include "market/shocks.hpp"

namespace hashlease {

/// Upper half of the Philox counter of the regime's draws, one block a month; steps use 0 and sites the top bit.
inline constexpr std::uint32_t kRegimeSlot = 0x40000000U;

/// The state of a path, and what it changes.
template <class Real>
struct RegimeState {
  Real state;              // 0, 1 or 2
  Real daily_drift;        // added to the log price [1/day]
  Real volatility_factor;  // of the BTC shock
  Real demand_mean;        // of the common demand factor
  Real power_level;        // added to the daily mean in asinh(p / 10)
  Real default_factor;     // of default hazards
};

/// Value of a table at the state of each lane.
template <class Real>
HASHLEASE_FUNCTION Real regime_value(const float (&table)[kMaxRegimes], const Real& state) {
  const Real later = select(state > Real(1.5F), Real(table[2]), Real(table[1]));
  return select(state > Real(0.5F), later, Real(table[0]));
}

template <class Real>
HASHLEASE_FUNCTION void enter_regime(const RegimePlan& plan, const Real& state, RegimeState<Real>& regime) {
  regime.state = state;
  regime.daily_drift = regime_value(plan.daily_drift, state);
  regime.volatility_factor = regime_value(plan.volatility_factor, state);
  regime.demand_mean = regime_value(plan.demand_mean, state);
  regime.power_level = regime_value(plan.power_level, state);
  regime.default_factor = regime_value(plan.default_factor, state);
}

template <class Real>
HASHLEASE_FUNCTION RegimeState<Real> initial_regime(const MarketPlan& plan) {
  RegimeState<Real> regime;
  enter_regime(plan.regime, Real(static_cast<float>(plan.regime.initial)), regime);
  return regime;
}

/// The state of month `month` >= 1 from that of the month before: by inversion of the row of the transition matrix.
template <class Real>
HASHLEASE_FUNCTION void step_regime(const MarketPlan& plan, const PathLanes<Real>& paths, int month,
                                    RegimeState<Real>& regime) {
  const RegimePlan& law = plan.regime;
  if (law.count < 2) return;
  WordOf<Real> words[4];
  philox_words<Real>(paths, static_cast<std::uint32_t>(month), plan.keys, words, kRegimeSlot);
  const Real zero(0.0F);
  const Real one(1.0F);
  Real next = regime.state;
  for (int from = 0; from < kMaxRegimes; ++from) {
    if (from >= law.count) break;
    Real to = zero;
    for (int k = 0; k + 1 < kMaxRegimes; ++k) {
      to = to + select(words[0] >= WordOf<Real>(law.threshold[from][k]), one, zero);
    }
    to = minimum(to, Real(law.last[from]));
    const Real distance = absolute(regime.state - static_cast<float>(from));
    next = select(distance < Real(0.5F), to, next);
  }
  enter_regime(law, next, regime);
}

}  // namespace hashlease
