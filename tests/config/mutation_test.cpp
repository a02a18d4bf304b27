// Damaged files: whatever stands in a file, reading it either works or throws InputError.

#include <random>

#include "config/rendering/canonical_text.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : words_(seed) {}

  std::string operator()(std::string text) {
    const std::size_t count = 1 + below(3);
    for (std::size_t i = 0; i < count; ++i) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : words_() % limit; }

  void mutate(std::string& text) {
    static const std::vector<std::string> kPieces = {
        "[",         "]]", "{",        "}", "=",    "\"", "'''",  "\n", "1e999",   "nan", "-",
        ".",         "0x", "[[site]]", "#", "\xff", "\\", "true", ",",  "[run]\n", "\0",  "9999999999999999999",
        "2024-13-45"};
    const std::size_t at = below(text.size());
    switch (below(7)) {
      case 0: text.insert(at, kPieces[below(kPieces.size())]); break;
      case 1: text.erase(at, 1 + below(20)); break;
      case 2:
        if (!text.empty()) text[at] = static_cast<char>(words_());
        break;
      case 3: text.insert(at, text.substr(below(text.size()), below(200))); break;
      case 4: text.resize(at); break;
      default: replace_digit(text, at); break;
    }
  }

  /// Keeps the syntax, so that bounds and cross-checks get their share.
  void replace_digit(std::string& text, std::size_t from) {
    const std::size_t at = text.find_first_of("0123456789", from);
    if (at != std::string::npos) text[at] = static_cast<char>('0' + below(10));
  }

  std::mt19937 words_;
};

TEST(Mutation, DamagedFilesAreReadOrRefused) {
  int read = 0;
  int refused = 0;
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    const std::string text = Mutator(seed)(study_text());
    try {
      const Configuration configuration = read_configuration_text(text);
      EXPECT_EQ(errors_of(canonical_text(configuration)), "") << "seed " << seed;
      ++read;
    } catch (const ConfigurationErrors& errors) {
      EXPECT_FALSE(errors.findings().empty());
      for (const Finding& finding : errors.findings()) {
        EXPECT_GE(finding.place.line, 1) << "seed " << seed << ": " << finding.text;
      }
      ++refused;
    }
  }
  EXPECT_GT(read, 100);
  EXPECT_GT(refused, 500);
}

/// Letters beyond ASCII run into what some versions of the TOML parser take to be unreachable.
TEST(Mutation, LettersWithinNumbersAreRefused) {
  for (const char* letter :
       {"\u00A0", "\u00E9", "\u03E7", "\u0416", "\u1680", "\u180E", "\u2003", "\u3000", "\uFEFF"}) {
    std::string text = study_text();
    const std::string key = "paths = ";
    text.insert(text.find(key) + key.size() + 1, letter);
    EXPECT_NE(errors_of(text), "") << letter;
  }
}

TEST(Mutation, DamagedOptionsAreReadOrRefused) {
  const std::string option = "site.mine.asic.S21.efficiency=20";
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    const std::vector<std::string> options = {Mutator(seed)(option)};
    try {
      read_configuration_text(study_text(), "study.toml", {}, options);
    } catch (const ConfigurationErrors& errors) {
      EXPECT_FALSE(errors.findings().empty());
    }
  }
}

}  // namespace
}  // namespace hashlease::test
