#pragma once

/// The Bitcoin network: hashrate, difficulty by the real retarget rule, block subsidy by height, fees.
/// Difficulty is carried as the inverse of its ratio to the starting value, which spares divisions; hashrate as the log
/// of such a ratio.

#include "market/shocks.hpp"

namespace hashlease {

inline constexpr float kRetargetBlocks = 2016.0F;
inline constexpr float kHalvingBlocks = 210000.0F;
/// 14 days times 2016 / 2015: the protocol times only 2015 of the 2016 intervals of a period (an off-by-one of the
/// first release that consensus keeps), so a period that takes this long leaves difficulty unchanged (spacing 600.3 s).
inline constexpr float kNeutralRetargetDays = 14.0F * 2016.0F / 2015.0F;
/// The protocol's limit on one change of difficulty, either way.
inline constexpr float kRetargetLimit = 4.0F;
/// Retargets and halvings resolved inside one step; only a hashrate out of all bounds needs more.
inline constexpr int kMaxChainEvents = 64;

template <class Real>
struct NetworkState {
  Real log_hashrate;        // ln(H / H(0))
  Real inverse_difficulty;  // D(0) / D
  Real epoch_blocks;        // blocks mined of the current retarget period
  Real epoch_days;          // days they took
  Real blocks_to_halving;
  Real subsidy;        // [BTC per block]
  Real log_fee;        // OU part of ln(fees / subsidy), about its median
  Real fee_spike;      // decaying spike part
  Real log_hashprice;  // ln(USD/PH/day) of the last step
};

template <class Real>
HASHLEASE_FUNCTION NetworkState<Real> initial_network(const MarketPlan& plan) {
  NetworkState<Real> state;
  state.log_hashrate = Real(0.0F);
  state.inverse_difficulty = Real(1.0F);
  state.epoch_blocks = Real(plan.epoch_blocks);
  state.epoch_days = Real(plan.epoch_days);
  state.blocks_to_halving = Real(plan.blocks_to_halving);
  state.subsidy = Real(plan.subsidy);
  state.log_fee = Real(0.0F);
  state.fee_spike = Real(0.0F);
  const Real fee_ratio = saturating_exponential(Real(plan.log_fee_ratio));
  const Real reward = multiply_add(fee_ratio, Real(plan.subsidy), Real(plan.subsidy));
  state.log_hashprice = natural_logarithm(reward * plan.btc_price * plan.hashprice_per_price);
  return state;
}

/// Hashrate answers hashprice over its falling reference:
///   d ln H = (g + k_up max(x, 0) - k_down max(-x, 0)) dt + sigma_H dW,  x = ln(hashprice / reference) + efficiency
///   gain * t.
/// One Euler step on last step's hashprice.
template <class Real>
HASHLEASE_FUNCTION void step_hashrate(const MarketPlan& plan, const StepConstants& step, float years, Real shock,
                                      NetworkState<Real>& state) {
  const float reference = plan.log_hashprice_reference - plan.annual_efficiency_gain * years;
  const Real excess = state.log_hashprice - reference;
  const Real response = select(excess > Real(0.0F), Real(step.response_up), Real(step.response_down));
  const Real change = multiply_add(shock, Real(step.hashrate_deviation), Real(step.hashrate_growth));
  state.log_hashrate = state.log_hashrate + multiply_add(excess, response, change);
}

/// Fees per block over the subsidy: ln f = median + OU + spikes that decay (Poisson arrivals, normal log sizes).
template <class Real, int kClasses>
HASHLEASE_FUNCTION Real step_fee_ratio(const MarketPlan& plan, const StepConstants& step,
                                       const MarketShocks<Real, kClasses>& shocks, NetworkState<Real>& state) {
  if (plan.has_constant_fees != 0) return Real(plan.fee_ratio);
  const Real shock = shocks.factor[static_cast<int>(Factor::fee)];
  state.log_fee = multiply_add(state.log_fee, Real(step.fee_persistence), shock * step.fee_deviation);
  Real log_ratio = state.log_fee + plan.log_fee_ratio;
  if (step.fee_spikes.size > 0) {
    const Real spike = compound_jump<Real>(step.fee_spikes, shocks.fee_spike_word, step.fee_spike_mean,
                                           step.fee_spike_deviation, shocks.fee_spike);
    state.fee_spike = multiply_add(state.fee_spike, Real(step.fee_spike_persistence), spike);
    log_ratio = log_ratio + state.fee_spike;
  }
  return saturating_exponential(log_ratio);
}

/// Inverse difficulty after a full retarget period of `epoch_days`: D * 14 days / T, T the time of 2015 of the 2016
/// intervals, the factor held in [1/4, 4] (Bitcoin protocol, CalculateNextWorkRequired).
template <class Real>
HASHLEASE_FUNCTION Real retargeted(Real inverse_difficulty, Real epoch_days) {
  const Real factor = epoch_days * (1.0F / kNeutralRetargetDays);
  return inverse_difficulty * minimum(maximum(factor, Real(1.0F / kRetargetLimit)), Real(kRetargetLimit));
}

/// Ends the retarget period or the subsidy era of the lanes that reached it.
template <class Real>
HASHLEASE_FUNCTION void apply_chain_events(NetworkState<Real>& state, MaskOf<Real> retarget, MaskOf<Real> halving) {
  state.inverse_difficulty =
      select(retarget, retargeted(state.inverse_difficulty, state.epoch_days), state.inverse_difficulty);
  state.epoch_blocks = select(retarget, Real(0.0F), state.epoch_blocks);
  state.epoch_days = select(retarget, Real(0.0F), state.epoch_days);
  state.subsidy = select(halving, state.subsidy * 0.5F, state.subsidy);
  state.blocks_to_halving = select(halving, Real(kHalvingBlocks), state.blocks_to_halving);
}

/// mine_blocks through retargets and halvings, one event at a time.
template <class Real>
HASHLEASE_FUNCTION Real mine_through_events(float days, Real unit_rate, NetworkState<Real>& state) {
  Real remaining(days);
  Real earned(0.0F);
  for (int events = 0; events < kMaxChainEvents; ++events) {
    const Real rate = unit_rate * state.inverse_difficulty;
    const Real blocks = rate * remaining;
    const Real to_retarget = Real(kRetargetBlocks) - state.epoch_blocks;
    const Real to_halving = state.blocks_to_halving;
    const Real to_event = minimum(to_retarget, to_halving);
    const MaskOf<Real> event = (blocks >= to_event) & (remaining > Real(0.0F));
    const bool is_last = !any_of(event);
    const Real mined = is_last ? blocks : select(event, to_event, blocks);
    const Real elapsed = is_last ? remaining : select(event, minimum(to_event / rate, remaining), remaining);
    earned = multiply_add(elapsed * state.subsidy, state.inverse_difficulty, earned);
    state.epoch_blocks = state.epoch_blocks + mined;
    state.epoch_days = state.epoch_days + elapsed;
    state.blocks_to_halving = state.blocks_to_halving - mined;
    if (is_last) break;
    remaining = remaining - elapsed;
    apply_chain_events<Real>(state, event & (to_retarget <= to_halving), event & (to_halving <= to_retarget));
  }
  return earned;
}

/// Mines blocks for `days` at a hashrate that would give `unit_rate` blocks per day at the starting difficulty, through
/// retargets and halvings at their exact heights. Returns the integral of subsidy / difficulty over the step [BTC day],
/// which is what a constant hashrate earns. Most steps see no event in any lane; one that does takes a lane without
/// through the same operations, so grouping paths changes no bit.
template <class Real>
HASHLEASE_FUNCTION Real mine_blocks(float days, Real unit_rate, NetworkState<Real>& state) {
  const Real blocks = unit_rate * state.inverse_difficulty * Real(days);
  const Real to_event = minimum(Real(kRetargetBlocks) - state.epoch_blocks, state.blocks_to_halving);
  if (any_of(blocks >= to_event)) return mine_through_events(days, unit_rate, state);
  state.epoch_blocks = state.epoch_blocks + blocks;
  state.epoch_days = state.epoch_days + Real(days);
  state.blocks_to_halving = state.blocks_to_halving - blocks;
  return Real(days) * state.subsidy * state.inverse_difficulty;
}

/// What the network does in one step, seen from a machine.
template <class Real>
struct NetworkStep {
  Real mined_btc;  // by 1 PH/s over the step, fees included [BTC]
  Real hashprice;  // mean over the step [USD/PH/day]
};

/// One step: hashrate, fees, chain, hashprice = 86400e15 / (D 2^32) (subsidy + fees) S.
template <class Real, int kClasses>
HASHLEASE_FUNCTION NetworkStep<Real> step_network(const MarketPlan& plan, const StepConstants& step, float years,
                                                  const MarketShocks<Real, kClasses>& shocks, Real btc_price,
                                                  NetworkState<Real>& state) {
  step_hashrate(plan, step, years, shocks.factor[static_cast<int>(Factor::hashrate)], state);
  const Real fee_ratio = step_fee_ratio(plan, step, shocks, state);
  const Real unit_rate = saturating_exponential(state.log_hashrate) * plan.blocks_per_day;
  const Real earned = mine_blocks(step.days, unit_rate, state);
  NetworkStep<Real> result;
  result.mined_btc = multiply_add(earned, fee_ratio, earned) * plan.hashprice_per_price;
  result.hashprice = result.mined_btc * btc_price * step.inverse_days;
  state.log_hashprice = natural_logarithm_of_normal(result.hashprice);
  return result;
}

}  // namespace hashlease
