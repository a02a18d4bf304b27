// The quantities of result files at a terminal, by group, name or words of their meaning.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/error.hpp"
#include "config/findings/nearest.hpp"
#include "results/reference_page.hpp"

namespace hashlease {

namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

std::string row_text(const ResultGroup& group, const QuantityRow& row) {
  std::string facts(type_name(row.type));
  std::string axes;
  for (const std::string& axis : words_of(row.axes)) axes += (axes.empty() ? "" : ", ") + axis;
  if (!axes.empty()) facts += fmt::format(" ({})", axes);
  if (!row.units.empty() && row.units != "1") facts += ", " + row.units;
  return fmt::format("  /{}/{}: {}\n      {}\n", group.name, row.name, facts, row.meaning);
}

std::string heading(const ResultGroup& group) {
  return fmt::format("\n/{}  {}{}\n", group.name, group.meaning,
                     group.presence == "always" ? "" : fmt::format(" (present: {})", group.presence));
}

/// Rows with a name of their own: errors and intervals are told of by the quantity that they belong to.
std::vector<const QuantityRow*> named_rows(const ResultGroup& group) {
  std::vector<const QuantityRow*> rows;
  for (const AxisRow& axis : group.axes) rows.push_back(&axis.scale);
  for (const QuantityRow& row : group.quantities) {
    if (row.beside.empty()) rows.push_back(&row);
  }
  return rows;
}

/// Whether every word stands in the name of the dataset or in its meaning.
bool holds_all(const ResultGroup& group, const QuantityRow& row, const std::vector<std::string>& words) {
  const std::string text = lower_case(fmt::format("/{}/{} {}", group.name, row.name, row.meaning));
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

template <class Matches>
std::string listed(const std::vector<ResultGroup>& groups, Matches matches) {
  std::string text;
  for (const ResultGroup& group : groups) {
    std::string rows;
    for (const QuantityRow* row : named_rows(group)) {
      if (matches(group, *row)) rows += row_text(group, *row);
    }
    if (!rows.empty()) text += heading(group) + rows;
  }
  return text;
}

}  // namespace

std::string describe_results(const std::vector<ResultGroup>& groups, std::string_view words) {
  const std::vector<std::string> wanted = words_of(lower_case(std::string(words)));
  const std::string first = wanted.empty() ? "" : wanted[0];
  const auto is_exact = [&](const ResultGroup& group, const QuantityRow& row) {
    return first == row.name || first == "/" + group.name + "/" + row.name || first == group.name ||
           first == "/" + group.name;
  };
  const auto holds = [&](const ResultGroup& group, const QuantityRow& row) { return holds_all(group, row, wanted); };
  std::string text = wanted.size() == 1 ? listed(groups, is_exact) : "";
  if (text.empty()) text = listed(groups, holds);
  if (!text.empty()) return text.substr(1);
  std::vector<std::string> names;
  for (const ResultGroup& group : groups) {
    names.push_back(group.name);
    for (const QuantityRow* row : named_rows(group)) names.push_back(row->name);
  }
  const std::string nearest = nearest_word(std::string(words), names);
  throw InputError(fmt::format(
      "no quantity of a result has '{}' in its name or meaning; {}", words,
      nearest.empty() ? "`hashlease describe --results` lists all" : fmt::format("did you mean {}?", nearest)));
}

}  // namespace hashlease
