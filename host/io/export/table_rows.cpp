#include "io/export/table_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/error.hpp"

namespace hashlease {

namespace {

/// Reads T and keeps it as Kept.
template <class T, class Kept>
std::vector<Kept> read_as(const Hdf5Reader& reader, const std::string& path, const Shape& offset, const Shape& count) {
  const std::vector<T> values = reader.read_slab<T>(path, offset, count);
  return std::vector<Kept>(values.begin(), values.end());
}

}  // namespace

VariablePiece::Values VariablePiece::read(const Hdf5Reader& reader, const GroupVariable& variable, const Shape& offset,
                                          const Shape& count) {
  const std::string& path = variable.path;
  if (!variable.type) {
    // Strings are read whole; there are few of them.
    if (count != variable.shape) throw Hdf5Error(reader.path(), path, "has too many strings");
    return reader.read_strings(path);
  }
  switch (*variable.type) {
    case ElementType::int8: return read_as<std::int8_t, std::int64_t>(reader, path, offset, count);
    case ElementType::int32: return read_as<std::int32_t, std::int64_t>(reader, path, offset, count);
    case ElementType::int64: return reader.read_slab<std::int64_t>(path, offset, count);
    case ElementType::uint64: return reader.read_slab<std::uint64_t>(path, offset, count);
    case ElementType::float32: return read_as<float, double>(reader, path, offset, count);
    case ElementType::float64: return reader.read_slab<double>(path, offset, count);
  }
  return {};
}

VariablePiece::VariablePiece(const Hdf5Reader& reader, const GroupVariable& variable, const Shape& offset,
                             const Shape& count)
    : variable_(&variable), values_(read(reader, variable, offset, count)) {}

void VariablePiece::write_plain(TableWriter& writer, std::size_t k) const {
  std::visit(
      [&](const auto& values) {
        if constexpr (std::is_same_v<std::decay_t<decltype(values[0])>, std::string>) {
          writer.cell(text_cell(writer.format(), values[k]));
        } else {
          writer.number(values[k]);
        }
      },
      values_);
}

void VariablePiece::write(TableWriter& writer, std::size_t k) const {
  if (!variable_->date_origin && variable_->flag_meanings.empty()) {
    write_plain(writer, k);
  } else {
    writer.cell(text(writer.format(), k));
  }
}

std::string VariablePiece::text(TableFormat format, std::size_t k) const {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values_)) return text_cell(format, (*texts)[k]);
  if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&values_)) {
    const std::int64_t value = (*numbers)[k];
    if (variable_->date_origin) return text_cell(format, iso_date(*variable_->date_origin + value));
    if (value >= 0 && static_cast<std::uint64_t>(value) < variable_->flag_meanings.size()) {
      return text_cell(format, variable_->flag_meanings[static_cast<std::size_t>(value)]);
    }
  }
  std::string number;
  std::visit(
      [&](const auto& values) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(values[0])>, std::string>) {
          append_number(number, format, values[k]);
        }
      },
      values_);
  return number;
}

const std::vector<std::int64_t>& VariablePiece::integers() const {
  const auto* numbers = std::get_if<std::vector<std::int64_t>>(&values_);
  if (numbers == nullptr) throw RunError(fmt::format("{}: does not hold integers", variable_->path));
  return *numbers;
}

AxisCells::AxisCells(const Hdf5Reader& reader, const GroupAxis& axis, TableFormat format)
    : name_(axis.name), first_index_(axis.first_index), columns_{axis.name}, numbered_(!axis.coordinate) {
  const auto add = [&](const GroupVariable& variable) {
    const VariablePiece whole(reader, variable, Shape(variable.shape.size(), 0), variable.shape);
    std::vector<std::string>& cells = cells_.emplace_back();
    for (std::size_t k = 0; k < axis.length; ++k) cells.push_back(whole.text(format, k));
  };
  if (axis.coordinate) add(*axis.coordinate);
  for (const GroupVariable& label : axis.labels) {
    add(label);
    columns_.push_back(label.name);
  }
}

void AxisCells::write(TableWriter& writer, std::uint64_t index) const {
  if (numbered_) writer.number(first_index_ + static_cast<std::int64_t>(index));
  for (const std::vector<std::string>& cells : cells_) writer.cell(cells[index]);
}

void AxisCells::write_missing(TableWriter& writer) const {
  for (std::size_t k = 0; k < columns_.size(); ++k) writer.missing();
}

GroupAxes::GroupAxes(const Hdf5Reader& reader, const GroupLayout& layout, const std::vector<GroupTable>& tables,
                     TableFormat format) {
  for (const GroupTable& table : tables) {
    for (const std::string& name : table.axes) add(reader, layout, name, format);
  }
}

void GroupAxes::add(const Hdf5Reader& reader, const GroupLayout& layout, const std::string& name, TableFormat format) {
  const GroupAxis& axis = axis_of(layout, name);
  if (axis.entries_count) add_owner(reader, layout, axis, format);
  if (std::any_of(cells_.begin(), cells_.end(), [&](const AxisCells& cells) { return cells.axis() == name; })) return;
  cells_.emplace_back(reader, axis, format);
  ragged_.emplace_back();
}

void GroupAxes::add_owner(const Hdf5Reader& reader, const GroupLayout& layout, const GroupAxis& entries,
                          TableFormat format) {
  add(reader, layout, entries.owner, format);
  const auto owner =
      std::find_if(cells_.begin(), cells_.end(), [&](const AxisCells& cells) { return cells.axis() == entries.owner; });
  Ragged& ragged = ragged_[static_cast<std::size_t>(owner - cells_.begin())];
  if (!ragged.sample.empty()) return;
  ragged.sample = entries.name;
  const GroupVariable& count = *entries.entries_count;
  const VariablePiece counts(reader, count, Shape(1, 0), count.shape);
  std::uint64_t end = 0;
  for (const std::int64_t own : counts.integers()) ragged.ends.push_back(end += static_cast<std::uint64_t>(own));
}

std::vector<std::string> GroupAxes::columns() const {
  std::vector<std::string> names;
  for (const AxisCells& cells : cells_) {
    for (const std::string& column : cells.columns()) {
      const bool taken = std::find(names.begin(), names.end(), column) != names.end();
      names.push_back(taken ? fmt::format("{}_{}", cells.axis(), column) : column);
    }
  }
  return names;
}

std::vector<GroupAxes::Source> GroupAxes::sources(const GroupTable& table) const {
  const auto position = [&](const std::string& axis) {
    const auto found = std::find(table.axes.begin(), table.axes.end(), axis);
    return found == table.axes.end() ? std::nullopt
                                     : std::optional(static_cast<std::size_t>(found - table.axes.begin()));
  };
  std::vector<Source> sources;
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    sources.push_back({position(cells_[k].axis()), position(ragged_[k].sample)});
  }
  return sources;
}

void GroupAxes::write(TableWriter& writer, const std::vector<Source>& sources, const Shape& index) const {
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    const std::vector<std::uint64_t>& ends = ragged_[k].ends;
    if (sources[k].own) {
      cells_[k].write(writer, index[*sources[k].own]);
    } else if (sources[k].sample && !ends.empty() && index[*sources[k].sample] < ends.back()) {
      const auto row = std::upper_bound(ends.begin(), ends.end(), index[*sources[k].sample]);
      cells_[k].write(writer, static_cast<std::uint64_t>(row - ends.begin()));
    } else {
      cells_[k].write_missing(writer);
    }
  }
}

void for_each_piece(const Shape& shape, const std::function<bool(const Shape&, const Shape&)>& visit) {
  if (element_count(shape) == 0) return;
  const Shape piece = chunk_shape(shape, sizeof(double));
  Shape offset(shape.size(), 0);
  while (true) {
    Shape count(shape.size());
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      count[axis] = std::min(piece[axis], shape[axis] - offset[axis]);
    }
    if (!visit(offset, count)) return;
    std::size_t axis = shape.size();
    while (axis > 0 && (offset[axis - 1] += piece[axis - 1]) >= shape[axis - 1]) offset[--axis] = 0;
    if (axis == 0) return;
  }
}

void step_in_piece(const Shape& offset, const Shape& count, Shape& index) {
  for (std::size_t axis = index.size(); axis-- > 0;) {
    if (++index[axis] < offset[axis] + count[axis]) return;
    index[axis] = offset[axis];
  }
}

}  // namespace hashlease
