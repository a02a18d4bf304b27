#pragma once

/// BTC price S [USD].

#include "market/shocks.hpp"

namespace hashlease {

/// Change of ln S over a step:
///   d ln S = (mu - sigma^2 / 2 - lambda (exp(m + s^2 / 2) - 1)) dt + sigma dW + sum of Poisson(lambda dt) jumps N(m,
///   s^2),
/// exact in distribution for any step (Merton 1976, "Option pricing when underlying stock returns are discontinuous").
/// mu is the drift of E[S]. Without jumps (lambda = 0) it is geometric Brownian motion.
template <class Real, int kClasses>
HASHLEASE_FUNCTION Real btc_log_return(const MarketPlan& plan, const StepConstants& step,
                                       const MarketShocks<Real, kClasses>& shocks) {
  const Real diffusion =
      multiply_add(shocks.factor[static_cast<int>(Factor::btc)], Real(step.btc_deviation), Real(step.btc_drift));
  if (step.btc_jumps.size == 0) return diffusion;
  return diffusion +
         compound_jump<Real>(step.btc_jumps, shocks.jump_word, plan.jump_mean, plan.jump_deviation, shocks.jump);
}

}  // namespace hashlease
