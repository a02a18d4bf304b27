#include "fuzz/support/mutator.hpp"

#include <algorithm>
#include <random>

namespace hashlease::fuzz {

namespace {

constexpr std::size_t kLongestPiece = 400;

class Mutator {
 public:
  Mutator(const FuzzTarget& target, std::uint64_t number) : target_(target), words_(20241123 + number) {}

  std::string operator()() {
    std::string text = target_.seeds[below(target_.seeds.size())];
    const std::size_t count = 1 + below(4);
    for (std::size_t k = 0; k < count; ++k) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : words_() % limit; }

  std::string piece_of(const std::string& text) {
    const std::size_t begin = below(text.size());
    return text.substr(begin, 1 + below(kLongestPiece));
  }

  void change(std::string& text) {
    const std::size_t at = below(text.size());
    switch (below(9)) {
      case 0:
        if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 1:
        if (!text.empty()) text[at] = static_cast<char>(words_());
        break;
      case 2: text.erase(at, 1 + below(20)); break;
      case 3: text.insert(at, piece_of(text)); break;
      case 4: text.insert(at, piece_of(target_.seeds[below(target_.seeds.size())])); break;
      case 5: cut(text, at); break;
      case 6: replace_digits(text, at); break;
      default: insert_token(text, at); break;
    }
  }

  /// Seldom, because little is left of most inputs then.
  void cut(std::string& text, std::size_t at) {
    if (below(4) == 0) {
      text.resize(at);
    } else {
      text.erase(at, below(kLongestPiece));
    }
  }

  void insert_token(std::string& text, std::size_t at) {
    if (target_.tokens.empty()) return;
    const std::string& token = target_.tokens[below(target_.tokens.size())];
    if (below(2) == 0) {
      text.insert(at, token);
    } else {
      text.replace(at, std::min(token.size(), text.size() - at), token);
    }
  }

  /// Another number in the place of one: the syntax holds, so that bounds and cross-checks get their share.
  void replace_digits(std::string& text, std::size_t from) {
    const std::size_t begin = text.find_first_of("0123456789", from);
    if (begin == std::string::npos) return;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", begin), text.size());
    static const char* const kNumbers[] = {
        "0",      "1",     "2",   "64",   "1e308", "4294967295",           "9223372036854775807",
        "1e-300", "-1",    "0.5", "1e18", "100",   "18446744073709551615", "2147483648",
        "nan",    "1e999", "7"};
    text.replace(begin, end - begin, kNumbers[below(std::size(kNumbers))]);
  }

  const FuzzTarget& target_;
  std::mt19937_64 words_;
};

}  // namespace

std::string input_of(const FuzzTarget& target, std::uint64_t number) {
  if (number < target.seeds.size()) return target.seeds[number];
  return Mutator(target, number)();
}

}  // namespace hashlease::fuzz
