#include "config/rendering/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"
#include "config/rendering/parameter_text.hpp"

namespace hashlease {
namespace {

/// A key of the table by its place; sections without their rows have a null row.
struct Entry {
  std::string path;  // without the names of entries: market.gpu.lease_rate
  const Section* section;
  const Parameter* row;
};

void collect(const Section& section, const std::string& path, std::vector<Entry>& entries) {
  const std::string prefix = path.empty() ? path : path + ".";
  for (const Parameter& row : section.parameters) entries.push_back({prefix + std::string(row.key), &section, &row});
  for (const Section& child : section.sections) {
    const std::string child_path = prefix + std::string(child.key);
    entries.push_back({child_path, &child, nullptr});
    collect(child, child_path, entries);
  }
}

/// Drops "[]" and the names of entries: site.hybrid.asic[].pue becomes site.asic.pue.
std::string without_names(std::string_view key) {
  std::vector<std::string> parts(1);
  for (const char c : key) {
    if (c == '.') {
      parts.emplace_back();
    } else if (c != '[' && c != ']') {
      parts.back() += c;
    }
  }
  const Section* section = &configuration_section();
  std::string path;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!path.empty()) path += '.';
    path += parts[i];
    section = section == nullptr ? nullptr : section->find_section(parts[i]);
    if (section == nullptr || !section->repeated || i + 1 >= parts.size()) continue;
    const std::string& next = parts[i + 1];
    const bool is_key = section->find_parameter(next) != nullptr || section->find_section(next) != nullptr;
    if (!is_key) ++i;
  }
  return path;
}

std::string heading(const std::string& path, const Section& section) {
  const std::string name = section.repeated ? fmt::format("[[{}]]", path) : fmt::format("[{}]", path);
  return fmt::format("\n{}  {}\n", name, section.meaning);
}

std::string entry_text(const Entry& entry) {
  if (entry.row == nullptr) return heading(entry.path, *entry.section);
  return fmt::format("  {}: {}\n      {}\n", entry.path, row_facts(*entry.row), entry.row->meaning);
}

bool ends_with_word(const std::string& path, std::string_view word) {
  if (path.size() <= word.size()) return false;
  const std::size_t begin = path.size() - word.size();
  return path.compare(begin, word.size(), word) == 0 && path[begin - 1] == '.';
}

/// The nearest key: among those of the section that a dotted key names if there is such a section, else by last words.
[[noreturn]] void refuse(std::string_view key, const std::vector<Entry>& entries) {
  const std::string path = without_names(key);
  const std::size_t dot = path.rfind('.');
  const std::string parent = dot == std::string::npos ? std::string() : path.substr(0, dot + 1);
  const std::string word = dot == std::string::npos ? path : path.substr(dot + 1);
  std::vector<std::string> siblings;
  std::vector<std::string> words;
  for (const Entry& entry : entries) {
    words.emplace_back(entry.row != nullptr ? entry.row->key : entry.section->key);
    const bool sibling = !parent.empty() && entry.path == parent + words.back();
    if (sibling) siblings.push_back(words.back());
  }
  std::string nearest = nearest_word(word, siblings);
  if (!nearest.empty()) nearest = parent + nearest;
  if (nearest.empty()) nearest = nearest_word(word, words);
  const std::string hint = nearest.empty() ? "`hashlease describe` lists all keys" : "did you mean " + nearest + "?";
  throw InputError(fmt::format("{}: no such configuration key; {}", key, hint));
}

}  // namespace

std::string describe_parameters(std::string_view key) {
  std::vector<Entry> entries;
  collect(configuration_section(), "", entries);
  const std::string path = without_names(key);
  const auto matches = [&](const Entry& entry) {
    return key.empty() || entry.path == path || entry.path.compare(0, path.size() + 1, path + ".") == 0;
  };
  std::string text;
  for (const Entry& entry : entries) text += matches(entry) ? entry_text(entry) : "";
  for (const Entry& entry : entries) {
    if (text.empty() && ends_with_word(entry.path, path)) {
      for (const Entry& same : entries) text += ends_with_word(same.path, path) ? entry_text(same) : "";
    }
  }
  if (text.empty()) refuse(key, entries);
  return text.substr(text.front() == '\n' ? 1 : 0);
}

}  // namespace hashlease
