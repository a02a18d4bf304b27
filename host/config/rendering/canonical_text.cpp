#include "config/rendering/canonical_text.hpp"

#include <fmt/format.h>

#include "config/keys/parameters.hpp"

namespace hashlease {
namespace {

/// Lists of many numbers take several lines, since the reader refuses very long ones.
std::string value_text(const Value& value) {
  constexpr std::size_t kPerLine = 64;
  const auto* numbers = std::get_if<std::vector<double>>(&value);
  if (numbers == nullptr || numbers->size() <= kPerLine) return toml_text(value);
  std::string text = "[";
  for (std::size_t first = 0; first < numbers->size(); first += kPerLine) {
    const std::size_t last = std::min(first + kPerLine, numbers->size());
    const auto begin = numbers->begin();
    const std::string line = toml_text(
        std::vector<double>(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last)));
    text += "\n  " + line.substr(1, line.size() - 2) + ",";
  }
  return text + "\n]";
}

void write_section(const Section& section, const void* object, const std::string& path, std::string& text) {
  for (const Parameter& row : section.parameters) {
    if (row.get != nullptr) text += fmt::format("{} = {}\n", row.key, value_text(row.get(object)));
  }
  for (const Section& child : section.sections) {
    const std::string child_path = path.empty() ? std::string(child.key) : fmt::format("{}.{}", path, child.key);
    for (std::size_t i = 0; i < child.size(object); ++i) {
      if (!child.is_present(child.at(object, i))) continue;
      text += child.repeated ? fmt::format("\n[[{}]]\n", child_path) : fmt::format("\n[{}]\n", child_path);
      write_section(child, child.at(object, i), child_path, text);
    }
  }
}

}  // namespace

std::string canonical_text(const Configuration& configuration) {
  std::string text;
  write_section(configuration_section(), &configuration, "", text);
  return text;
}

}  // namespace hashlease
