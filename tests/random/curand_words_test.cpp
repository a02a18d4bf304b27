/// The host's words against cuRAND's own header, compiled for the host.

#include <gtest/gtest.h>

#include "random/support/inputs.hpp"
#include "random/support/lane_table.hpp"

#if defined(HASHLEASE_CURAND_HEADERS)
#define QUALIFIERS static inline
#include <vector_functions.h>

#include <curand_kernel.h>
#endif

namespace hashlease::test {
namespace {

#if defined(HASHLEASE_CURAND_HEADERS)
/// Words that differ between `philox_words` and curand_init(seed, path, 4 * (block + block_shift)) in `draws` draws.
int differences(int draws, std::uint64_t block_shift) {
  TestWords random(11);
  const auto wide = [&] {
    const std::uint64_t low = random.next();
    return low | (std::uint64_t{random.next()} << 32);
  };
  int differing = 0;
  for (int k = 0; k < draws; ++k) {
    const std::uint64_t seed = wide();
    std::uint64_t path = wide() & ~15ULL;
    if (k % 4 == 0) path &= 0xFFFFFFFFULL;
    const std::uint32_t block = k % 2 == 0 ? random.next() >> 1 : random.next() % 100'000;
    std::uint32_t words[4 * 16];
    kBaselineTable.philox(seed, path, block, words, 16);
    for (int lane = 0; lane < 16; ++lane) {
      curandStatePhilox4_32_10_t state;
      curand_init(seed, path + lane, 4ULL * (block + block_shift), &state);
      const uint4 four = curand4(&state);
      const std::uint32_t theirs[4] = {four.x, four.y, four.z, four.w};
      for (int word = 0; word < 4; ++word) differing += words[4 * lane + word] != theirs[word] ? 1 : 0;
    }
  }
  return differing;
}
#endif

TEST(CurandWords, EqualThoseOfTheHost) {
#if defined(HASHLEASE_CURAND_HEADERS)
  EXPECT_EQ(differences(2000, 0), 0);
#else
  GTEST_SKIP() << "cuRAND's headers were not found";
#endif
}

TEST(CurandWords, ShiftedByOneBlockAreRejected) {
#if defined(HASHLEASE_CURAND_HEADERS)
  EXPECT_GT(differences(20, 1), 1000);
#else
  GTEST_SKIP() << "cuRAND's headers were not found";
#endif
}

}  // namespace
}  // namespace hashlease::test
