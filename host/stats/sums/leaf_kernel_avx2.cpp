#include "stats/sums/leaf_kernel.hpp"
#include "stats/sums/leaf_kernel_body.hpp"

namespace hashlease {

int leaf_kernel_avx2(const float* values, double shift, double* powers, std::uint32_t* keys) {
  return leaf_kernel<4>(values, shift, powers, keys);
}

}  // namespace hashlease
