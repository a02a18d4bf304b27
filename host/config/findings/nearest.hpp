#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hashlease {

/// Edits (insertion, deletion, substitution, transposition of neighbours) that turn one word into another: the optimal
/// string alignment form of Damerau (1964).
int edit_distance(std::string_view a, std::string_view b);

/// The known word nearest to `word`, or empty if none is within about a third of its length.
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

/// `did you mean X?`, or else `known here: A, B, C`.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

/// Words joined by ", ".
std::string joined(const std::vector<std::string>& words);

}  // namespace hashlease
