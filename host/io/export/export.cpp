#include "io/export/export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "config/findings/nearest.hpp"
#include "io/export/export_tables.hpp"
#include "io/export/group_tables.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

constexpr const char* kAllTables = "all";

/// "/risk/" is "risk".
std::string group_name(const std::string& text) {
  const std::size_t first = text.find_first_not_of('/');
  if (first == std::string::npos) return text;
  return text.substr(first, text.find_last_not_of('/') - first + 1);
}

/// Tables reduced to the variables asked for.
std::vector<GroupTable> chosen_tables(const GroupLayout& layout, const std::vector<std::string>& variables) {
  if (variables.empty()) return layout.tables;
  std::vector<std::string> known;
  for (const GroupTable& table : layout.tables) {
    for (const GroupVariable& variable : table.variables) known.push_back(variable.name);
  }
  for (const std::string& name : variables) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError(fmt::format("/{} has no variable \"{}\": {}", layout.group, name, suggestion(name, known)));
    }
  }
  std::vector<GroupTable> tables;
  for (GroupTable table : layout.tables) {
    std::erase_if(table.variables, [&](const GroupVariable& variable) {
      return std::find(variables.begin(), variables.end(), variable.name) == variables.end();
    });
    if (!table.variables.empty()) tables.push_back(std::move(table));
  }
  return tables;
}

/// The table that `name` asks for, "all" or "attributes".
std::string chosen_table(const GroupLayout& layout, const std::vector<GroupTable>& tables, const std::string& name) {
  if (name.empty()) return tables.empty() ? kAttributes : tables.size() == 1 ? tables.front().name : kAllTables;
  std::vector<std::string> known;
  for (const GroupTable& table : tables) known.push_back(fmt::format("\"{}\"", table.name));
  if (!tables.empty()) known.emplace_back(kAllTables);
  known.emplace_back(kAttributes);
  const bool is_known = std::any_of(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
  if (!is_known && std::find(known.begin(), known.end(), name) == known.end()) {
    throw InputError(fmt::format("/{} has no table \"{}\"; it has {}", layout.group, name, joined(known)));
  }
  return name;
}

}  // namespace

void export_group(const ExportRequest& request) {
  require_sound(request.file);
  const Hdf5Reader reader(request.file);
  const GroupLayout layout = read_group_layout(reader, group_name(request.group));
  const std::vector<GroupTable> tables = chosen_tables(layout, request.variables);
  const std::string name = chosen_table(layout, tables, request.table);
  TextOutput output(request.output);
  if (name == kAttributes) {
    write_attributes(reader, layout, request.format, output);
  } else if (name == kAllTables) {
    write_long_table(reader, layout, tables, request.format, output);
  } else {
    const auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    write_table(reader, layout, *table, request.format, output);
  }
  output.finish();
}

void export_contents(const ExportRequest& request) {
  require_sound(request.file);
  const Hdf5Reader reader(request.file);
  std::vector<GroupLayout> layouts;
  if (!request.group.empty()) {
    layouts.push_back(read_group_layout(reader, group_name(request.group)));
  } else {
    for (const std::string& group : group_names(reader)) layouts.push_back(read_group_layout(reader, group));
  }
  TextOutput output(request.output);
  write_contents(reader, layouts, request.format, output);
  output.finish();
}

}  // namespace hashlease
