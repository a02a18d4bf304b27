#include "config/canonical_text.hpp"

#include <fmt/format.h>

#include "config/parameters.hpp"

namespace hashlease {
namespace {

void write_section(const Section& section, const void* object, const std::string& path, std::string& text) {
  for (const Parameter& row : section.parameters) {
    if (row.get != nullptr) text += fmt::format("{} = {}\n", row.key, toml_text(row.get(object)));
  }
  for (const Section& child : section.sections) {
    const std::string child_path = path.empty() ? std::string(child.key) : fmt::format("{}.{}", path, child.key);
    for (std::size_t i = 0; i < child.size(object); ++i) {
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
