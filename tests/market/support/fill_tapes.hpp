#pragma once

/// Body of fill_tapes_*, included by one source file per instruction set.

#include "market/market_forms.hpp"

namespace hashlease::testing {

template <class Real>
HASHLEASE_FUNCTION void fill_tapes(const MarketPlan& plan, const MarketStep* steps, const float* tables,
                                   std::uint64_t count, float* values, long stride) {
  with_market_conditions(plan, [&]<Conditions kConditions>() {
    const MarketPathSimulator<Real, 4, 2, kConditions> simulate{plan, steps, tables};
    for (std::uint64_t path = 0; path < count; path += LaneTypes<Real>::width) {
      // A tape's drivers lie `stride` paths apart instead of one register.
      simulate(make_path_lanes<Real>(path), TapeWriter{values + path, stride, driver_count(plan)});
    }
  });
}

}  // namespace hashlease::testing
