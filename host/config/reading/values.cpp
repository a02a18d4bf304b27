#include "config/reading/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "config/findings/nearest.hpp"

namespace hashlease {
namespace {

using ValuePointer = std::shared_ptr<const Value>;

template <class Type>
ValuePointer as_value(Type value) {
  return std::make_shared<const Value>(std::move(value));
}
template <class Type>
ValuePointer as_value(std::optional<Type> value) {
  return value ? std::make_shared<const Value>(std::move(*value)) : nullptr;
}

/// "Nothing was read", whichever way the reader says so.
struct Nothing {
  template <class Type>
  operator std::optional<Type>() const {  // NOLINT(google-explicit-constructor)
    return std::nullopt;
  }
  operator ValuePointer() const { return nullptr; }  // NOLINT(google-explicit-constructor)
};

/// What is read, for whom, and where complaints go.
struct Reading {
  const Parameter& row;
  const std::string& path;
  Findings& findings;

  /// " (5 to 200 J/TH)", or empty.
  std::string limits() const {
    const std::string text = bounds_text(row);
    return text.empty() ? text : " (" + text + ")";
  }
  Nothing wrong(const Node& node, const std::string& message) const {
    findings.add(node.place, path, message);
    return {};
  }
  Nothing unexpected(const Node& node, const char* expected) const {
    return wrong(node, fmt::format("expected {}, found {}{}", expected, node_description(node), limits()));
  }
};

std::optional<double> read_number(const Node& node, const Reading& reading, const char* expected) {
  double number = 0.0;
  if (node.kind == NodeKind::integer) {
    number = static_cast<double>(node.integer);
  } else if (node.kind == NodeKind::number) {
    number = node.number;
  } else {
    return reading.unexpected(node, expected);
  }
  if (!std::isfinite(number)) {
    return reading.wrong(node, fmt::format("{} is not a finite number{}", number, reading.limits()));
  }
  const std::string violation = bounds_violation(reading.row.bounds, number);
  if (!violation.empty()) return reading.wrong(node, violation + reading.limits());
  return number;
}

ValuePointer read_integer(const Node& node, const Reading& reading) {
  // Digits beyond 2^53 would be lost in a double, so integers are taken as they are after the bounds were looked at.
  if (node.kind == NodeKind::number && std::isfinite(node.number) && node.number != std::floor(node.number)) {
    const std::string_view unit = reading.row.unit;
    const std::string of = unit.empty() ? std::string() : fmt::format(" of {}s", unit);
    return reading.wrong(node, fmt::format("{} is not a whole number{}{}", node.number, of, reading.limits()));
  }
  if (node.kind == NodeKind::number && std::isfinite(node.number) && node.number >= 0x1p63) {
    return reading.wrong(
        node, fmt::format("{} is above {}{}", node.number, number_text(reading.row.bounds.high), reading.limits()));
  }
  const std::optional<double> number = read_number(node, reading, "an integer");
  if (!number) return nullptr;
  return as_value(node.kind == NodeKind::integer ? node.integer : static_cast<std::int64_t>(*number));
}

std::optional<std::string> read_word(const Node& node, const Reading& reading) {
  if (node.kind != NodeKind::text) return reading.unexpected(node, "a text in quotes");
  const auto& words = reading.row.words;
  if (words.empty() || std::find(words.begin(), words.end(), node.text) != words.end()) return node.text;
  const std::vector<std::string> known(words.begin(), words.end());
  const std::string nearest = nearest_word(node.text, known);
  const std::string hint = nearest.empty() ? std::string() : fmt::format("; did you mean {}?", nearest);
  return reading.wrong(node, fmt::format("{} is none of {}{}", toml_string(node.text), joined(known), hint));
}

/// Reads every element with `read`; a list with anything wrong in it is no list.
template <class Element, class Read>
ValuePointer read_list(const Node& node, const Reading& reading, const char* expected, Read read) {
  if (node.kind != NodeKind::array) return reading.unexpected(node, expected);
  const Length& length = reading.row.length;
  if (node.children.size() < length.least || node.children.size() > length.most) {
    const std::string allowed = length.least == length.most ? fmt::format("exactly {}", length.least)
                                                            : fmt::format("{} to {}", length.least, length.most);
    return reading.wrong(node, fmt::format("the list has {} values; {} are needed", node.children.size(), allowed));
  }
  std::vector<Element> list;
  for (const Node& child : node.children) {
    if (std::optional<Element> element = read(child)) list.push_back(std::move(*element));
  }
  if (list.size() != node.children.size()) return nullptr;
  return as_value(std::move(list));
}

ValuePointer read_texts(const Node& node, const Reading& reading) {
  std::vector<std::string> seen;
  return read_list<std::string>(node, reading, "an array of texts", [&](const Node& child) {
    std::optional<std::string> word = read_word(child, reading);
    if (word && std::find(seen.begin(), seen.end(), *word) != seen.end()) {
      word.reset();
      reading.wrong(child, fmt::format("{} is given twice", toml_string(child.text)));
    }
    if (word) seen.push_back(*word);
    return word;
  });
}

ValuePointer read_map(const Node& node, const Reading& reading) {
  if (node.kind != NodeKind::table) return reading.unexpected(node, "a table of name = number");
  std::map<std::string, double> map;
  for (const Node& child : node.children) {
    const std::string path = reading.path + "." + child.key;
    reading.findings.set_place(path, child.place);
    if (const auto number = read_number(child, Reading{reading.row, path, reading.findings}, "a number")) {
      map[child.key] = *number;
    }
  }
  if (map.size() != node.children.size()) return nullptr;
  return as_value(std::move(map));
}

}  // namespace

std::shared_ptr<const Value> to_value(const Node& node, const Parameter& row, const std::string& path,
                                      Findings& findings) {
  const Reading reading{row, path, findings};
  switch (row.kind) {
    case ValueKind::boolean:
      if (node.kind != NodeKind::boolean) return reading.unexpected(node, "true or false");
      return as_value(node.boolean);
    case ValueKind::integer: return read_integer(node, reading);
    case ValueKind::number: return as_value(read_number(node, reading, "a number"));
    case ValueKind::text:
    case ValueKind::word: return as_value(read_word(node, reading));
    case ValueKind::date:
      if (node.kind != NodeKind::date) return reading.unexpected(node, "a calendar date such as 2024-11-23");
      return as_value(node.date);
    case ValueKind::numbers:
      return read_list<double>(node, reading, "an array of numbers",
                               [&](const Node& child) { return read_number(child, reading, "a number"); });
    case ValueKind::texts: return read_texts(node, reading);
    case ValueKind::number_map: break;
  }
  return read_map(node, reading);
}

std::string name_violation(const std::string& name) {
  constexpr std::size_t kLongest = 64;
  if (name.empty()) return "the name is empty";
  if (name.size() > kLongest)
    return fmt::format("the name has {} bytes; at most {} are allowed", name.size(), kLongest);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '.' || c == '/' || c == '"' || c == '\\' || c == '=') {
      return fmt::format("the name {} contains '{}'", toml_string(name), c);
    }
    if (byte < 0x20 || byte == 0x7F) return fmt::format("the name {} contains a control character", toml_string(name));
  }
  return {};
}

}  // namespace hashlease
