#include "config/reading/options.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "config/findings/findings.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kDeepest = 16;
constexpr int kFirstRank = 2;

std::vector<std::string> parts_of(const std::string& key) {
  std::vector<std::string> parts(1);
  for (const char c : key) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// A position in the document on the way to the key; `section` is null below what the table knows.
struct Position {
  Node* node;
  const Section* section;
};

Node& child_table(Node& node, const std::string& key, const Place& place) {
  if (Node* known = node.find(key)) return *known;
  Node table;
  table.key = key;
  table.place = table.key_place = place;
  return node.children.emplace_back(std::move(table));
}

/// The entry of an array of tables that has this name; null after reporting that there is none.
Node* named_entry(Node& parent, const Section& section, const std::string& name, const Option& option,
                  Findings& findings) {
  std::vector<std::string> names;
  Node* array = parent.find(section.key);
  if (array != nullptr) {
    for (Node& entry : array->children) {
      const Node* entry_name = entry.find(section.name_key);
      if (entry_name == nullptr || entry_name->kind != NodeKind::text) continue;
      if (entry_name->text == name) return &entry;
      names.push_back(entry_name->text);
    }
  }
  const std::string hint = names.empty() ? std::string("there are none") : suggestion(name, names);
  findings.add(option.place, option.key,
               fmt::format("there is no [[{}]] with {} = \"{}\"; {}", section.key, section.name_key, name, hint));
  return nullptr;
}

void set_value(const Position& position, const std::string& key, const Option& option) {
  Node value = parse_option_value(option.value, option.place.source, option.place.rank);
  const Parameter* row = position.section != nullptr ? position.section->find_parameter(key) : nullptr;
  const bool wants_text = row != nullptr && (row->kind == ValueKind::text || row->kind == ValueKind::word);
  if (wants_text && value.kind != NodeKind::text) {
    value = Node();
    value.kind = NodeKind::text;
    value.text = option.value;
    value.place = option.place;
  }
  value.key = key;
  value.key_place = option.place;
  if (Node* known = position.node->find(key)) {
    *known = std::move(value);
  } else {
    position.node->children.push_back(std::move(value));
  }
}

void apply_option(Node& root, const Option& option, Findings& findings) {
  const std::vector<std::string> parts = parts_of(option.key);
  if (parts.size() > kDeepest) return findings.add(option.place, "", "the key has too many parts");
  Position position{&root, &configuration_section()};
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const Section* section = position.section != nullptr ? position.section->find_section(parts[i]) : nullptr;
    if (section != nullptr && section->repeated) {
      if (i + 2 == parts.size()) {
        return findings.add(option.place, option.key, "this is a table; set one of its keys");
      }
      position.node = named_entry(*position.node, *section, parts[i + 1], option, findings);
      if (position.node == nullptr) return;
      ++i;
    } else {
      position.node = &child_table(*position.node, parts[i], option.place);
      if (position.node->kind != NodeKind::table) {
        return findings.add(option.place, option.key, fmt::format("{} is a value, not a table", parts[i]));
      }
    }
    position.section = section;
  }
  set_value(position, parts.back(), option);
}

}  // namespace

std::vector<Option> parse_options(std::span<const std::string> options) {
  Findings findings;
  std::vector<Option> parsed;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::size_t equals = options[i].find('=');
    const Place place{"--set " + options[i], 0, 0, kFirstRank + static_cast<int>(i)};
    const std::string_view text = options[i];
    const std::string key(trimmed(text.substr(0, equals)));
    if (equals == std::string::npos || key.empty()) {
      findings.add(place, "", "expected key=value, as in run.paths=1000");
      continue;
    }
    parsed.push_back({key, std::string(trimmed(text.substr(equals + 1))), place});
  }
  findings.throw_if_any();
  return parsed;
}

void apply_options(Node& root, std::span<const Option> options) {
  Findings findings;
  for (const Option& option : options) apply_option(root, option, findings);
  findings.throw_if_any();
}

}  // namespace hashlease
