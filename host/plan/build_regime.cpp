#include <algorithm>
#include <cmath>

#include "plan/build_models.hpp"
#include "plan/build_regime.hpp"
#include "plan/step_constants.hpp"

namespace hashlease {

namespace {

double probability(const RegimeStateConfiguration& from, const std::string& to) {
  const auto found = from.transition.find(to);
  return found == from.transition.end() ? 0.0 : found->second;
}

/// Row `from` of the transition matrix as cumulative thresholds on 32-bit words. `last` is the highest state that the
/// row can reach: thresholds cannot say 2^32.
void set_transitions(const std::vector<RegimeStateConfiguration>& states, std::size_t from, RegimePlan& plan) {
  double cumulative = 0.0;
  plan.last[from] = 0.0F;
  for (std::size_t to = 0; to < states.size(); ++to) {
    const double step = probability(states[from], states[to].name);
    cumulative += step;
    if (step > 0.0) plan.last[from] = static_cast<float>(to);
    if (to + 1 < kMaxRegimes) {
      plan.threshold[from][to] = word_threshold(cumulative);
    }
  }
}

}  // namespace

void set_regime(const MarketConfiguration& market, MarketPlan& plan) {
  const std::vector<RegimeStateConfiguration>& states = market.regime.state;
  RegimePlan& regime = plan.regime;
  regime.count = static_cast<std::int32_t>(states.size());
  for (std::size_t k = 0; k < kMaxRegimes; ++k) {
    const RegimeStateConfiguration neutral;
    const RegimeStateConfiguration& state = k < states.size() ? states[k] : neutral;
    const double variance = is_jump_diffusion(market.btc.model) ? std::pow(market.btc.annual_volatility, 2) : 0.0;
    const double factor = state.btc_volatility_factor;
    regime.daily_drift[k] = rounded((state.btc_drift - 0.5 * variance * (factor * factor - 1.0)) / kDaysPerYear);
    regime.volatility_factor[k] = rounded(factor);
    regime.demand_mean[k] = rounded(state.lease_demand);
    regime.power_level[k] = rounded(state.power_level);
    regime.default_factor[k] = rounded(state.default_hazard_factor);
    if (k < states.size()) set_transitions(states, k, regime);
    if (k < states.size() && states[k].name == market.regime.initial) regime.initial = static_cast<std::int32_t>(k);
  }
  plan.btc_to_power = rounded(market.dependence.btc_to_power);
  plan.btc_to_lease = rounded(market.dependence.btc_to_lease);
}

}  // namespace hashlease
