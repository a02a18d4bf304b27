#include "config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

// The parser takes things for granted that do not hold for every damaged text: `a = [}` aborts with assertions, and is
// undefined with NDEBUG and a compiler that can assume. With both of these it carries on to its own error message.
#undef NDEBUG
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>

namespace hashlease {
namespace {

/// No sane line is longer; dotted keys beyond it would nest deeper than a parser's stack.
constexpr std::size_t kLongestLine = 16384;

struct Origin {
  const std::string& source;
  int rank;
  bool has_lines;

  Place place(const toml::source_position& position) const {
    if (!has_lines) return Place{source, 0, 0, rank};
    return Place{source, static_cast<int>(position.line), static_cast<int>(position.column), rank};
  }
};

void refuse_long_lines(std::string_view text, const std::string& source, int rank) {
  int line = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '\n') continue;
    if (i - begin > kLongestLine) {
      throw ConfigurationErrors(
          {{Place{source, line, 1, rank}, fmt::format("the line is longer than {} bytes", kLongestLine)}});
    }
    begin = i + 1;
    ++line;
  }
}

Node to_node(const toml::node& value, const Origin& origin);

void fill_scalar(Node& node, const toml::node& value) {
  if (const auto* boolean = value.as_boolean()) {
    node.kind = NodeKind::boolean;
    node.boolean = boolean->get();
  } else if (const auto* integer = value.as_integer()) {
    node.kind = NodeKind::integer;
    node.integer = integer->get();
  } else if (const auto* number = value.as_floating_point()) {
    node.kind = NodeKind::number;
    node.number = number->get();
  } else if (const auto* text = value.as_string()) {
    node.kind = NodeKind::text;
    node.text = text->get();
  } else if (const auto* date = value.as_date()) {
    node.kind = NodeKind::date;
    node.date = Date{date->get().year, date->get().month, date->get().day};
  } else {
    node.kind = NodeKind::time;
  }
}

void fill_table(Node& node, const toml::table& table, const Origin& origin) {
  node.kind = NodeKind::table;
  for (auto&& [key, value] : table) {
    Node child = to_node(value, origin);
    child.key = std::string(key.str());
    child.key_place = origin.place(key.source().begin);
    // A table that a dotted key or a deeper header brought about has no place of its own.
    if (origin.has_lines && child.place.line == 0) child.place = child.key_place;
    node.children.push_back(std::move(child));
  }
}

Node to_node(const toml::node& value, const Origin& origin) {
  Node node;
  node.place = origin.place(value.source().begin);
  node.key_place = node.place;
  if (const auto* table = value.as_table()) {
    fill_table(node, *table, origin);
  } else if (const auto* array = value.as_array()) {
    node.kind = NodeKind::array;
    for (const toml::node& element : *array) node.children.push_back(to_node(element, origin));
  } else {
    fill_scalar(node, value);
  }
  return node;
}

const char* plain_kind(NodeKind kind) {
  switch (kind) {
    case NodeKind::boolean: return "a boolean";
    case NodeKind::integer: return "an integer";
    case NodeKind::number: return "a number";
    case NodeKind::text: return "a text";
    case NodeKind::date: return "a date";
    case NodeKind::time: return "a time of day";
    case NodeKind::array: return "an array";
    case NodeKind::table: break;
  }
  return "a table";
}

/// At most 40 bytes of a text, cut at a character boundary.
std::string shortened(const std::string& text) {
  if (text.size() <= 40) return text;
  std::size_t end = 37;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

const Node* Node::find(std::string_view child_key) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const Node& child) { return child.key == child_key; });
  return found == children.end() ? nullptr : &*found;
}

Node* Node::find(std::string_view child_key) { return const_cast<Node*>(std::as_const(*this).find(child_key)); }

std::string node_description(const Node& node) {
  switch (node.kind) {
    case NodeKind::boolean: return node.boolean ? "true" : "false";
    case NodeKind::integer: return fmt::format("the integer {}", node.integer);
    case NodeKind::number: return fmt::format("the number {}", node.number);
    case NodeKind::text: return fmt::format("the text \"{}\"", shortened(node.text));
    case NodeKind::date:
      return fmt::format("the date {:04}-{:02}-{:02}", node.date.year, node.date.month, node.date.day);
    default: return plain_kind(node.kind);
  }
}

Node parse_document(std::string_view text, const std::string& source, int rank) {
  refuse_long_lines(text, source, rank);
  try {
    const toml::table table = toml::parse(text, source);
    return to_node(table, Origin{source, rank, true});
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    throw ConfigurationErrors({{Place{source, static_cast<int>(begin.line), static_cast<int>(begin.column), rank},
                                fmt::format("not valid TOML: {}", error.description())}});
  }
}

Node parse_option_value(std::string_view text, const std::string& source, int rank) {
  Node bare;
  bare.kind = NodeKind::text;
  bare.text = std::string(text);
  bare.place = bare.key_place = Place{source, 0, 0, rank};
  if (text.size() > kLongestLine || text.find('\n') != std::string_view::npos) return bare;
  try {
    const toml::table table = toml::parse(fmt::format("value = {}", text));
    return to_node(*table.get("value"), Origin{source, rank, false});
  } catch (const toml::parse_error&) {
    return bare;
  }
}

}  // namespace hashlease
