#include "config/rendering/parameter_text.hpp"

#include <fmt/format.h>

#include "config/findings/nearest.hpp"

namespace hashlease {

std::string kind_text(const Parameter& row) {
  const std::string words = joined({row.words.begin(), row.words.end()});
  switch (row.kind) {
    case ValueKind::boolean: return "true or false";
    case ValueKind::integer: return "integer";
    case ValueKind::number: return "number";
    case ValueKind::text: return "text";
    case ValueKind::word: return "one of " + words;
    case ValueKind::date: return "date";
    case ValueKind::numbers:
      if (row.length.least == row.length.most) return fmt::format("{} numbers", row.length.least);
      return fmt::format("{} to {} numbers", row.length.least, row.length.most);
    case ValueKind::texts: return words.empty() ? "list of texts" : "list of " + words;
    case ValueKind::number_map: break;
  }
  return "table of name = number";
}

std::string fallback_text(const Parameter& row) { return row.required() ? "required" : toml_text(*row.fallback); }

std::string row_facts(const Parameter& row) {
  std::string facts = kind_text(row);
  const std::string bounds = bounds_text(row);
  if (!bounds.empty()) facts += ", " + bounds;
  return facts + (row.required() ? ", required" : ", default " + fallback_text(row));
}

}  // namespace hashlease
