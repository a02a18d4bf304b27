/// Every lane of every instruction set gives the bits of the scalar code, and those are the bits they always were.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "base/lanes.hpp"
#include "random/support/inputs.hpp"
#include "random/support/lane_table.hpp"

namespace hashlease::test {
namespace {

struct Operands {
  std::vector<std::uint32_t> a, b, c;
};

/// All pairs of special values with a third going round, then random words, then random floats near one.
const Operands& operands() {
  static const Operands made = [] {
    Operands result;
    const auto add = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c) {
      result.a.push_back(a);
      result.b.push_back(b);
      result.c.push_back(c);
    };
    const std::vector<std::uint32_t> special = special_bits();
    std::size_t third = 0;
    for (const std::uint32_t a : special) {
      for (const std::uint32_t b : special) add(a, b, special[third++ % special.size()]);
    }
    TestWords random(20241123);
    // One statement per word: the order in which arguments of a call are evaluated is the compiler's choice.
    while (result.a.size() < 400'000) {
      std::uint32_t drawn[3];
      for (std::uint32_t& word : drawn) {
        word = random.next();
        if (result.a.size() >= 200'000) word = (word & 0x83FFFFFFU) + 0x3D000000U;
      }
      add(drawn[0], drawn[1], drawn[2]);
    }
    while (result.a.size() % 32 != 0) add(1, 2, 3);
    return result;
  }();
  return made;
}

std::vector<std::uint32_t> results(const LaneOperation& operation) {
  const Operands& in = operands();
  std::vector<std::uint32_t> out(in.a.size());
  operation.run(in.a.data(), in.b.data(), in.c.data(), out.data(), out.size());
  if (operation.kind == ResultKind::real) {
    for (std::uint32_t& bits : out) bits = with_one_nan(bits);
  }
  return out;
}

std::uint64_t hash(const std::vector<std::uint32_t>& words) {
  std::uint64_t state = 0xCBF29CE484222325U;
  for (const std::uint32_t word : words) state = (state ^ word) * 0x100000001B3U;
  return state;
}

void expect_equal_to_baseline(const LaneTable& table) {
  if (!table.runs_here()) GTEST_SKIP() << "this machine does not run " << table.instruction_set;
  ASSERT_EQ(table.operations.size(), kBaselineTable.operations.size());
  for (const LaneOperation& operation : kBaselineTable.operations) {
    const std::vector<std::uint32_t> expected = results(operation);
    const std::vector<std::uint32_t> given = results(find_operation(table, operation.name));
    for (std::size_t k = 0; k < expected.size(); ++k) {
      ASSERT_EQ(expected[k], given[k]) << operation.name << " of " << std::hex << operands().a[k] << ' '
                                       << operands().b[k] << ' ' << operands().c[k];
    }
  }
}

TEST(Lanes, Avx2GivesTheScalarBits) { expect_equal_to_baseline(kAvx2Table); }
TEST(Lanes, Avx512GivesTheScalarBits) { expect_equal_to_baseline(kAvx512Table); }
TEST(Lanes, PairsOfAvx2GiveTheScalarBits) { expect_equal_to_baseline(kAvx2PairTable); }
TEST(Lanes, PairsOfAvx512GiveTheScalarBits) { expect_equal_to_baseline(kAvx512PairTable); }

/// Recorded once with g++ 12 on x86-64: no compiler, machine or optimisation may change them.
TEST(Lanes, ElementaryFunctionsKeepTheirBits) {
  const std::pair<const char*, std::uint64_t> recorded[] = {
      {"natural_logarithm", 0xCA78120A973A040CU},
      {"exponential", 0x1309E434737D58D6U},
      {"sine", 0x6C999D21ADA5C1ABU},
      {"cosine", 0x54FAB3722F4E3FDBU},
      {"inverse_hyperbolic_sine", 0xB40B51B99B770C7BU},
      {"hyperbolic_sine", 0xF10E99CC186CAED0U},
      {"normal_cdf", 0x76FBDAB8CF7EEEBFU},
      {"inverse_normal_cdf", 0xC6B34324BFD92ACEU},
      {"uniform_from_word", 0x2DEF4167E7D17EB2U},
      {"box_muller_first", 0x7D7EFCFFE7629509U},
      {"box_muller_second", 0x8DF4D9AC15DB95E7U},
      {"multiply_add", 0xE7D7B37632AA6568U},
      {"square_root", 0x37DA682E4F3A31A6U},
      {"divide", 0xE6DD3E17949A8781U},
  };
  for (const auto& [name, value] : recorded) {
    const std::uint64_t given = hash(results(find_operation(kBaselineTable, name)));
    EXPECT_EQ(given, value) << name << " gives 0x" << std::hex << given;
  }
}

/// Twin: a change of one bit in one result is seen.
TEST(Lanes, HashSeesOneBit) {
  std::vector<std::uint32_t> words = results(find_operation(kBaselineTable, "exponential"));
  const std::uint64_t before = hash(words);
  words[words.size() / 2] ^= 1U;
  EXPECT_NE(hash(words), before);
}

TEST(Lanes, CountingWordsCountFromTheFirst) {
  for (const LaneTable* table : lane_tables_here()) {
    std::array<std::uint32_t, 4 * 32> here{};
    std::array<std::uint32_t, 4 * 16> ahead{};
    table->philox(7, 64, 0, here.data(), 32);
    table->philox(7, 80, 0, ahead.data(), 16);
    for (std::size_t k = 0; k < ahead.size(); ++k) EXPECT_EQ(here[64 + k], ahead[k]) << table->instruction_set;
  }
}

/// The software fma of the baseline against the C library's, which is exact by its own standard.
std::size_t fma_differences(float (*function)(float, float, float), std::size_t draws) {
  TestWords random(7);
  const std::vector<std::uint32_t> special = special_bits();
  std::size_t differences = 0;
  for (std::size_t k = 0; k < draws; ++k) {
    std::uint32_t a = random.next();
    std::uint32_t b = random.next();
    std::uint32_t c = random.next();
    const float product = float_from_bits(a) * float_from_bits(b);
    const std::uint32_t small = (random.next() & 0x807FFFFFU);
    switch (k % 8) {
      case 0: c = bits_of(-product); break;                                // cancels all but the product's tail
      case 1: c = bits_of(-product) + random.next() % 5 - 2; break;        // cancels nearly all
      case 2: c = bits_of(product) - ((random.next() % 60) << 23); break;  // addend in the product's tail
      case 3: c = bits_of(product) + ((random.next() % 60) << 23); break;  // product in the addend's tail
      case 4:
        a &= 0xFFFFF000U;
        b &= 0xFFFFF000U;
        c &= 0xFFFF0000U;
        break;  // exact ties are common
      case 5:
        a = 0x20000000U + (a & 0x807FFFFFU);
        b = 0x1F800000U + (b & 0x807FFFFFU);
        c = small;
        break;  // subnormal
      case 6:
        a = special[a % special.size()];
        b = special[b % special.size()];
        c = special[c % special.size()];
        break;
      default: break;
    }
    const float x = float_from_bits(a);
    const float y = float_from_bits(b);
    const float z = float_from_bits(c);
    differences += with_one_nan(bits_of(function(x, y, z))) != with_one_nan(bits_of(std::fmaf(x, y, z))) ? 1 : 0;
  }
  return differences;
}

TEST(Lanes, MultiplyAddRoundsOnce) {
  EXPECT_EQ(fma_differences([](float a, float b, float c) { return multiply_add(a, b, c); }, 30'000'000), 0U);
}

/// Twins: rounding twice, in float or in double, is seen.
TEST(Lanes, MultiplyAddRoundedTwiceIsRejected) {
  EXPECT_GT(fma_differences([](float a, float b, float c) { return a * b + c; }, 100'000), 1000U);
  const auto through_double = [](float a, float b, float c) {
    return static_cast<float>(static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c));
  };
  EXPECT_GT(fma_differences(through_double, 1'000'000), 10U);
}

}  // namespace
}  // namespace hashlease::test
