#pragma once

/// A step of the market with every model: shocks, BTC return and GPU generations.

#include "market/btc_models.hpp"
#include "market/market_state.hpp"

namespace hashlease {

template <class Real, int kClasses>
HASHLEASE_FUNCTION ModelState<Real, kClasses> initial_model(const ModelPlan& models) {
  ModelState<Real, kClasses> model;
  model.variance = Real(models.initial_variance);
  model.row = Real(0.0F);
  for (int c = 0; c < kClasses; ++c) model.anchor[c] = Real(0.0F);
  return model;
}

/// Turns independent draws into the shocks of the step: correlated normals, copula, empirical distributions, rows of
/// history.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void condition_shocks(const MarketPlan& plan, const float* tables, std::uint32_t index, int days,
                                         const ModelDraws<Real>& draws, MarketShocks<Real, kClasses>& shocks,
                                         MarketState<Real, kClasses>& state) {
  const ModelPlan& models = plan.models;
  if (models.copula.is_student_t != 0) apply_copula(models.copula, tables, draws, shocks);
  apply_empirical(plan, tables, shocks);
  if (models.return_model == ReturnModel::bootstrap) {
    state.model.row = next_row(models.bootstrap, draws, index, state.model.row);
    apply_row(models.bootstrap, tables, state.model.row, shocks);
  }
  Real& power = shocks.factor[static_cast<int>(Factor::power)];
  power = held_within(power, models.power_limit[days]);
  state.power.deviation = held_within(state.power.deviation, models.power_limit[days]);
}

/// The BTC return of the step, with jumps and the regime's drift and volatility.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void add_return(const MarketPlan& plan, const float* tables, int days, const ModelDraws<Real>& draws,
                                   const MarketShocks<Real, kClasses>& shocks, MarketState<Real, kClasses>& state) {
  const ModelPlan& models = plan.models;
  const StepConstants& step = plan.steps[days];
  const Real factor = state.regime.volatility_factor;
  const Real shock = shocks.factor[static_cast<int>(Factor::btc)];
  Real change;
  if (models.return_model == ReturnModel::jump_diffusion) {
    change = multiply_add(shock * factor, Real(step.btc_deviation), Real(step.btc_drift));
  } else if (models.return_model == ReturnModel::gjr_garch) {
    change = gjr_garch_return(models, tables, shock, factor, state.model.variance);
  } else if (models.return_model == ReturnModel::bates) {
    change = bates_return(models, shock, draws.variance, factor, state.model.variance);
  } else {
    change = multiply_add(shock, factor, Real(models.daily_drift));
  }
  if (models.has_state_jumps != 0) {
    change = change + state_jumps<Real>(plan, days, state.regime.state, shocks.jump_word, shocks.jump);
  } else if (step.btc_jumps.size > 0) {
    change = change +
             compound_jump<Real>(step.btc_jumps, shocks.jump_word, plan.jump_mean, plan.jump_deviation, shocks.jump);
  }
  state.log_price = multiply_add(state.regime.daily_drift, Real(step.days), state.log_price) + change;
}

template <class Real, int kClasses>
HASHLEASE_FUNCTION void advance_models(const MarketPlan& plan, const float* tables, const DrawingPaths<Real>& paths,
                                       std::uint32_t index, int days, const ModelDraws<Real>& draws,
                                       MarketShocks<Real, kClasses>& shocks, MarketState<Real, kClasses>& state) {
  condition_shocks(plan, tables, index, days, draws, shocks, state);
  add_return(plan, tables, days, draws, shocks, state);
  for (int c = 0; c < kClasses; ++c) {
    if (c >= plan.gpu_class_count) break;
    state.model.anchor[c] = state.model.anchor[c] + generation_change(plan, c, paths, index, days);
  }
}

}  // namespace hashlease
