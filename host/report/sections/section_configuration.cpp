#include <fmt/format.h>

#include "report/drawing/numbers.hpp"
#include "report/sections/configuration_text.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

/// Sites beyond this are only in the TOML text.
constexpr std::size_t kMostSites = 12;

/// The table that a key belongs to: "market.btc" of "market.btc.price".
std::string group_of(const std::string& path) {
  const std::size_t first = path.find('.');
  if (first == std::string::npos) return "study";
  const std::string head = path.substr(0, first);
  if (head == "run") return head;
  const std::size_t second = path.find('.', first + 1);
  return second == std::string::npos ? head : path.substr(0, second);
}

}  // namespace

std::string configuration_section_markup(const StudyResult& study) {
  std::vector<std::pair<std::string, HtmlTable>> groups;
  std::size_t site_groups = 0;
  for (const ConfigurationRow& row : configuration_rows(study.configuration)) {
    const std::string group = group_of(row.key);
    if (groups.empty() || groups.back().first != group) {
      if (group.starts_with("site.")) ++site_groups;
      HtmlTable table;
      table.headings = {"key", "value", "unit", "meaning"};
      table.text_columns = 4;
      groups.emplace_back(group, table);
    }
    if (site_groups > kMostSites) continue;
    const std::string key = row.key.starts_with(group + ".") ? row.key.substr(group.size() + 1) : row.key;
    groups.back().second.rows.push_back({key, row.value, row.unit, row.meaning});
  }
  std::string markup =
      paragraph("Every key with its value, defaults included. hashlease describe KEY says more of one.");
  std::size_t left = 0;
  for (const auto& [name, table] : groups) {
    if (table.rows.empty()) {
      ++left;
      continue;
    }
    markup += element("h3", escape_markup(name)) + element("div", table.text(), "class=\"keys\"");
  }
  if (left > 0) markup += left_out(fmt::format("Left out here: {} more sites; they are in the text below.", left));
  const std::string text = element("pre", escape_markup(study.configuration_text));
  return markup + details("The configuration as TOML, to run it again", text);
}

std::string provenance_section(const StudyResult& study) {
  HtmlTable table;
  table.caption = "Where these numbers come from";
  table.headings = {"what", "value"};
  table.text_columns = 2;
  table.rows = {{"file", study.file},
                {"study identity (SHA-256 of the configuration)", study.identity},
                {"paths", count_text(study.paths)},
                {"seed", std::to_string(study.seed)},
                {"written by", "hashlease " + study.program_version},
                {"file format", std::to_string(study.format_version)}};
  for (const auto& [label, text] : study.provenance) table.rows.push_back({label, text});
  return table.text() +
         paragraph(
             "The same study gives the same numbers on any machine, thread count and backend; hashlease verify "
             "shows whether the file is as it was written.");
}

}  // namespace hashlease
