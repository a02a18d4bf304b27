#include "support/random_kernels.hpp"

#if defined(__AVX2__)
#include "base/lanes_avx2.hpp"
#include "support/random_kernels_body.hpp"

namespace hashlease::bench {
const RandomKernelTable kAvx2RandomKernels{
    "avx2", RandomKernels<avx2::FloatLanes>::all,
    [] { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }};
}  // namespace hashlease::bench
#else
namespace hashlease::bench {
const RandomKernelTable kAvx2RandomKernels{"avx2", {}, [] { return false; }};
}  // namespace hashlease::bench
#endif
