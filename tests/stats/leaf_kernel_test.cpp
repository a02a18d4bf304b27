#include "stats/sums/leaf_kernel.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "stats/state/float_histogram.hpp"
#include "stats/sums/leaf_sum.hpp"

namespace hashlease {
namespace {

using Leaf = std::array<float, kLeafPaths>;
using Powers = std::array<double, kPowerSums>;

Leaf random_leaf(std::mt19937_64& words) {
  std::normal_distribution<double> normal;
  Leaf leaf;
  for (float& value : leaf) value = static_cast<float>(1e5 * std::exp(normal(words)) - 1e5);
  return leaf;
}

/// The documented order of additions, written once more without its functions.
Powers powers_by_definition(const Leaf& leaf, double shift) {
  Powers sums;
  for (int power = 1; power <= kPowerSums; ++power) {
    std::array<double, 8> a{};
    for (std::size_t path = 0; path < leaf.size(); ++path) {
      if (!std::isfinite(leaf[path])) continue;
      const double d = static_cast<double>(leaf[path]) - shift;
      const double d2 = d * d;
      const double d3 = d2 * d;
      const double d4 = d2 * d2;
      const std::array<double, 8> term = {d, d2, d3, d4, d4 * d, d4 * d2, d4 * d3, d4 * d4};
      a[path % 8] += term[static_cast<std::size_t>(power - 1)];
    }
    for (std::size_t j = 0; j < 4; ++j) a[j] += a[j + 4];
    for (std::size_t j = 0; j < 2; ++j) a[j] += a[j + 2];
    sums[static_cast<std::size_t>(power - 1)] = a[0] + a[1];
  }
  return sums;
}

bool same_bits(const Powers& a, const Powers& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i])) return false;
  }
  return true;
}

TEST(LeafSumTest, FollowsTheDefinition) {
  std::mt19937_64 words(5);
  for (int repetition = 0; repetition < 200; ++repetition) {
    const Leaf leaf = random_leaf(words);
    Powers powers;
    leaf_powers(leaf.data(), 64, 123.25, powers.data());
    ASSERT_TRUE(same_bits(powers, powers_by_definition(leaf, 123.25)));
  }
}

TEST(LeafSumTest, AnotherOrderOfAdditionsShows) {
  std::mt19937_64 words(5);
  int equal = 0;
  for (int repetition = 0; repetition < 200; ++repetition) {
    Leaf leaf = random_leaf(words);
    const Powers before = powers_by_definition(leaf, 123.25);
    std::swap(leaf[0], leaf[1]);
    equal += same_bits(before, powers_by_definition(leaf, 123.25)) ? 1 : 0;
  }
  EXPECT_LT(equal, 20);
}

TEST(LeafKernelTest, EveryInstructionSetGivesTheBitsOfTheDefinition) {
  std::mt19937_64 words(6);
  for (int repetition = 0; repetition < 500; ++repetition) {
    Leaf leaf = random_leaf(words);
    int undefined = 0;
    if (repetition % 2 == 1) {
      leaf[repetition % 64] = std::numeric_limits<float>::quiet_NaN();
      leaf[(repetition + 7) % 64] = -std::numeric_limits<float>::infinity();
      leaf[(repetition + 9) % 64] = -0.0F;
      undefined = 2;
    }
    Powers reference;
    leaf_powers(leaf.data(), 64, 77.0, reference.data());
    for (const NamedLeafKernel& version : available_leaf_kernels()) {
      Powers powers;
      std::array<std::uint32_t, kLeafPaths> keys;
      ASSERT_EQ(version.kernel(leaf.data(), 77.0, powers.data(), keys.data()), undefined);
      ASSERT_TRUE(same_bits(powers, reference)) << version.name;
      for (std::size_t i = 0; i < leaf.size(); ++i) {
        if (!std::isfinite(leaf[i])) continue;
        ASSERT_EQ(static_cast<int>(keys[i]), FloatHistogram::key_of(leaf[i])) << leaf[i];
      }
    }
  }
}

}  // namespace
}  // namespace hashlease
