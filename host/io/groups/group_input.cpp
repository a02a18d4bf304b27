#include "io/groups/group_input.hpp"

#include <type_traits>

#include "results/format.hpp"

namespace hashlease {

namespace {

/// Reads a dataset of any of our types. Counts are stored as int64.
template <class Value>
std::vector<Value> read_values(const Hdf5Reader& reader, const std::string& path, const Shape& shape) {
  if constexpr (std::is_same_v<Value, std::string>) {
    return reader.read_strings(path);
  } else if constexpr (std::is_same_v<Value, std::uint64_t>) {
    const auto counts = reader.read<std::int64_t>(path, shape);
    return {counts.begin(), counts.end()};
  } else {
    return reader.read<Value>(path, shape);
  }
}

}  // namespace

GroupInput::GroupInput(const Hdf5Reader& reader)
    : reader_(reader), format_version_(reader.integer_attribute("/", "hashlease_format_version")) {}

std::string GroupInput::path(const ResultGroup& group, const QuantityRow& row) const {
  const bool is_renamed = !row.former_name.empty() && format_version_ < kRenamedSince;
  return "/" + group.name + "/" + (is_renamed ? row.former_name : row.name);
}

bool GroupInput::read(const ResultGroup& group, void* root) const {
  if (!reader_.exists("/" + group.name)) return false;
  for (const AxisRow& axis : group.axes) {
    if (!axis.scale.data || axis.scale.since > format_version_) continue;
    if (!axis.scale.presence.empty() && !reader_.exists(path(group, axis.scale))) continue;
    read_axis(group, axis.scale, root);
    for (const QuantityRow& companion : axis.companions) read_axis(group, companion, root);
  }
  for (const QuantityRow& row : group.quantities) {
    if (row.data) read_row(group, row, root);
  }
  return true;
}

bool GroupInput::read_along(const ResultGroup& group, const std::string& axis, void* root) const {
  if (!reader_.exists("/" + group.name)) return false;
  for (const QuantityRow& row : group.quantities) {
    if (row.data && row.axes == axis) read_row(group, row, root);
  }
  return true;
}

std::optional<Shape> GroupInput::lengths_of(const ResultGroup& group, const QuantityRow& row) const {
  Shape lengths;
  for (const std::string& axis : words_of(row.axes)) {
    const std::string scale = path(group, group.row(axis));
    if (!reader_.exists(scale)) return std::nullopt;
    lengths.push_back(reader_.shape(scale).at(0));
  }
  return lengths;
}

void GroupInput::read_axis(const ResultGroup& group, const QuantityRow& row, void* root) const {
  const std::string object = path(group, row);
  const Shape length = reader_.shape(path(group, group.row(row.axes)));
  std::visit(
      [&](auto* values) {
        using Value = typename std::remove_cvref_t<decltype(*values)>::value_type;
        std::vector<Value> found = read_values<Value>(reader_, object, length);
        if (!values->empty() && *values != found) {
          throw Hdf5Error(reader_.path(), object, "differs from the same axis of another group");
        }
        *values = std::move(found);
      },
      row.data(root));
}

void GroupInput::read_row(const ResultGroup& group, const QuantityRow& row, void* root) const {
  const std::string object = path(group, row);
  const bool may_lack = row.since > format_version_ || !row.presence.empty();
  if (may_lack && !reader_.exists(object)) return;
  const std::optional<Shape> lengths = lengths_of(group, row);
  if (!lengths) {
    // An axis without entries is left out, and what stands over it.
    if (reader_.exists(object)) throw Hdf5Error(reader_.path(), object, "lacks an axis");
    return;
  }
  std::visit(
      [&](auto* values) {
        using Value = typename std::remove_cvref_t<decltype(*values)>::value_type;
        *values = read_values<Value>(reader_, object, *lengths);
        if (values->size() != element_count(*lengths)) {
          throw Hdf5Error(reader_.path(), object, "has another length than its axis");
        }
      },
      row.data(root));
  if (row.shape) row.shape(root)->assign(lengths->begin(), lengths->end());
}

}  // namespace hashlease
