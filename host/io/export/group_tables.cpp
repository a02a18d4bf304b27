#include "io/export/group_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/error.hpp"
#include "config/findings/nearest.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

std::string attribute_or_empty(const Hdf5Reader& reader, const std::string& object, const std::string& name) {
  return reader.has_attribute(object, name) ? reader.text_attribute(object, name) : "";
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// Day that CF units like "days since 2024-11-23" count from, as days from 1970-01-01.
std::optional<std::int64_t> date_origin_of(const std::string& units) {
  constexpr std::string_view kPrefix = "days since ";
  if (!units.starts_with(kPrefix)) return std::nullopt;
  const std::optional<Date> date = parsed_date(std::string_view(units).substr(kPrefix.size()));
  if (!date) return std::nullopt;
  return days_from_date(*date);
}

/// Meanings of the flags 0, 1, ...; none when the flags are others.
std::vector<std::string> flag_meanings_of(const Hdf5Reader& reader, const std::string& path) {
  if (!reader.has_attribute(path, "flag_meanings") || !reader.has_attribute(path, "flag_values")) return {};
  std::vector<std::string> meanings = words_of(reader.text_attribute(path, "flag_meanings"));
  const std::vector<std::string> values = reader.attribute_texts(path, "flag_values");
  bool counted = values.size() == meanings.size();
  for (std::size_t k = 0; counted && k < values.size(); ++k) counted = values[k] == std::to_string(k);
  return counted ? meanings : std::vector<std::string>{};
}

GroupVariable read_variable(const Hdf5Reader& reader, const std::string& group, const std::string& name) {
  GroupVariable variable;
  variable.name = name;
  variable.path = fmt::format("/{}/{}", group, name);
  variable.axes = reader.axes(variable.path);
  variable.shape = reader.shape(variable.path);
  variable.type = reader.number_type(variable.path);
  variable.units = attribute_or_empty(reader, variable.path, "units");
  variable.meaning = attribute_or_empty(reader, variable.path, "long_name");
  variable.date_origin = variable.type ? date_origin_of(variable.units) : std::nullopt;
  variable.flag_meanings = flag_meanings_of(reader, variable.path);
  variable.ancillary = words_of(attribute_or_empty(reader, variable.path, "ancillary_variables"));
  return variable;
}

/// Names that variables of the group call their auxiliary coordinates.
std::vector<std::string> auxiliary_coordinates(const Hdf5Reader& reader, const std::vector<GroupVariable>& variables) {
  std::vector<std::string> names;
  for (const GroupVariable& variable : variables) {
    for (std::string& word : words_of(attribute_or_empty(reader, variable.path, "coordinates"))) {
      if (std::find(names.begin(), names.end(), word) == names.end()) names.push_back(std::move(word));
    }
  }
  return names;
}

class LayoutBuilder {
 public:
  LayoutBuilder(const Hdf5Reader& reader, const std::string& group) : reader_(reader) { layout_.group = group; }

  GroupLayout build() {
    std::vector<GroupVariable> variables;
    for (const std::string& name : reader_.members(layout_.group)) {
      const std::string path = fmt::format("/{}/{}", layout_.group, name);
      if (reader_.is_bare_dimension(path)) {
        add_axis(name, reader_.shape(path).at(0));
      } else {
        variables.push_back(read_variable(reader_, layout_.group, name));
      }
    }
    for (const GroupVariable& variable : variables) {
      for (std::size_t k = 0; k < variable.axes.size(); ++k) add_axis(variable.axes[k], variable.shape[k]);
    }
    auxiliary_ = auxiliary_coordinates(reader_, variables);
    for (GroupVariable& variable : variables) place(std::move(variable));
    return std::move(layout_);
  }

 private:
  GroupAxis& axis(const std::string& name) {
    return *std::find_if(layout_.axes.begin(), layout_.axes.end(), [&](const auto& a) { return a.name == name; });
  }

  void add_axis(const std::string& name, std::uint64_t length) {
    if (std::any_of(layout_.axes.begin(), layout_.axes.end(), [&](const auto& a) { return a.name == name; })) return;
    GroupAxis added;
    added.name = name;
    added.length = length;
    const std::string first = "first_" + name;  // as /paths says which path its first is
    const std::string group = "/" + layout_.group;
    if (reader_.has_attribute(group, first)) added.first_index = reader_.integer_attribute(group, first);
    layout_.axes.push_back(std::move(added));
  }

  /// A coordinate, a label of an axis, or a variable of a table.
  void place(GroupVariable variable) {
    if (variable.axes.empty()) {
      layout_.single.push_back(std::move(variable));
      return;
    }
    if (variable.axes.size() == 1) {
      GroupAxis& own = axis(variable.axes[0]);
      if (own.name == variable.name) {
        own.coordinate = std::move(variable);
        return;
      }
      // Texts say what an entry is, whether or not they are called coordinates.
      if (!variable.type || std::find(auxiliary_.begin(), auxiliary_.end(), variable.name) != auxiliary_.end()) {
        own.labels.push_back(std::move(variable));
        return;
      }
      note_ragged(variable);
    }
    table_of(variable).variables.push_back(std::move(variable));
  }

  /// CF contiguous ragged arrays: a count says how many entries of its sample dimension belong to each row.
  void note_ragged(const GroupVariable& count) {
    const std::string sample = attribute_or_empty(reader_, count.path, "sample_dimension");
    if (sample.empty()) return;
    axis(sample).entries_count = count;
    axis(sample).owner = count.axes[0];
  }

  GroupTable& table_of(const GroupVariable& variable) {
    const std::string name = fmt::format("{}", fmt::join(variable.axes, ","));
    for (GroupTable& table : layout_.tables) {
      if (table.name == name) return table;
    }
    return layout_.tables.emplace_back(GroupTable{name, variable.axes, variable.shape, {}});
  }

  const Hdf5Reader& reader_;
  GroupLayout layout_;
  std::vector<std::string> auxiliary_;
};

}  // namespace

std::vector<std::string> group_names(const Hdf5Reader& reader) {
  std::vector<std::string> names;
  for (const std::string& name : reader.members("/")) names.push_back(name);
  return names;
}

GroupLayout read_group_layout(const Hdf5Reader& reader, const std::string& group) {
  const std::vector<std::string> groups = group_names(reader);
  if (std::find(groups.begin(), groups.end(), group) == groups.end()) {
    throw InputError(fmt::format("{}: has no group \"{}\"; it has {}", reader.path(), group, joined(groups)));
  }
  return LayoutBuilder(reader, group).build();
}

const GroupAxis& axis_of(const GroupLayout& layout, const std::string& name) {
  for (const GroupAxis& axis : layout.axes) {
    if (axis.name == name) return axis;
  }
  throw RunError(fmt::format("/{}: has no axis {}", layout.group, name));
}

}  // namespace hashlease
