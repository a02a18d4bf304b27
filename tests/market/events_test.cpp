/// The words that decide the events of a step are uniform and independent of each other and of the normals, although
/// two of them are made of bits of the words of normals.

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>

#include "market/market_path.hpp"
#include "market/support/every_shock.hpp"
#include "market/support/market_tapes.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint32_t kDraws = 1 << 19;

struct Draw {
  std::array<std::uint32_t, 3> words;  // jump, fee spike, power spike
  std::array<double, kFactorCount + 3> normals;
};

const std::vector<Draw>& draws() {
  static const std::vector<Draw> list = [] {
    const MarketPlan plan = MarketStudy(calm_configuration()).plan;
    std::vector<Draw> made;
    MarketShocks<float, 1> shocks;
    for (std::uint32_t path = 0; path < kDraws; ++path) {
      draw_every_shock(plan, path, 11, shocks);
      Draw draw{{shocks.jump_word, shocks.fee_spike_word, shocks.power_spike_word}, {}};
      for (std::size_t k = 0; k < kFactorCount; ++k) draw.normals[k] = static_cast<double>(shocks.factor[k]);
      draw.normals[kFactorCount] = static_cast<double>(shocks.jump);
      draw.normals[kFactorCount + 1] = static_cast<double>(shocks.fee_spike);
      draw.normals[kFactorCount + 2] = static_cast<double>(shocks.own_demand[0]);
      made.push_back(draw);
    }
    return made;
  }();
  return list;
}

double chi_square_of(const std::vector<double>& counts, const std::vector<double>& probabilities) {
  std::vector<double> expected;
  for (const double probability : probabilities) expected.push_back(probability * kDraws);
  return std::abs(chi_square_z(counts, expected));
}

TEST(EventWordTest, EachByteIsUniform) {
  for (std::size_t event = 0; event < 3; ++event) {
    for (int byte = 0; byte < 4; ++byte) {
      std::vector<double> counts(256);
      for (const Draw& draw : draws()) counts[(draw.words[event] >> (8 * byte)) & 0xFF] += 1.0;
      EXPECT_LT(chi_square_of(counts, std::vector<double>(256, 1.0 / 256)), kCriticalZ) << event << " " << byte;
      for (double& count : counts) count *= 1.0 - 0.02 * (&count == &counts[0]) * 16.0;
      EXPECT_GT(chi_square_of(counts, std::vector<double>(256, 1.0 / 256)), kCriticalZ) << "a third less of one byte";
    }
  }
}

/// Counts of the eight joint outcomes of three events with given probabilities; `same` takes one word for the first
/// two.
std::vector<double> joint_counts(const std::array<double, 3>& probabilities, bool same) {
  std::vector<double> counts(8);
  for (const Draw& draw : draws()) {
    unsigned cell = 0;
    for (unsigned event = 0; event < 3; ++event) {
      const std::uint32_t word = same && event == 1 ? draw.words[0] : draw.words[event];
      if (word * 0x1p-32 < probabilities[event]) cell |= 1U << event;
    }
    counts[cell] += 1.0;
  }
  return counts;
}

TEST(EventWordTest, JointFrequenciesAreTheProductLaw) {
  // Usual daily ones, weekly ones, large ones, and such as the bits that events share decide.
  for (const std::array<double, 3> p : {std::array{0.0323, 0.0636, 0.0065},
                                        {0.206, 0.369, 0.045},
                                        {0.5, 0.4, 0.3},
                                        {0x1p-12 * 1.3, 0x1p-11 * 1.7, 0.5},
                                        {0.0301, 0x1p-12 * 20.6, 0.49}}) {
    std::vector<double> probabilities;
    for (unsigned cell = 0; cell < 8; ++cell) {
      double product = 1.0;
      for (unsigned event = 0; event < 3; ++event) product *= (cell >> event) & 1U ? p[event] : 1.0 - p[event];
      probabilities.push_back(product);
    }
    EXPECT_LT(chi_square_of(joint_counts(p, false), probabilities), kCriticalZ) << p[0];
    EXPECT_GT(chi_square_of(joint_counts(p, true), probabilities), kCriticalZ) << p[0] << ": one word for two events";
  }
}

/// How often each pair of bits of two words differs, against one half: all 3 x 32 x 32 pairs.
TEST(EventWordTest, NoBitOfOneWordTellsOneOfAnother) {
  const double deviation = 0.5 * std::sqrt(static_cast<double>(kDraws));
  double worst = 0.0;
  for (const auto& [a, b] : {std::pair{0U, 1U}, {0U, 2U}, {1U, 2U}}) {
    for (int turn = 0; turn < 32; ++turn) {
      std::array<std::uint32_t, 32> differ{};
      for (const Draw& draw : draws()) {
        const std::uint32_t difference = draw.words[a] ^ std::rotl(draw.words[b], turn);
        for (unsigned bit = 0; bit < 32; ++bit) differ[bit] += (difference >> bit) & 1U;
      }
      for (const std::uint32_t count : differ) worst = std::max(worst, std::abs(count - 0.5 * kDraws) / deviation);
    }
  }
  EXPECT_LT(worst, 5.3);  // of 3,072 standard normals, once in 3,000
  EXPECT_GT(worst, 2.5);
}

/// Rank over GF(2) of a linear map of words.
template <class Map>
int rank_of(Map map) {
  std::array<std::uint32_t, 32> reduced{};  // by highest bit
  int rank = 0;
  for (int bit = 0; bit < 32; ++bit) {
    for (std::uint32_t image = map(1U << bit); image != 0;) {
      std::uint32_t& other = reduced[static_cast<std::size_t>(std::countl_zero(image))];
      if (other == 0) {
        other = image;
        ++rank;
        break;
      }
      image ^= other;
    }
  }
  return rank;
}

/// What makes the two event words of a step independent.
TEST(EventWordTest, MixesOfTheRadiiArePermutations) {
  EXPECT_EQ(rank_of([](std::uint32_t word) { return times_x<float>(word); }), 32);
  EXPECT_EQ(rank_of([](std::uint32_t word) { return times_x<float>(word) ^ word; }), 32);
  EXPECT_EQ(rank_of([](std::uint32_t word) { return std::rotl(word, 1) ^ word; }), 31);
  for (const std::uint32_t word : {0x80000001U, 0xDEADBEEFU}) {
    EXPECT_EQ(times_x<float>(word), times_x<float>(word & 0xFFFF0000U) ^ times_x<float>(word & 0xFFFFU));
  }
}

/// Mean and square of a normal where an event happened, over their deviations.
std::array<double, 2> scores(std::size_t event, double probability, std::size_t normal, double shift) {
  double count = 0.0, sum = 0.0, squares = 0.0;
  for (const Draw& draw : draws()) {
    if (draw.words[event] * 0x1p-32 >= probability) continue;
    const double z = draw.normals[normal] + shift;
    count += 1.0;
    sum += z;
    squares += z * z - 1.0;
  }
  return {sum / std::sqrt(count), squares / std::sqrt(2.0 * count)};
}

TEST(EventWordTest, EventsTellNothingOfTheNormals) {
  for (std::size_t event = 0; event < 3; ++event) {
    for (const double probability : {0.005, 0.05, 0.4}) {
      for (std::size_t normal = 0; normal < kFactorCount + 3; ++normal) {
        for (const double score : scores(event, probability, normal, 0.0)) {
          EXPECT_LT(std::abs(score), 4.5) << event << " " << probability << " " << normal;  // of 144
        }
      }
    }
  }
  EXPECT_GT(scores(0, 0.4, 0, 0.02)[0], 4.5) << "a mean of 0.02";
}

}  // namespace
}  // namespace hashlease::testing
