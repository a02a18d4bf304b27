#include "random/support/lane_table.hpp"

#if defined(__AVX512F__)
#include "base/lanes_avx512.hpp"
#include "base/lanes_pair.hpp"
#include "random/support/lane_table_body.hpp"

namespace hashlease::test {
namespace {
bool runs_here() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0;
}
using Pair = FloatPair<avx512::FloatLanes>;
}  // namespace
const LaneTable kAvx512Table{"avx512", LaneOperations<avx512::FloatLanes>::all, &run_philox<avx512::FloatLanes>,
                             runs_here};
const LaneTable kAvx512PairTable{"pair of avx512", LaneOperations<Pair>::all, &run_philox<Pair>, runs_here};
}  // namespace hashlease::test
#else
namespace hashlease::test {
const LaneTable kAvx512Table{"avx512", {}, nullptr, [] { return false; }};
const LaneTable kAvx512PairTable{"pair of avx512", {}, nullptr, [] { return false; }};
}  // namespace hashlease::test
#endif
