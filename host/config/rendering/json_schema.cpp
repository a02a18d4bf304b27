#include "config/rendering/json_schema.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "config/keys/parameters.hpp"
#include "config/rendering/parameter_text.hpp"

namespace hashlease {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

/// A bound as it stands in the file: whole for an integer, and the largest integer there is for 2^63.
Json bound(const Parameter& row, double value) {
  if (row.kind != ValueKind::integer) return value;
  return value >= 0x1p63 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(value);
}

Json number_schema(const Parameter& row) {
  Json schema = {{"type", row.kind == ValueKind::integer ? "integer" : "number"}};
  const Bounds& bounds = row.bounds;
  if (std::isfinite(bounds.low)) schema[bounds.low_open ? "exclusiveMinimum" : "minimum"] = bound(row, bounds.low);
  if (std::isfinite(bounds.high)) schema[bounds.high_open ? "exclusiveMaximum" : "maximum"] = bound(row, bounds.high);
  return schema;
}

Json text_schema(const Parameter& row) {
  Json schema = {{"type", "string"}};
  if (!row.words.empty()) schema["enum"] = row.words;
  return schema;
}

Json list_schema(const Parameter& row, Json items) {
  Json schema = {{"type", "array"}, {"items", std::move(items)}};
  if (row.length.least > 0) schema["minItems"] = row.length.least;
  if (row.length.most != kNoLimit) schema["maxItems"] = row.length.most;
  return schema;
}

Json kind_schema(const Parameter& row) {
  switch (row.kind) {
    case ValueKind::boolean: return {{"type", "boolean"}};
    case ValueKind::integer:
    case ValueKind::number: return number_schema(row);
    case ValueKind::text:
    case ValueKind::word: return text_schema(row);
    case ValueKind::date: return {{"type", "string"}, {"format", "date"}};
    case ValueKind::numbers: return list_schema(row, number_schema(row));
    case ValueKind::texts: {
      Json schema = list_schema(row, text_schema(row));
      schema["uniqueItems"] = true;
      return schema;
    }
    case ValueKind::number_map: break;
  }
  return {{"type", "object"}, {"additionalProperties", number_schema(row)}};
}

Json row_schema(const Parameter& row) {
  Json schema = {{"description", fmt::format("{}\n\n{}", row.meaning, row_facts(row))}};
  schema.update(kind_schema(row));
  if (!row.required()) {
    schema["default"] = std::visit(
        [](const auto& value) {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Date>)
            return Json(toml_text(value));
          else
            return Json(value);
        },
        *row.fallback);
  }
  return schema;
}

/// As the reader demands of names, see name_violation().
void demand_usable_name(Json& name) {
  name["minLength"] = 1;
  name["maxLength"] = 64;
  name["pattern"] = R"(^[^./"\\=\u0000-\u001f\u007f]+$)";
}

Json section_schema(const Section& section);

Json entries_schema(const Section& section) {
  Json entry = section_schema(section);
  demand_usable_name(entry["properties"][std::string(section.name_key)]);
  entry["required"] = Json::array({section.name_key});
  Json schema = {{"description", std::string(section.meaning)}, {"type", "array"}, {"items", std::move(entry)}};
  if (section.count.least > 0) schema["minItems"] = section.count.least;
  if (section.count.most != kNoLimit) schema["maxItems"] = section.count.most;
  return schema;
}

/// What a section may hold. What it must hold is said by completeness_schema(), because an included file may have it.
Json section_schema(const Section& section) {
  Json schema = {{"description", std::string(section.meaning)},
                 {"type", "object"},
                 {"additionalProperties", false},
                 {"properties", Json::object()}};
  Json& properties = schema["properties"];
  for (const Parameter& row : section.parameters) properties[std::string(row.key)] = row_schema(row);
  for (const Section& child : section.sections) {
    properties[std::string(child.key)] = child.repeated ? entries_schema(child) : section_schema(child);
  }
  return schema;
}

/// The keys without a default; null when a section can be left empty.
Json completeness_schema(const Section& section) {
  Json schema;
  for (const Parameter& row : section.parameters) {
    if (row.required()) schema["required"].push_back(row.key);
  }
  for (const Section& child : section.sections) {
    const std::string key(child.key);
    Json inner = completeness_schema(child);
    if (child.repeated ? child.count.least > 0 : inner.contains("required")) schema["required"].push_back(key);
    if (inner.is_null()) continue;
    schema["properties"][key] = child.repeated ? Json{{"items", std::move(inner)}} : std::move(inner);
  }
  return schema;
}

/// A market that includes another one may leave out whatever that one has.
Json unless_included(Json completeness) {
  const Json include = {{"include", {{"minLength", 1}}}};
  return {{"if", {{"properties", include}, {"required", {"include"}}}}, {"else", std::move(completeness)}};
}

Json titled(const char* title, const Json& schema) {
  Json whole = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  whole.update(schema);
  return whole;
}

Json study_schema() {
  const Section& root = configuration_section();
  Json schema = titled("hashlease study", section_schema(root));
  Json completeness = completeness_schema(root);
  schema["required"] = completeness["required"];
  for (auto& [key, inner] : completeness["properties"].items()) {
    Json& part = schema["properties"][key];
    if (key == "market") inner = unless_included(inner);
    part["allOf"] = Json::array({inner});
  }
  return schema;
}

Json market_schema() {
  Json schema = titled("hashlease market", section_schema(*configuration_section().find_section("market")));
  schema["properties"].erase("include");  // an included market includes no other
  return schema;
}

}  // namespace

std::string json_schema(SchemaOf kind) {
  return (kind == SchemaOf::study ? study_schema() : market_schema()).dump(2) + "\n";
}

}  // namespace hashlease
