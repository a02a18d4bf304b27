#include "config/reading/reader.hpp"

#include <fmt/format.h>

#include <memory>
#include <set>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/findings/findings.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"
#include "config/reading/compose.hpp"
#include "config/reading/load_history.hpp"
#include "config/reading/values.hpp"

namespace hashlease {
namespace {

std::string under(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

/// Walks the table of parameters and a document side by side and fills the structs.
class SectionReader {
 public:
  explicit SectionReader(Findings& findings) : findings_(findings) {}

  void read(const Section& section, const Node& node, void* object, const std::string& path) {
    findings_.set_place(path, node.place);
    report_unknown_keys(section, node, path);
    for (const Parameter& row : section.parameters) read_parameter(row, node, object, under(path, row.key));
    for (const Section& child : section.sections) {
      const std::string child_path = under(path, child.key);
      const Node* child_node = node.find(child.key);
      if (child.repeated) {
        read_entries(child, node, child_node, object, child_path);
      } else {
        read_table(child, node, child_node, object, child_path);
      }
    }
  }

 private:
  void report_unknown_keys(const Section& section, const Node& node, const std::string& path) {
    std::vector<std::string> known;
    for (const Parameter& row : section.parameters) known.emplace_back(row.key);
    for (const Section& child : section.sections) known.emplace_back(child.key);
    for (const Node& child : node.children) {
      if (section.find_parameter(child.key) != nullptr || section.find_section(child.key) != nullptr) continue;
      const std::string shown = child.key.empty() ? std::string("\"\"") : child.key;
      findings_.add(child.key_place, under(path, shown), "unknown key; " + suggestion(child.key, known));
    }
  }

  void read_parameter(const Parameter& row, const Node& node, void* object, const std::string& path) {
    const Node* given = node.find(row.key);
    if (given == nullptr && row.required()) {
      const std::string limits = bounds_text(row);
      findings_.add(node.place, path, limits.empty() ? "missing" : fmt::format("missing ({})", limits));
      return;
    }
    if (given == nullptr) return;  // the struct was made with the default
    findings_.set_place(path, given->place);
    const std::shared_ptr<const Value> value = to_value(*given, row, path, findings_);
    if (value != nullptr && row.set != nullptr) row.set(object, *value);
  }

  void read_table(const Section& section, const Node& parent, const Node* node, void* object, const std::string& path) {
    if (node != nullptr && node->kind != NodeKind::table) {
      findings_.add(node->place, path, fmt::format("expected a table, found {}", node_description(*node)));
      return;
    }
    if (node == nullptr && needs_input(section)) {
      findings_.add(parent.place, path, fmt::format("the table [{}] is missing", path));
      return;
    }
    Node absent;
    absent.place = absent.key_place = parent.place;
    void* const table = section.add(object);
    if (section.presence != nullptr) section.presence(table) = node != nullptr;
    read(section, node != nullptr ? *node : absent, table, path);
  }

  void read_entries(const Section& section, const Node& parent, const Node* node, void* object,
                    const std::string& path) {
    if (node != nullptr && node->kind != NodeKind::array) {
      findings_.add(node->place, path,
                    fmt::format("expected tables [[{}]], found {}", section.key, node_description(*node)));
      return;
    }
    const std::size_t count = node == nullptr ? 0 : node->children.size();
    if (count < section.count.least || count > section.count.most) {
      findings_.add(node == nullptr ? parent.place : node->place, path,
                    fmt::format("there are {} tables [[{}]]; {} to {} are allowed", count, section.key,
                                section.count.least, section.count.most));
      return;
    }
    std::set<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
      read_entry(section, node->children[i], object, fmt::format("{}[{}]", path, i), path, names);
    }
  }

  /// An entry goes by its name in paths where it has a usable one, and by its index where not.
  void read_entry(const Section& section, const Node& entry, void* object, const std::string& indexed_path,
                  const std::string& path, std::set<std::string>& names) {
    if (entry.kind != NodeKind::table) {
      findings_.add(entry.place, indexed_path, fmt::format("expected a table, found {}", node_description(entry)));
      return;
    }
    const Node* name = entry.find(section.name_key);
    const bool named = name != nullptr && name->kind == NodeKind::text;
    const std::string violation = named ? name_violation(name->text) : std::string();
    if (!violation.empty()) findings_.add(name->place, under(indexed_path, section.name_key), violation);
    const bool usable = named && violation.empty();
    if (usable && !names.insert(name->text).second) {
      findings_.add(name->place, under(indexed_path, section.name_key),
                    fmt::format("{} is the name of an earlier [[{}]]", toml_string(name->text), section.key));
    }
    read(section, entry, section.add(object), usable ? under(path, name->text) : indexed_path);
  }

  static bool needs_input(const Section& section) {
    for (const Parameter& row : section.parameters) {
      if (row.required()) return true;
    }
    for (const Section& child : section.sections) {
      if (child.repeated ? child.count.least > 0 : needs_input(child)) return true;
    }
    return false;
  }

  Findings& findings_;
};

}  // namespace

Configuration read_configuration(const std::filesystem::path& file, std::span<const std::string> options) {
  return read_configuration_text(read_text_file(file), file.string(), file.parent_path(), options);
}

Configuration read_configuration_text(std::string_view text, const std::string& source,
                                      const std::filesystem::path& folder, std::span<const std::string> options) {
  const Node document = compose_document(text, source, folder, options);
  Findings findings;
  Configuration configuration;
  SectionReader(findings).read(configuration_section(), document, &configuration, "");
  load_history(configuration, folder, findings);
  check_configuration(configuration, findings);
  findings.throw_if_any();
  return configuration;
}

}  // namespace hashlease
