#include "stats/sums/leaf_kernel.hpp"

namespace hashlease {

std::vector<NamedLeafKernel> available_leaf_kernels() {
  std::vector<NamedLeafKernel> kernels = {{"baseline", leaf_kernel_baseline}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) kernels.push_back({"avx2", leaf_kernel_avx2});
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl")) {
    kernels.push_back({"avx512", leaf_kernel_avx512});
  }
#endif
  return kernels;
}

}  // namespace hashlease
