#include "random/support/inputs.hpp"

#include "base/lanes.hpp"

namespace hashlease::test {

std::vector<std::uint32_t> special_bits() {
  std::vector<std::uint32_t> bits = {0x00000000U, 0x00000001U, 0x00000002U, 0x00400000U, 0x007FFFFFU, 0x00800000U,
                                     0x00800001U, 0x00FFFFFFU, 0x01000000U, 0x7F7FFFFFU, 0x7F7FFFFEU, 0x7F000000U,
                                     0x7F800000U, 0x7FC00000U, 0x7F800001U, 0x7FFFFFFFU, 0x3F3504F2U, 0x3F3504F3U,
                                     0x3F3504F4U, 0x3FB504F3U, 0x3FB504F4U};
  for (const float value : {1e-30F, 1e-10F, 0.25F, 0.5F, 1.0F, 2.0F, 3.0F, 5.5F, 9.0F, 87.3365402F, 88.7228317F, 104.0F,
                            8388608.0F, 16777216.0F, 1048576.0F, 4294967296.0F, 1e19F, 1e30F}) {
    for (const std::uint32_t step : {-1, 0, 1}) bits.push_back(bits_of(value) + step);
  }
  const std::size_t positive = bits.size();
  for (std::size_t k = 0; k < positive; ++k) bits.push_back(bits[k] | 0x80000000U);
  return bits;
}

}  // namespace hashlease::test
