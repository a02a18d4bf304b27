#include <fmt/format.h>

#include "commands/documentation/completion.hpp"
#include "config/rendering/key_list.hpp"

namespace hashlease {

std::string shell_quoted(std::string_view word) {
  std::string text = "'";
  for (const char letter : word) {
    if (letter == '\'') text += "'\\'";
    text += letter;
  }
  return text + "'";
}

std::string shell_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + shell_quoted(word);
  return text;
}

KeyPatterns key_patterns() {
  KeyPatterns patterns;
  patterns.describe = section_paths();
  for_each_row([&](const std::string& path, const Parameter&) {
    if (path.find('*') == std::string::npos) patterns.plain.push_back(path);
    std::string without_names = path;
    for (std::size_t star = 0; (star = without_names.find(".*")) != std::string::npos;) without_names.erase(star, 2);
    patterns.describe.push_back(without_names);
  });
  return patterns;
}

std::string key_value_cases(std::string_view variable) {
  std::string cases;
  for_each_row([&](const std::string& path, const Parameter& row) {
    const std::vector<std::string> values = values_of(row);
    if (!values.empty()) cases += fmt::format("    {}) {}=({}) ;;\n", path, variable, shell_words(values));
  });
  return cases;
}

}  // namespace hashlease
