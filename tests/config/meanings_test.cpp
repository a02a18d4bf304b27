// What a key means can be read by itself: in a terminal, an editor or a notebook no other row stands beside it.

#include <gtest/gtest.h>

#include <regex>

#include "config/rendering/key_list.hpp"

namespace hashlease::test {
namespace {

/// Words whose noun would stand in another row, and words of this program where the trade has one.
bool leans_on_another_row(const std::string& meaning) {
  static const std::regex kLeaning(R"(^(Its|That|The same|Times|This|They)\b|\bthere\b|\bits\.$|\bto that\.$)");
  return std::regex_search(meaning, kLeaning);
}
bool has_a_word_of_the_house(const std::string& meaning) {
  static const std::regex kHouse(R"(\b(purse|[Ww]orks|holding|told|luck)\b)");
  return std::regex_search(meaning, kHouse);
}

TEST(Meanings, EachStandsAlone) {
  int count = 0;
  for_each_row([&](const std::string& path, const Parameter& row) {
    const std::string meaning(row.meaning);
    EXPECT_FALSE(leans_on_another_row(meaning)) << path << ": " << meaning;
    EXPECT_FALSE(has_a_word_of_the_house(meaning)) << path << ": " << meaning;
    EXPECT_TRUE(meaning.size() > 10 && meaning.back() == '.') << path << ": " << meaning;
    ++count;
  });
  EXPECT_GT(count, 260);
}

void check_sections(const Section& section) {
  const std::string meaning(section.meaning);
  EXPECT_FALSE(leans_on_another_row(meaning) || has_a_word_of_the_house(meaning)) << section.key << ": " << meaning;
  for (const Section& child : section.sections) check_sections(child);
}

TEST(Meanings, SectionsToo) { check_sections(configuration_section()); }

TEST(Meanings, LeaningOnesAreSeen) {
  EXPECT_TRUE(leans_on_another_row("Its standard deviation (lognormal)."));
  EXPECT_TRUE(leans_on_another_row("That of fees over subsidy."));
  EXPECT_TRUE(leans_on_another_row("The same for the value of bitcoin held."));
  EXPECT_TRUE(leans_on_another_row("Share of contracted hours that is sold there."));
  EXPECT_TRUE(leans_on_another_row("Elasticity of the market rent to that."));
  EXPECT_FALSE(leans_on_another_row("Share of each phase; they add up to 1."));
  EXPECT_TRUE(has_a_word_of_the_house("Time of the works."));
}

}  // namespace
}  // namespace hashlease::test
