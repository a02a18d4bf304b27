#pragma once

/// GPU lease rate L [USD per GPU-hour] and occupancy of each GPU class.

#include "market/shocks.hpp"

namespace hashlease {

/// kClasses is an upper bound of the plan's GPU classes: a small one keeps the state in registers.
template <class Real, int kClasses = kMaxGpuClasses>
struct LeaseState {
  Real demand;                // common factor X
  Real own_demand[kClasses];  // X_c of each class
};

template <class Real, int kClasses = kMaxGpuClasses>
HASHLEASE_FUNCTION LeaseState<Real, kClasses> initial_lease(const MarketPlan& plan) {
  LeaseState<Real, kClasses> state;
  state.demand = Real(0.0F);
  for (int c = 0; c < kClasses; ++c) {
    if (c >= plan.gpu_class_count) break;
    state.own_demand[c] = Real(0.0F);
  }
  return state;
}

/// Demand factors: Ornstein-Uhlenbeck, exact over the step: X <- a X + sigma sqrt((1 - a^2) / (2 kappa)) z,
/// a = exp(-kappa dt). Volatility 0 stays at 0.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void step_demand(const MarketPlan& plan, const StepConstants& step,
                                    const MarketShocks<Real, kClasses>& shocks, LeaseState<Real, kClasses>& state) {
  const Real shock = shocks.factor[static_cast<int>(Factor::gpu_demand)];
  state.demand = multiply_add(state.demand, Real(step.demand_persistence), shock * step.demand_deviation);
  for (int c = 0; c < kClasses; ++c) {
    if (c >= plan.gpu_class_count) break;
    state.own_demand[c] =
        multiply_add(state.own_demand[c], Real(step.own_persistence[c]), shocks.own_demand[c] * step.own_deviation[c]);
  }
}

/// ln L = ln L(0) - obsolescence * t + c (X + X_c) [+ link], not below the floor. c = `price_clearing`: 1 the price
/// clears the market, 0 it sticks.
template <class Real>
HASHLEASE_FUNCTION Real lease_rate(const GpuClassPlan& gpu, float years, Real demand, const Real* link = nullptr) {
  const float log_anchor = gpu.log_lease_rate - gpu.annual_obsolescence * years;
  Real log_rate = multiply_add(demand, Real(gpu.price_clearing), Real(log_anchor));
  if (link != nullptr) log_rate = log_rate + *link;
  const Real rate = saturating_exponential(log_rate);
  return maximum(rate, Real(gpu.floor_rate));
}

/// Share of spot capacity that finds a customer: logistic(ln(o / (1 - o)) + (1 - c) k (X + X_c)), o that at neutral
/// demand.
template <class Real>
HASHLEASE_FUNCTION Real occupancy(const GpuClassPlan& gpu, Real demand) {
  if (gpu.occupancy_response == 0.0F) return Real(1.0F / (gpu.vacancy_odds + 1.0F));
  const Real odds_ratio = exponential_of_mostly_small(demand * -gpu.occupancy_response);
  // Held where reciprocal_in_range may be used: an occupancy below 1e-30 is none.
  const Real odds = multiply_add(odds_ratio, Real(gpu.vacancy_odds), Real(1.0F));
  return reciprocal_in_range(minimum(Real(1e30F), odds));
}

}  // namespace hashlease
