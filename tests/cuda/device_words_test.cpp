/// Words drawn on the device, by cuRAND's rounds, against the host's, by Random123. Needs a GPU.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cuda/device_words.hpp"
#include "cuda/devices.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {
namespace {

TEST(DeviceWords, AreThoseOfTheHost) {
  std::string reason;
  if (cuda::find_devices(reason).empty()) GTEST_SKIP() << reason;
  const std::uint64_t seed = 0x0123'4567'89AB'CDEFU;
  const PhiloxKeys keys = make_philox_keys(seed);
  for (const std::uint64_t first : {std::uint64_t{0}, (std::uint64_t{1} << 32) - 500, kMaxPaths - 1000}) {
    const std::vector<std::uint32_t> words = testing::device_words(seed, first, 1000, 77);
    for (std::uint32_t path = 0; path < 1000; ++path) {
      std::uint32_t host[4];
      philox_words<float>(make_path_lanes<float>(first + path), 77, keys, host);
      for (std::size_t k = 0; k < 4; ++k)
        ASSERT_EQ(words[4 * path + k], host[k]) << "path " << first + path << " word " << k;
    }
  }
}

}  // namespace
}  // namespace hashlease
