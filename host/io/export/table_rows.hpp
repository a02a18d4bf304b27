#pragma once

/// From datasets to the cells of table rows, a piece at a time: memory does not grow with the number of rows.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "io/export/group_tables.hpp"
#include "io/export/table_text.hpp"

namespace hashlease {

/// Values of a variable in a piece of its dataset.
class VariablePiece {
 public:
  /// Reads the elements [offset, offset + count) of the variable, in row order.
  VariablePiece(const Hdf5Reader& reader, const GroupVariable& variable, const Shape& offset, const Shape& count);
  /// Writes element k as a cell: dates as ISO dates, flags by their meaning, the rest as it is.
  void write(TableWriter& writer, std::size_t k) const;
  /// The same, but flags as the numbers they are stored as.
  void write_plain(TableWriter& writer, std::size_t k) const;
  /// Element k as text, as `write` has it.
  std::string text(TableFormat format, std::size_t k) const;
  /// Integers as such. Throws RunError for other types.
  const std::vector<std::int64_t>& integers() const;

 private:
  using Values = std::variant<std::vector<std::int64_t>, std::vector<std::uint64_t>, std::vector<double>,
                              std::vector<std::string>>;
  static Values read(const Hdf5Reader& reader, const GroupVariable& variable, const Shape& offset, const Shape& count);

  const GroupVariable* variable_;
  Values values_;
};

/// Cells that say which entry of an axis a row is of: its coordinate, or its number where it has none, then its labels.
class AxisCells {
 public:
  AxisCells(const Hdf5Reader& reader, const GroupAxis& axis, TableFormat format);
  const std::string& axis() const { return name_; }
  const std::vector<std::string>& columns() const { return columns_; }
  void write(TableWriter& writer, std::uint64_t index) const;
  void write_missing(TableWriter& writer) const;

 private:
  std::string name_;
  std::int64_t first_index_;
  std::vector<std::string> columns_;
  bool numbered_;                                // the first column is a number, not in `cells_`
  std::vector<std::vector<std::string>> cells_;  // of each column
};

/// All axes that tables of a group need, those that own entries of ragged arrays before the axis of the entries.
class GroupAxes {
 public:
  GroupAxes(const Hdf5Reader& reader, const GroupLayout& layout, const std::vector<GroupTable>& tables,
            TableFormat format);
  /// The columns of all axes. Where a name comes twice, the axis stands before it.
  std::vector<std::string> columns() const;

  /// Where the cells of each axis come from in rows of one table: a position among its axes, if any.
  struct Source {
    std::optional<std::size_t> own;
    std::optional<std::size_t> sample;  // of ragged entries, which know the row that owns them
  };
  std::vector<Source> sources(const GroupTable& table) const;
  /// Writes the cells of all axes for the row `index` of that table.
  void write(TableWriter& writer, const std::vector<Source>& sources, const Shape& index) const;

 private:
  struct Ragged {
    std::string sample;               // axis of the entries
    std::vector<std::uint64_t> ends;  // behind the last entry of each row
  };
  void add(const Hdf5Reader& reader, const GroupLayout& layout, const std::string& name, TableFormat format);
  void add_owner(const Hdf5Reader& reader, const GroupLayout& layout, const GroupAxis& entries, TableFormat format);

  std::vector<AxisCells> cells_;
  std::vector<Ragged> ragged_;  // of each of `cells_`; without a sample: a plain axis
};

/// Calls `visit(offset, count)` for pieces of a shape that together are all of it in row order, each of at most 131,072
/// elements where the shape allows; ends early when it returns false.
void for_each_piece(const Shape& shape, const std::function<bool(const Shape&, const Shape&)>& visit);

/// Steps `index` to the next element of the piece [offset, offset + count) in row order.
void step_in_piece(const Shape& offset, const Shape& count, Shape& index);

}  // namespace hashlease
