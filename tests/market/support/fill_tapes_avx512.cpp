#if defined(__x86_64__)
#include "base/lanes_avx512.hpp"

#include "market/support/fill_tapes.hpp"

namespace hashlease::testing {

void fill_tapes_avx512(const MarketPlan& plan, const MarketStep* steps, const float* tables, std::uint64_t count,
                       float* values, long stride) {
  fill_tapes<avx512::FloatLanes>(plan, steps, tables, count, values, stride);
}

}  // namespace hashlease::testing
#endif
