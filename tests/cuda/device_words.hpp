#pragma once

#include <cstdint>
#include <vector>

#include "random/philox.hpp"

namespace hashlease::testing {

/// Four words of each of `path_count` paths from `first_path` in one block, drawn on the current device:
/// [path][word]. Throws CudaError.
std::vector<std::uint32_t> device_words(std::uint64_t seed, std::uint64_t first_path, std::uint32_t path_count,
                                        std::uint32_t block);

}  // namespace hashlease::testing
