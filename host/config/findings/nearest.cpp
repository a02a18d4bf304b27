#include "config/findings/nearest.hpp"

#include <algorithm>

namespace hashlease {

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int substitution = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

namespace {

/// The distance to the word, or to what follows one of its underscores and 1 for what is left out: `volatilty` is near
/// annual_volatility.
int distance_to_key(std::string_view word, std::string_view key) {
  int least = edit_distance(word, key);
  for (std::size_t i = 0; i < key.size() && word.size() >= 4; ++i) {
    if (key[i] == '_') least = std::min(least, 1 + edit_distance(word, key.substr(i + 1)));
  }
  return least;
}

}  // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 128;
  if (word.empty() || word.size() > kLongest) return {};
  std::string nearest;
  int least = std::max(1, static_cast<int>(word.size() + 1) / 3) + 1;
  for (const std::string& candidate : known) {
    const int distance = distance_to_key(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string nearest = nearest_word(word, known);
  if (!nearest.empty()) return "did you mean " + nearest + "?";
  return known.empty() ? std::string("nothing is known here") : "known here: " + joined(known);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace hashlease
