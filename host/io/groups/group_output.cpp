#include "io/groups/group_output.hpp"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

namespace hashlease {

namespace {

/// The accessors of a row serve reader and writer, so they hand out pointers to what may be changed; nobody does here.
DataPointer data_of(const QuantityRow& row, const void* root) { return row.data(const_cast<void*>(root)); }

ElementType element_type_of(StoredType type) {
  switch (type) {
    case StoredType::float64: return ElementType::float64;
    case StoredType::float32: return ElementType::float32;
    case StoredType::int64: return ElementType::int64;
    case StoredType::uint64: return ElementType::uint64;
    case StoredType::int32: return ElementType::int32;
    case StoredType::int8: return ElementType::int8;
    case StoredType::text:
    case StoredType::dimension: break;
  }
  throw std::logic_error("a row without numbers is written as numbers");
}

}  // namespace

GroupOutput::GroupOutput(Hdf5Writer& writer, const ResultGroup& group) : writer_(writer), group_(group) {
  writer_.create_group("/" + group_.name);
  writer_.attribute("/" + group_.name, "long_name", group_.meaning);
}

void GroupOutput::write_axes(const void* root) {
  for (const AxisRow& axis : group_.axes) {
    if (axis.length) dimension(axis.scale.name, axis.length(root));
    if (!axis.scale.data) continue;
    const DataPointer data = data_of(axis.scale, root);
    if (size_of(data) == 0) continue;
    lengths_[axis.scale.name] = size_of(data);
    write_row(axis.scale, data);
    for (const QuantityRow& companion : axis.companions) write_row(companion, data_of(companion, root));
  }
}

void GroupOutput::write_all(const void* root) {
  for (const auto& [key, text] : group_.attributes) writer_.attribute("/" + group_.name, key, text(root));
  write_axes(root);
  for (const QuantityRow& row : group_.quantities) {
    if (!row.data || !has_axes(row) || (row.present && !row.present(root))) continue;
    write_row(row, data_of(row, root));
  }
}

void GroupOutput::dimension(const std::string& name, std::uint64_t length) {
  static_cast<void>(group_.row(name));  // has to be one of the group's
  if (length == 0) return;
  lengths_[name] = length;
  writer_.create_dimension(path(name), length);
}

void GroupOutput::write_text(const std::string& name, const std::string& text) {
  writer_.write_text(path(name), text);
  describe(group_.row(name));
}

const QuantityRow& GroupOutput::row_of_type(const std::string& name, ElementType type) const {
  const QuantityRow& row = group_.row(name);
  if (element_type_of(row.type) != type) throw std::logic_error(path(name) + " is written with another type");
  return row;
}

bool GroupOutput::has_axes(const QuantityRow& row) const {
  for (const std::string& axis : words_of(row.axes)) {
    if (!lengths_.contains(axis)) return false;
  }
  return true;
}

Variable GroupOutput::variable(const QuantityRow& row) const {
  Variable result{path(row.name), {}, {}};
  for (const std::string& axis : words_of(row.axes)) {
    result.shape.push_back(lengths_.at(axis));
    result.dimensions.push_back(path(axis));
  }
  return result;
}

void GroupOutput::write_row(const QuantityRow& row, const DataPointer& data) {
  std::visit(
      [&](const auto* values) {
        using Value = typename std::remove_cvref_t<decltype(*values)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          writer_.write_strings(variable(row), *values);
        } else if constexpr (std::is_same_v<Value, std::uint64_t>) {
          writer_.write<std::int64_t>(variable(row), {values->begin(), values->end()});  // counts: see StoredType
        } else {
          writer_.write<Value>(variable(row), *values);
        }
      },
      data);
  describe(row);
}

void GroupOutput::describe(const QuantityRow& row) {
  const std::string object = path(row.name);
  if (!row.units.empty()) writer_.attribute(object, "units", row.units);
  writer_.attribute(object, "long_name", row.meaning);
  for (const auto& [key, text] : row.attributes) writer_.attribute(object, key, text);
  if (!row.flag_values.empty()) writer_.attribute(object, "flag_values", row.flag_values);
  std::string coordinates;
  for (const AxisRow& axis : group_.axes) {
    bool is_over = row.name != axis.scale.name;
    for (const QuantityRow& companion : axis.companions) is_over = is_over && companion.name != row.name;
    const std::vector<std::string> axes = words_of(row.axes);
    if (!is_over || std::find(axes.begin(), axes.end(), axis.scale.name) == axes.end()) continue;
    for (const QuantityRow& companion : axis.companions) {
      coordinates += (coordinates.empty() ? "" : " ") + companion.name;
    }
  }
  if (!coordinates.empty()) writer_.attribute(object, "coordinates", coordinates);
}

void write_group(Hdf5Writer& writer, const ResultGroup& group, const void* root) {
  if (group.present && !group.present(root)) return;
  GroupOutput(writer, group).write_all(root);
}

}  // namespace hashlease
