#include "config/rendering/key_list.hpp"

namespace hashlease {
namespace {

void visit_rows(const Section& section, const std::string& prefix,
                const std::function<void(const std::string&, const Parameter&)>& visit) {
  for (const Parameter& row : section.parameters) visit(prefix + std::string(row.key), row);
  for (const Section& child : section.sections) {
    visit_rows(child, prefix + std::string(child.key) + (child.repeated ? ".*." : "."), visit);
  }
}

void collect_sections(const Section& section, const std::string& prefix, std::vector<std::string>& paths) {
  for (const Section& child : section.sections) {
    paths.push_back(prefix + std::string(child.key));
    collect_sections(child, paths.back() + ".", paths);
  }
}

}  // namespace

void for_each_row(const std::function<void(const std::string& path, const Parameter& row)>& visit) {
  visit_rows(configuration_section(), "", visit);
}

std::vector<std::string> section_paths() {
  std::vector<std::string> paths;
  collect_sections(configuration_section(), "", paths);
  return paths;
}

std::vector<std::string> keys_of(const Configuration& configuration) {
  std::vector<std::string> keys;
  // A key that only steers the reader has no value in a configuration that was read.
  for_each_row([&](const std::string& path, const Parameter& row) {
    if (row.get == nullptr) keys.push_back(path);
  });
  // An option that names a key of an absent table writes the table.
  for_each_value(
      configuration, [&](const std::string& path, const Parameter&, const Value&) { keys.push_back(path); },
      AbsentTables::at_defaults);
  return keys;
}

std::vector<std::string> values_of(const Parameter& row) {
  if (row.kind == ValueKind::boolean) return {"true", "false"};
  if (row.kind != ValueKind::word) return {};
  return {row.words.begin(), row.words.end()};
}

}  // namespace hashlease
