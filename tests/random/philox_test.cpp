/// Words: the published known answers, and the same words from every implementation.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "random/philox.hpp"
#include "random/support/inputs.hpp"
#include "random/support/lane_table.hpp"

namespace hashlease::test {
namespace {

/// Rows of ten words: counter, key, answer.
std::vector<std::vector<std::uint32_t>> known_answers() {
  std::ifstream file(HASHLEASE_SOURCE_DIR "/tests/random/philox_known_answers.txt");
  std::vector<std::vector<std::uint32_t>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    rows.emplace_back();
    for (std::uint32_t word = 0; words >> std::hex >> word;) rows.back().push_back(word);
  }
  return rows;
}

TEST(Philox, GivesThePublishedAnswers) {
  const auto rows = known_answers();
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 10U);
    std::uint32_t counter[4] = {row[0], row[1], row[2], row[3]};
    philox_rounds(counter, make_philox_keys(row[4] | (std::uint64_t{row[5]} << 32)));
    for (int k = 0; k < 4; ++k) EXPECT_EQ(counter[k], row[6 + k]);
  }
}

/// The first published answer is that of block 0 of path 0 with seed 0.
TEST(Philox, EveryInstructionSetGivesThePublishedAnswer) {
  const auto rows = known_answers();
  ASSERT_FALSE(rows.empty());
  for (const LaneTable* table : lane_tables_here()) {
    std::uint32_t words[4 * 16];
    table->philox(0, 0, 0, words, 16);
    for (int k = 0; k < 4; ++k) EXPECT_EQ(words[k], rows[0][6 + k]) << table->instruction_set;
  }
}

struct Draw {
  std::uint64_t seed, first_path;
  std::uint32_t block;
};

std::vector<Draw> draws() {
  std::vector<Draw> result;
  for (const std::uint64_t seed : {0ULL, 1ULL, 0xFFFFFFFFFFFFFFFFULL, 20241123ULL, 0x123456789ABCDEF0ULL}) {
    for (const std::uint64_t path : {0ULL, 64ULL, 0xFFFFFFC0ULL, 0x100000000ULL, 0xFFFFFFFFFFC0ULL, ~0ULL - 63}) {
      for (const std::uint32_t block : {0U, 1U, 2U, 730U, 0x7FFFFFFFU, 0xFFFFFFFFU})
        result.push_back({seed, path, block});
    }
  }
  TestWords random(3);
  const auto wide = [&] {
    const std::uint64_t low = random.next();
    return low | (std::uint64_t{random.next()} << 32);
  };
  while (result.size() < 2000) result.push_back({wide(), wide() & ~63ULL, random.next()});
  return result;
}

TEST(Philox, EveryInstructionSetGivesTheScalarWords) {
  for (const LaneTable* table : lane_tables_here()) {
    for (const Draw& draw : draws()) {
      std::uint32_t expected[4 * 64];
      std::uint32_t given[4 * 64];
      kBaselineTable.philox(draw.seed, draw.first_path, draw.block, expected, 64);
      table->philox(draw.seed, draw.first_path, draw.block, given, 64);
      for (int k = 0; k < 4 * 64; ++k) {
        ASSERT_EQ(expected[k], given[k]) << table->instruction_set << " seed " << draw.seed << " path "
                                         << draw.first_path + k / 4 << " block " << draw.block;
      }
    }
  }
}

/// Twin of the equalities: another seed, path or block gives other words.
TEST(Philox, EveryPartOfTheCounterCounts) {
  std::uint32_t base[64];
  kBaselineTable.philox(5, 0, 9, base, 16);
  for (const Draw& other :
       {Draw{6, 0, 9}, Draw{5 + (1ULL << 32), 0, 9}, Draw{5, 1ULL << 32, 9}, Draw{5, 16, 9}, Draw{5, 0, 10}}) {
    std::uint32_t words[64];
    kBaselineTable.philox(other.seed, other.first_path, other.block, words, 16);
    int equal = 0;
    for (int k = 0; k < 64; ++k) equal += words[k] == base[k] ? 1 : 0;
    EXPECT_LE(equal, 1);
  }
}

}  // namespace
}  // namespace hashlease::test
