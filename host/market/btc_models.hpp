#pragma once

/// BTC returns of the models with a state: GJR-GARCH, Bates, bootstrap, and jumps that depend on the regime.

#include "market/btc.hpp"
#include "market/conditioned_shocks.hpp"
#include "market/regime.hpp"

namespace hashlease {

/// Largest variance of a day: a deviation of 2 in the log price. Shocks of a heavy tail in a row could otherwise carry
/// it beyond all floats.
inline constexpr float kLargestDailyVariance = 4.0F;

/// Daily GJR-GARCH(1,1) (Glosten, Jagannathan & Runkle 1993): e = sqrt(h) z, z of variance 1,
///   d ln S = mu dt - h / 2 + e,   h <- omega + (alpha + gamma [e < 0]) e^2 + beta h.
/// `factor` is the regime's: it scales the return, not the recursion. -h / 2 makes mu the drift of E[S] to the second
/// order of e.
template <class Real>
HASHLEASE_FUNCTION Real gjr_garch_return(const ModelPlan& models, const float* tables, Real shock, Real factor,
                                         Real& variance) {
  const GjrGarchPlan& law = models.gjr_garch;
  const Real innovation = tabulated(law.innovation, tables, shock);
  const Real square = variance * innovation * innovation;
  const Real change = factor * square_root(variance) * innovation;
  const Real drift = multiply_add(factor * factor * variance, Real(-0.5F), Real(models.daily_drift));
  const Real weight = select(innovation < Real(0.0F), Real(law.alpha + law.gamma), Real(law.alpha));
  const Real next = multiply_add(weight, square, multiply_add(variance, Real(law.beta), Real(law.omega)));
  variance = minimum(next, Real(kLargestDailyVariance));
  return drift + change;
}

/// Bates (1996), "Jumps and stochastic volatility", without its jumps:
///   d ln S = (mu - v / 2) dt + sqrt(v) dW,   dv = kappa (theta - v) dt + xi sqrt(v) dW_v,   corr(dW, dW_v) = rho,
/// by full-truncation Euler (Lord, Koekkoek & van Dijk 2010): v may turn negative, max(v, 0) is what is used. It keeps
/// dW the BTC shock itself, so that correlations and copulas hold as they stand, and is merton at xi = 0; in
/// steps of a day 2^17 paths cannot tell it from the characteristic function.
template <class Real>
HASHLEASE_FUNCTION Real bates_return(const ModelPlan& models, Real shock, Real variance_shock, Real factor,
                                     Real& variance) {
  const BatesPlan& law = models.bates;
  const Real used = maximum(variance, Real(0.0F));
  const Real deviation = square_root(used);
  const Real scaled = factor * deviation;
  const Real drift = multiply_add(scaled * scaled, Real(-0.5F * law.days_to_years), Real(models.daily_drift));
  const Real joint = multiply_add(shock, Real(law.correlation), variance_shock * law.independent);
  const Real reverted = multiply_add(Real(law.long_variance) - used, Real(law.reversion), variance);
  variance = multiply_add(deviation * law.variance_deviation, joint, reverted);
  return multiply_add(scaled * square_root(Real(law.days_to_years)), shock, drift);
}

/// Jumps of each regime's own intensity.
template <class Real>
HASHLEASE_FUNCTION Real state_jumps(const MarketPlan& plan, int days, Real state, const WordOf<Real>& word,
                                    Real shock) {
  Real sum(0.0F);
  for (int k = 0; k < kMaxRegimes; ++k) {
    const PoissonThresholds& law = plan.models.state_jumps[days][k];
    if (law.size == 0) continue;
    const Real jump = compound_jump<Real>(law, word, plan.jump_mean, plan.jump_deviation, shock);
    sum = select(absolute(state - static_cast<float>(k)) < Real(0.5F), jump, sum);
  }
  return sum;
}

/// The blocks of generations are the second half of a group's: one for each class and step.
HASHLEASE_FUNCTION std::uint32_t generation_block(std::uint32_t step, int gpu_class) {
  static_assert(kGroupSteps + kGroupDrawCount <= kBlocksPerGroup / 2 &&
                kMaxGpuClasses * kGroupSteps <= kBlocksPerGroup / 2);
  return step / kGroupSteps * kBlocksPerGroup + kBlocksPerGroup / 2 +
         static_cast<std::uint32_t>(gpu_class) * kGroupSteps + step % kGroupSteps;
}

/// Change of the log anchor of a GPU class in a step: generations at known dates, and those that arrive at random, at
/// most one a step.
template <class Real>
HASHLEASE_FUNCTION Real generation_change(const MarketPlan& plan, int gpu_class, const DrawingPaths<Real>& paths,
                                          std::uint32_t index, int days) {
  const GenerationPlan& law = plan.models.generation[gpu_class];
  float mean = 0.0F;
  float deviation = 0.0F;
  for (int k = 0; k < law.scheduled; ++k) {
    if (static_cast<std::uint32_t>(law.step[k]) != index) continue;
    mean += law.log_change[k];
    deviation += law.scheduled_deviation[k];
  }
  if (deviation == 0.0F && law.arrival[days] == 0U) return Real(mean);
  WordOf<Real> words[4];
  philox_words<Real>(paths, generation_block(index, gpu_class), plan.keys, words);
  Real scheduled_shock;
  Real arrival_shock;
  box_muller<Real>(words[2], words[3], scheduled_shock, arrival_shock);
  const Real scheduled = multiply_add(scheduled_shock, Real(deviation), Real(mean));
  const Real arrived = multiply_add(arrival_shock, Real(law.deviation), Real(law.mean));
  return scheduled + select(words[0] < WordOf<Real>(law.arrival[days]), arrived, Real(0.0F));
}

}  // namespace hashlease
