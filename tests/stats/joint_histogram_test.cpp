#include "stats/state/joint_histogram.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "stats/state/float_histogram.hpp"

namespace hashlease {
namespace {

using Cells = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>;

TEST(JointHistogramTest, KeysAscendAndEdgesHoldTheirValues) {
  std::mt19937 words(3);
  std::normal_distribution<float> normal;
  std::uint32_t last_key = 0;
  float last = 0.0F;
  for (int k = 0; k < 10000; ++k) {
    const float value = std::ldexp(normal(words), static_cast<int>(words() % 60) - 30);
    const std::uint32_t key = JointHistogram::key_of(value);
    EXPECT_LE(JointHistogram::lower_edge(key), value);
    EXPECT_GT(JointHistogram::upper_edge(key), value);
    EXPECT_LE(JointHistogram::upper_edge(key) - JointHistogram::lower_edge(key), 0x1p-7F * std::fabs(value) * 1.01F);
    if (key != last_key) {
      EXPECT_EQ(key < last_key, value < last);
    }
    last_key = key;
    last = value;
  }
  EXPECT_EQ(JointHistogram::key_of(-0.0F), JointHistogram::key_of(0.0F));
  EXPECT_EQ(JointHistogram::key_of(1.5F), static_cast<std::uint32_t>(FloatHistogram::key_of(1.5F)) >> 2U);
}

TEST(JointHistogramTest, CountsAndMergesLikeAMap) {
  std::mt19937 words(4);
  std::lognormal_distribution<float> lognormal(0.0F, 0.5F);
  JointHistogram all;
  JointHistogram parts[3];
  Cells expected;
  for (int k = 0; k < 60000; ++k) {
    const float a = lognormal(words);
    const float b = k % 2 == 0 ? -lognormal(words) : lognormal(words);
    all.add(a, b);
    parts[words() % 3].add(a, b);
    ++expected[{JointHistogram::key_of(a), JointHistogram::key_of(b)}];
  }
  const std::vector<JointHistogram::Cell> cells = all.occupied();
  ASSERT_EQ(cells.size(), expected.size());
  std::size_t number = 0;
  for (const auto& [keys, count] : expected) {
    EXPECT_EQ(std::pair(cells[number].key_a(), cells[number].key_b()), keys);
    EXPECT_EQ(cells[number].count, count);
    ++number;
  }
  JointHistogram merged;
  for (const int part : {2, 0, 1}) merged.merge(parts[part]);
  EXPECT_EQ(merged.occupied(), cells);
  EXPECT_EQ(merged.total(), 60000U);
  EXPECT_TRUE(JointHistogram().occupied().empty());
}

}  // namespace
}  // namespace hashlease
