#pragma once

#include <cstdint>

namespace hashlease::testing {

/// Numbers with bits in [first, last) of which square_root_in_range on the device differs from square_root there.
std::uint64_t device_root_differences(std::uint32_t first, std::uint32_t last);

/// The same of reciprocal_in_range and a division.
std::uint64_t device_reciprocal_differences(std::uint32_t first, std::uint32_t last);

}  // namespace hashlease::testing
