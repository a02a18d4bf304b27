#include "support/random_kernels.hpp"

#if defined(__AVX512F__)
#include "base/lanes_avx512.hpp"
#include "support/random_kernels_body.hpp"

namespace hashlease::bench {
const RandomKernelTable kAvx512RandomKernels{"avx512", RandomKernels<avx512::FloatLanes>::all, [] {
                                               return __builtin_cpu_supports("avx512f") != 0 &&
                                                      __builtin_cpu_supports("avx512dq") != 0 &&
                                                      __builtin_cpu_supports("avx512bw") != 0 &&
                                                      __builtin_cpu_supports("avx512vl") != 0;
                                             }};
}  // namespace hashlease::bench
#else
namespace hashlease::bench {
const RandomKernelTable kAvx512RandomKernels{"avx512", {}, [] { return false; }};
}  // namespace hashlease::bench
#endif
