#include "base/lanes.hpp"

#include "market/support/fill_tapes.hpp"

namespace hashlease::testing {

void fill_tapes_baseline(const MarketPlan& plan, const MarketStep* steps, const float* tables, std::uint64_t count,
                         float* values, long stride) {
  fill_tapes<float>(plan, steps, tables, count, values, stride);
}

}  // namespace hashlease::testing
