/// The root that Box-Muller takes on a device against the IEEE one, for every radius there is, and the reciprocals of
/// the models against divisions. Needs a GPU.

#include <gtest/gtest.h>

#include <string>

#include "cuda/device_roots.hpp"
#include "cuda/devices.hpp"

namespace hashlease {
namespace {

TEST(DeviceRoots, AreThoseOfIeee) {
  std::string reason;
  if (cuda::find_devices(reason).empty()) GTEST_SKIP() << reason;
  EXPECT_EQ(testing::device_root_differences(0U, 1U), 0U);
  // From 2^-27 to 2^7: squares of radii are 0 or between 1.1e-7 and 46. To 2^40: x^2 + 1 of scaled prices.
  for (std::uint32_t exponent = 100; exponent < 167; ++exponent) {
    EXPECT_EQ(testing::device_root_differences(exponent << 23, (exponent + 1) << 23), 0U) << exponent;
  }
}

TEST(DeviceReciprocals, AreThoseOfIeee) {
  std::string reason;
  if (cuda::find_devices(reason).empty()) GTEST_SKIP() << reason;
  for (std::uint32_t exponent = 127 - 100; exponent < 127 + 100; ++exponent) {
    EXPECT_EQ(testing::device_reciprocal_differences(exponent << 23, (exponent + 1) << 23), 0U) << exponent;
  }
}

}  // namespace
}  // namespace hashlease
