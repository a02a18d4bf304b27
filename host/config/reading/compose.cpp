#include "config/reading/compose.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>
#include <vector>

#include "config/keys/parameters.hpp"
#include "config/reading/options.hpp"
#include "config/reading/values.hpp"

namespace hashlease {
namespace {

[[noreturn]] void refuse(const Place& place, const std::string& text) {
  throw ConfigurationErrors({Finding{place, text}});
}

/// Name of an entry of an array of tables, or empty.
std::string entry_name(const Node& entry, std::string_view name_key) {
  const Node* name = entry.find(name_key);
  return name != nullptr && name->kind == NodeKind::text ? name->text : std::string();
}

void overlay(Node& base, Node&& over, const Section* section);

/// Entries of the same name are overlaid, the others appended.
void overlay_entries(Node& base, Node&& over, const Section& section) {
  for (Node& entry : over.children) {
    const std::string name = entry_name(entry, section.name_key);
    Node* same = nullptr;
    for (Node& known : base.children) {
      if (same == nullptr && !name.empty() && entry_name(known, section.name_key) == name) same = &known;
    }
    if (same != nullptr && entry.kind == NodeKind::table) {
      overlay(*same, std::move(entry), &section);
    } else {
      base.children.push_back(std::move(entry));
    }
  }
}

/// Puts the keys of `over` over those of `base`, both tables.
void overlay(Node& base, Node&& over, const Section* section) {
  base.place = over.place;
  base.key_place = over.key_place;
  for (Node& child : over.children) {
    Node* below = base.find(child.key);
    const Section* child_section = section != nullptr ? section->find_section(child.key) : nullptr;
    if (below == nullptr) {
      base.children.push_back(std::move(child));
    } else if (below->kind == NodeKind::table && child.kind == NodeKind::table) {
      overlay(*below, std::move(child), child_section);
    } else if (child_section != nullptr && child_section->repeated && below->kind == NodeKind::array &&
               child.kind == NodeKind::array) {
      overlay_entries(*below, std::move(child), *child_section);
    } else {
      *below = std::move(child);
    }
  }
}

/// The market file as a table `market`.
Node included_market(const Node& include, const std::filesystem::path& folder) {
  const std::filesystem::path file = (folder / include.text).lexically_normal();
  std::string text;
  try {
    text = read_text_file(file);
  } catch (const ConfigurationErrors& error) {
    refuse(include.place, std::string("market.include: ") + error.what());
  }
  Node market = parse_document(text, file.string(), 1);
  market.key = "market";
  if (const Node* nested = market.find("market")) {
    refuse(nested->place, "market: a market file has its tables at the top, [btc] instead of [market.btc]");
  }
  if (const Node* again = market.find("include")) {
    refuse(again->key_place, "market.include: an included market cannot include another one");
  }
  return market;
}

void resolve_include(Node& root, const std::filesystem::path& folder) {
  Node* market = root.find("market");
  if (market == nullptr || market->kind != NodeKind::table) return;
  const Node* include = market->find("include");
  const bool none = include == nullptr || (include->kind == NodeKind::text && include->text.empty());
  if (none) return;
  if (include->kind != NodeKind::text) {
    // Alone, because most of what else is wrong would be what the market file has.
    refuse(include->place, "market.include: expected the name of a market file, found " + node_description(*include));
  }
  Node base = included_market(*include, folder);
  overlay(base, std::move(*market), configuration_section().find_section("market"));
  *market = std::move(base);
}

/// Whether a table writes out every key it can have, each at its default.
bool writes_out_all_defaults(const Section& section, const Node& table) {
  if (table.kind != NodeKind::table) return false;
  for (const Parameter& row : section.parameters) {
    const Node* given = table.find(row.key);
    if (given == nullptr || row.required()) return false;
    Findings ignored;
    const auto value = to_value(*given, row, std::string(row.key), ignored);
    if (value == nullptr || *value != *row.fallback) return false;
  }
  return std::all_of(section.sections.begin(), section.sections.end(), [&](const Section& child) {
    const Node* inner = table.find(child.key);
    return inner != nullptr && writes_out_all_defaults(child, *inner);
  });
}

/// Texts in results of the formats before 3 write out every key of a table that is absent, at its default. Such texts
/// are known by what they lack: a canonical text of today has run.path_measures, and no table that is absent. Options
/// come after this: one that names a key of the table makes it present, whatever the value.
void remove_absent_tables(Node& table, const Section& section) {
  for (const Section& child : section.sections) {
    Node* node = table.find(child.key);
    if (node == nullptr) continue;
    const bool is_said = child.presence != nullptr;
    if (is_said && writes_out_all_defaults(child, *node)) {
      std::erase_if(table.children, [&](const Node& entry) { return entry.key == child.key; });
    } else if (child.repeated && node->kind == NodeKind::array) {
      for (Node& entry : node->children) remove_absent_tables(entry, child);
    } else {
      remove_absent_tables(*node, child);
    }
  }
}

}  // namespace

std::string read_text_file(const std::filesystem::path& file) {
  const Place place{file.string(), 0, 0, 0};
  std::error_code failure;
  const auto status = std::filesystem::status(file, failure);
  if (status.type() == std::filesystem::file_type::not_found) refuse(place, "no such file");
  if (failure) refuse(place, "cannot be read: " + failure.message());
  if (std::filesystem::is_directory(status)) refuse(place, "is a directory, not a configuration file");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) refuse(place, std::string("cannot be read: ") + std::strerror(errno));
  std::string text;
  std::vector<char> piece(std::size_t{1} << 16);
  while (stream && text.size() <= kLargestFile) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) refuse(place, "cannot be read");
  if (text.compare(0, 4, "\x89HDF") == 0) {
    refuse(place, "is an HDF5 file, not a configuration; a result's own configuration stands in its group /config");
  }
  if (text.size() > kLargestFile) refuse(place, "is larger than 16 MB; no configuration comes near");
  return text;
}

Node compose_document(std::string_view text, const std::string& source, const std::filesystem::path& folder,
                      std::span<const std::string> options) {
  Node root = parse_document(text, source, 0);
  root.place = root.key_place = Place{source, 1, 1, 0};
  const Node* run = root.find("run");
  const bool is_of_today = run != nullptr && run->kind == NodeKind::table && run->find("path_measures") != nullptr;
  if (!is_of_today) remove_absent_tables(root, configuration_section());
  std::vector<Option> parsed = parse_options(options);
  // The market file that an option names has to be there before options change its keys.
  for (Option& option : parsed) {
    if (option.key == "market.include") apply_options(root, {&option, 1});
  }
  resolve_include(root, folder);
  std::erase_if(parsed, [](const Option& option) { return option.key == "market.include"; });
  apply_options(root, parsed);
  return root;
}

}  // namespace hashlease
