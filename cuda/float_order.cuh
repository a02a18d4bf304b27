#pragma once

#include <cstdint>
#include <cstring>

#include "base/macros.hpp"

namespace hashlease::cuda {

// Unnamed: the device's code and that of the emulated threads must not be merged by the linker.
namespace {

/// The bits of a float in the order of its value; -0 counts as +0.
HASHLEASE_FUNCTION std::uint32_t ordered_bits(float value) {
  std::uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  if (bits == 0x80000000U) bits = 0;
  return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

}  // namespace

}  // namespace hashlease::cuda
