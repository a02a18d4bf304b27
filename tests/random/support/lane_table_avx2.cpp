#include "random/support/lane_table.hpp"

#if defined(__AVX2__)
#include "base/lanes_avx2.hpp"
#include "random/support/lane_table_body.hpp"

namespace hashlease::test {
const LaneTable kAvx2Table{"avx2", LaneOperations<avx2::FloatLanes>::all, &run_philox<avx2::FloatLanes>,
                           [] { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }};
}  // namespace hashlease::test
#else
namespace hashlease::test {
const LaneTable kAvx2Table{"avx2", {}, nullptr, [] { return false; }};
}  // namespace hashlease::test
#endif
