#pragma once

/// A TOML document as a plain tree that remembers where every key and value stands. It hides the TOML library, and it
/// is what the included market and the `--set` options are merged into before anything is interpreted.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/findings/configuration_errors.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

enum class NodeKind { boolean, integer, number, text, date, time, array, table };

/// One value of a document. Children of a table carry their key; children of an array have an empty one.
struct Node {
  NodeKind kind = NodeKind::table;
  std::string key;
  Place place;      // of the value; of the header for a [table]
  Place key_place;  // of the key
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0.0;
  std::string text;
  Date date;
  std::vector<Node> children;

  /// The child with this key, or null.
  Node* find(std::string_view child_key);
  const Node* find(std::string_view child_key) const;
};

/// "an integer", "the text \"many\"", ...: what a node is, for a message.
std::string node_description(const Node& node);

/// Parses TOML text. Throws ConfigurationErrors with the one syntax error that the parser stops at.
/// @param source  name of the file for messages
/// @param rank  order of this source in a report (Place::rank)
Node parse_document(std::string_view text, const std::string& source, int rank);

/// Parses the right-hand side of `--set`: any TOML value, or else the bare text. The places are `source` without lines.
Node parse_option_value(std::string_view text, const std::string& source, int rank);

}  // namespace hashlease
