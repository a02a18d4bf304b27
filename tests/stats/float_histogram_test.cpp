#include "stats/state/float_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace hashlease {
namespace {

/// Finite floats of all signs and sizes, ascending.
std::vector<float> all_sizes() {
  std::mt19937_64 words(3);
  std::vector<float> values = {0.0F,
                               std::numeric_limits<float>::denorm_min(),
                               -std::numeric_limits<float>::denorm_min(),
                               std::numeric_limits<float>::min(),
                               -std::numeric_limits<float>::min(),
                               std::numeric_limits<float>::max(),
                               std::numeric_limits<float>::lowest()};
  while (values.size() < 20000) {
    const float value = std::bit_cast<float>(static_cast<std::uint32_t>(words()));
    if (std::isfinite(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  return values;
}

TEST(FloatHistogramTest, KeysAscendWithValues) {
  const std::vector<float> values = all_sizes();
  for (std::size_t i = 1; i < values.size(); ++i) {
    ASSERT_LE(FloatHistogram::key_of(values[i - 1]), FloatHistogram::key_of(values[i])) << values[i];
  }
}

TEST(FloatHistogramTest, ValuesLieBetweenTheEdgesOfTheirBin) {
  for (const float value : all_sizes()) {
    const int key = FloatHistogram::key_of(value);
    ASSERT_GE(key, 0);
    ASSERT_LT(key, FloatHistogram::kKeyCount);
    ASSERT_LE(FloatHistogram::lower_edge(key), value);
    ASSERT_LT(value, FloatHistogram::upper_edge(key));
  }
}

TEST(FloatHistogramTest, EdgesAreTheFirstAndLastValuesOfTheirBins) {
  for (const float value : all_sizes()) {
    const int key = FloatHistogram::key_of(value);
    const float lower = FloatHistogram::lower_edge(key);
    ASSERT_EQ(FloatHistogram::key_of(lower), key);
    if (lower > std::numeric_limits<float>::lowest()) {
      const float below = std::nextafter(lower, -std::numeric_limits<float>::infinity());
      ASSERT_EQ(FloatHistogram::key_of(below), key - 1) << value;
    }
  }
}

TEST(FloatHistogramTest, BinsOfNormalValuesAreNarrow) {
  for (const float value : all_sizes()) {
    if (std::fabs(value) < std::numeric_limits<float>::min() || std::fabs(value) > 1e38F) continue;
    const int key = FloatHistogram::key_of(value);
    const double width =
        static_cast<double>(FloatHistogram::upper_edge(key)) - static_cast<double>(FloatHistogram::lower_edge(key));
    ASSERT_LE(width, std::ldexp(std::fabs(static_cast<double>(value)), -FloatHistogram::kMantissaBits) * 1.002);
  }
}

TEST(FloatHistogramTest, NegativeZeroCountsAsZero) {
  EXPECT_EQ(FloatHistogram::key_of(-0.0F), FloatHistogram::key_of(0.0F));
  EXPECT_EQ(FloatHistogram::lower_edge(FloatHistogram::key_of(0.0F)), 0.0F);
}

TEST(FloatHistogramTest, OccupiedBinsComeBack) {
  FloatHistogram histogram;
  EXPECT_TRUE(histogram.empty());
  EXPECT_EQ(histogram.total(), 0U);
  for (const float value : {3.0F, -2.0F, 3.0F, 0.0F, 1e30F, -1e-30F}) histogram.add(value);
  std::vector<std::int32_t> keys;
  std::vector<std::uint64_t> counts;
  histogram.occupied(keys, counts);
  ASSERT_EQ(keys.size(), 5U);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  EXPECT_EQ(counts, (std::vector<std::uint64_t>{1, 1, 1, 2, 1}));
  FloatHistogram copy;
  for (std::size_t i = 0; i < keys.size(); ++i) copy.add(keys[i], counts[i]);
  for (int key = 0; key < FloatHistogram::kKeyCount; ++key) ASSERT_EQ(copy.count(key), histogram.count(key));
  EXPECT_EQ(copy.total(), 6U);
}

/// Recent values are counted in 32 bits: totals beyond go through both ways of adding and through merging.
TEST(FloatHistogramTest, CountsBeyondThirtyTwoBits) {
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 31;
  constexpr std::uint64_t kMany = std::uint64_t{5} << 32;
  const int one = FloatHistogram::key_of(1.0F);
  const int two = FloatHistogram::key_of(-2.0F);
  FloatHistogram histogram;
  for (int k = 0; k < 5; ++k) histogram.add(one, kHalf - 2);
  histogram.add(two, kMany);
  histogram.add(1.0F);
  const std::vector<std::uint32_t> keys = {static_cast<std::uint32_t>(one), static_cast<std::uint32_t>(two)};
  std::array<FloatHistogram::Count*, 2> bins{};
  histogram.find_bins(keys, bins);
  histogram.add(two, kHalf - 2);  // folds between finding and counting
  for (FloatHistogram::Count* bin : bins) ++*bin;
  const std::uint64_t ones = 5 * (kHalf - 2) + 2;
  const std::uint64_t twos = kMany + kHalf - 2 + 1;
  EXPECT_EQ(histogram.count(one), ones);
  EXPECT_EQ(histogram.count(two), twos);
  EXPECT_EQ(histogram.total(), ones + twos);
  FloatHistogram other;
  other.add(one, kHalf - 1);
  for (int k = 0; k < 4; ++k) other.merge(histogram);
  std::vector<std::int32_t> found;
  std::vector<std::uint64_t> counts;
  other.occupied(found, counts);
  EXPECT_EQ(found, (std::vector<std::int32_t>{two, one}));
  EXPECT_EQ(counts, (std::vector<std::uint64_t>{4 * twos, kHalf - 1 + 4 * ones}));
  EXPECT_EQ(other.total(), kHalf - 1 + 4 * (ones + twos));
}

TEST(FloatHistogramTest, MergingEqualsAddingEverythingToOne) {
  FloatHistogram all;
  FloatHistogram even;
  FloatHistogram odd;
  const std::vector<float> values = all_sizes();
  for (std::size_t i = 0; i < values.size(); ++i) {
    all.add(values[i]);
    (i % 2 == 0 ? even : odd).add(values[i]);
  }
  even.merge(odd);
  even.merge(FloatHistogram());
  for (int key = 0; key < FloatHistogram::kKeyCount; ++key) ASSERT_EQ(all.count(key), even.count(key));
}

}  // namespace
}  // namespace hashlease
