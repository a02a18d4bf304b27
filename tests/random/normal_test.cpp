/// Box-Muller without Monte Carlo noise: averages over the directions of the exact number of radius words beyond a
/// level, and moments over evenly spaced words.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "random/elementary.hpp"
#include "random/support/lane_table.hpp"

namespace hashlease::test {
namespace {

constexpr std::uint64_t kWords = 1ULL << 32;

/// A GPU's inverse root is within 2^-22.9; from every float within that, the step of Newton and Markstein rounds right
/// but for two of 51 million, which take an inverse root off by more than half of it.
TEST(NormalTest, RefinedSquareRootsAreThoseOfIeee) {
  const double bound = std::exp2(-22.9);
  std::uint64_t wrong = 0, count = 0;
  for (std::uint32_t bits = 0x3F800000U; bits < 0x40800000U; ++bits) {
    const float x = float_from_bits(bits);
    const float root = square_root(x);
    const double inverse = 1.0 / std::sqrt(static_cast<double>(x));
    const float nearest = static_cast<float>(inverse);
    std::uint32_t candidate = bits_of(nearest) - 3;
    for (int k = 0; k < 7; ++k, ++candidate) {
      const float y = float_from_bits(candidate);
      if (std::abs(static_cast<double>(y) / inverse - 1.0) > bound) continue;
      ++count;
      if (refined_square_root(x, y) != root) ++wrong;
    }
  }
  EXPECT_GT(count, std::uint64_t{50'000'000});
  EXPECT_LE(wrong, 2U);
  EXPECT_EQ(refined_square_root(0.0F, 1e30F), 0.0F);
}

/// From every float within a unit in the last place, which is what a GPU's approximate reciprocal is good to, the step
/// of Newton rounds right but for one of 17 million: the largest number below 2 from 1/2, which nvcc's own sequence
/// shares.
TEST(NormalTest, RefinedReciprocalsAreThoseOfIeee) {
  std::uint64_t wrong = 0, count = 0;
  for (std::uint32_t bits = 0x3F800000U; bits < 0x40000000U; ++bits) {
    const float x = float_from_bits(bits);
    const float reciprocal = 1.0F / x;
    std::uint32_t candidate = bits_of(reciprocal) - 3;
    for (int k = 0; k < 7; ++k, ++candidate) {
      const float y = float_from_bits(candidate);
      if (std::abs(static_cast<double>(y) - 1.0 / static_cast<double>(x)) > 0x1p-24) continue;
      ++count;
      if (refined_reciprocal(x, y) != reciprocal) ++wrong;
    }
  }
  EXPECT_GT(count, std::uint64_t{16'000'000});
  EXPECT_LE(wrong, 1U);
}

/// The radius as box_muller makes it.
float radius_of(std::uint32_t word) { return square_root(squared_radius(uniform_from_word<float>(word))); }

/// A generator that wastes the low 8 bits of its radius word, as many do.
float radius_of_24_bits(std::uint32_t word) { return radius_of((word & 0xFFFFFF00U) | 0x80U); }

using Radius = float (*)(std::uint32_t);

/// Words whose radius is above a level: the radius falls as the word grows.
std::uint64_t words_beyond(Radius radius, double level) {
  std::uint64_t low = 0;
  std::uint64_t high = kWords;
  while (low < high) {
    const std::uint64_t middle = (low + high) / 2;
    if (radius(static_cast<std::uint32_t>(middle)) > level) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// P(first normal > level) over all words, directions taken at 2^14 midpoints of the right half of the circle.
double tail_mass(Radius radius, double level) {
  constexpr std::uint32_t kDirections = 1U << 14;
  double total = 0.0;
  for (std::uint32_t k = 0; k < kDirections; ++k) {
    float sine;
    float cosine;
    direction_of_word<float>((2 * k + 1) << 16, sine, cosine);
    total += static_cast<double>(words_beyond(radius, level / static_cast<double>(cosine)));
  }
  return 0.5 * total / kDirections / static_cast<double>(kWords);
}

double relative_tail_error(Radius radius, double level) {
  return tail_mass(radius, level) / (0.5 * std::erfc(level / std::sqrt(2.0))) - 1.0;
}

TEST(BoxMuller, TailMassIsRightToSixDeviations) {
  for (const double level : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}) {
    EXPECT_LT(std::fabs(relative_tail_error(radius_of, level)), 0.002) << level;
  }
}

/// Twin: with 24 bits there is nothing beyond 5.9, and just below that the mass is wrong.
TEST(BoxMuller, TailOf24BitsIsRejected) {
  EXPECT_EQ(tail_mass(radius_of_24_bits, 6.0), 0.0);
  EXPECT_GT(std::fabs(relative_tail_error(radius_of_24_bits, 5.75)), 0.002);
}

/// Where two fits meet, a radius may grow by what squared_radius may be off.
TEST(BoxMuller, RadiusFallsAsTheWordGrows) {
  float before = radius_of(0);
  EXPECT_GT(before, 6.76F);
  EXPECT_LT(before, 6.77F);
  for (std::uint64_t word = 1; word < kWords; word += word < 100'000 ? 1 : 1999) {
    const float radius = radius_of(static_cast<std::uint32_t>(word));
    ASSERT_LE(radius, before * (1.0F + 1.6e-6F)) << word;
    before = radius;
  }
  EXPECT_EQ(radius_of(0xFFFFFFFFU), 0.0F);
}

struct Moments {
  double first, second, third, fourth, cross;
};

/// Moments over radius words and 64 directions; `direction_scale` 1 covers the circle.
Moments moments(double direction_scale) {
  Moments sum{};
  double weight_sum = 0.0;
  // Each binary order of the word gets the same number of midpoints, weighted by its width: r^4 is steep near 0.
  for (int order = 0; order <= 31; ++order) {
    const std::uint64_t begin = order == 0 ? 0 : 1ULL << order;
    const std::uint64_t width = order == 0 ? 2 : begin;
    const std::uint64_t points = std::min<std::uint64_t>(width, 512);
    for (std::uint64_t k = 0; k < points; ++k) {
      const auto radius_word = static_cast<std::uint32_t>(begin + (2 * k + 1) * width / points / 2);
      const double weight = static_cast<double>(width) / static_cast<double>(points);
      for (std::uint32_t d = 0; d < 64; ++d) {
        float first;
        float second;
        box_muller<float>(radius_word, static_cast<std::uint32_t>((2 * d + 1) * direction_scale * 0x1p25), first,
                          second);
        const double x = first;
        const double y = second;
        sum.first += weight * x;
        sum.second += weight * x * x;
        sum.third += weight * x * x * x;
        sum.fourth += weight * x * x * x * x;
        sum.cross += weight * x * y;
        weight_sum += weight;
      }
    }
  }
  return {sum.first / weight_sum, sum.second / weight_sum, sum.third / weight_sum, sum.fourth / weight_sum,
          sum.cross / weight_sum};
}

double largest_moment_error(const Moments& m) {
  double largest = 0.0;
  for (const double error : {m.first, m.second - 1, m.third, m.fourth / 3 - 1, m.cross}) {
    largest = std::max(largest, std::fabs(error));
  }
  return largest;
}

TEST(BoxMuller, MomentsAreThoseOfTheNormal) { EXPECT_LT(largest_moment_error(moments(1.0)), 1e-5); }

/// Twin: directions that cover only 99.9 % of the circle are seen.
TEST(BoxMuller, MomentsOfAnOpenCircleAreRejected) { EXPECT_GT(largest_moment_error(moments(0.999)), 1e-4); }

/// Largest |z| of mean, variance, and correlation of neighbours over `count` blocks of real words.
double largest_score(std::size_t paths, float scale) {
  double sum = 0.0;
  double square = 0.0;
  double neighbour = 0.0;
  double before = 0.0;
  double count = 0.0;
  std::array<std::uint32_t, 4 * 64> words;
  for (std::size_t path = 0; path < paths; path += 64) {
    lane_tables_here().back()->philox(20241123, path, 3, words.data(), 64);
    for (std::size_t k = 0; k < words.size(); k += 2) {
      float normals[2];
      box_muller<float>(words[k], words[k + 1], normals[0], normals[1]);
      for (const float normal : normals) {
        const double z = static_cast<double>(normal * scale);
        sum += z;
        square += z * z;
        neighbour += z * before;
        before = z;
        count += 1;
      }
    }
  }
  const double scores[] = {sum / std::sqrt(count), (square - count) / std::sqrt(2 * count),
                           neighbour / std::sqrt(count)};
  return std::max({std::fabs(scores[0]), std::fabs(scores[1]), std::fabs(scores[2])});
}

TEST(BoxMuller, DrawnNormalsScoreAsNormals) { EXPECT_LT(largest_score(500'032, 1.0F), 4.0); }
/// Twin: a deviation 1 % too large, with enough draws to see it (expected score 20).
TEST(BoxMuller, TooWideNormalsAreRejected) { EXPECT_GT(largest_score(500'032, 1.01F), 4.0); }

}  // namespace
}  // namespace hashlease::test
