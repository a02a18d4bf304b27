#include "support/random_kernels_body.hpp"

namespace hashlease::bench {
const RandomKernelTable kBaselineRandomKernels{"baseline", RandomKernels<float>::all, [] { return true; }};
}  // namespace hashlease::bench
