#pragma once

/// Body of fill_tapes_*, included by one source file per instruction set.

#include "market/market_path.hpp"

namespace hashlease::testing {

template <class Real>
HASHLEASE_FUNCTION void fill_tapes(const MarketPlan& plan, const MarketStep* steps, const float* tables,
                                   std::uint64_t count, float* values, long stride) {
  const MarketPathSimulator<Real, 4, 2> simulate{plan, steps};
  const MarketPathSimulator<Real, 4, 2, Conditions::regime_and_links> simulate_conditioned{plan, steps};
  const MarketPathSimulator<Real, 4, 2, Conditions::every_model> simulate_every_model{plan, steps, tables};
  const Conditions conditions = conditions_of(plan);
  for (std::uint64_t path = 0; path < count; path += LaneTypes<Real>::width) {
    // A tape's drivers lie `stride` paths apart instead of one register.
    const TapeWriter writer{values + path, stride, driver_count(plan)};
    if (conditions == Conditions::every_model) {
      simulate_every_model(make_path_lanes<Real>(path), writer);
    } else if (conditions == Conditions::regime_and_links) {
      simulate_conditioned(make_path_lanes<Real>(path), writer);
    } else {
      simulate(make_path_lanes<Real>(path), writer);
    }
  }
}

}  // namespace hashlease::testing
