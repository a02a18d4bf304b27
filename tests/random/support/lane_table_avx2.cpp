#include "random/support/lane_table.hpp"

#if defined(__AVX2__)
#include "base/lanes_avx2.hpp"
#include "base/lanes_pair.hpp"
#include "random/support/lane_table_body.hpp"

namespace hashlease::test {
namespace {
bool runs_here() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }
using Pair = FloatPair<avx2::FloatLanes>;
}  // namespace
const LaneTable kAvx2Table{"avx2", LaneOperations<avx2::FloatLanes>::all, &run_philox<avx2::FloatLanes>, runs_here};
const LaneTable kAvx2PairTable{"pair of avx2", LaneOperations<Pair>::all, &run_philox<Pair>, runs_here};
}  // namespace hashlease::test
#else
namespace hashlease::test {
const LaneTable kAvx2Table{"avx2", {}, nullptr, [] { return false; }};
const LaneTable kAvx2PairTable{"pair of avx2", {}, nullptr, [] { return false; }};
}  // namespace hashlease::test
#endif
