#include "io/export/export_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/export/table_rows.hpp"

namespace hashlease {

namespace {

/// Endings of ancillary variables that get columns of their own in a long table.
constexpr std::array<std::string_view, 4> kBeside = {"standard_error", "ci_low", "ci_high", "exact"};

/// Calls `write_row(index, k)` for every row of a table: its index, and its place in the pieces that `read` was called
/// for. Stops when nobody reads any more.
template <class Read, class WriteRow>
void for_each_row(const Shape& shape, const TextOutput& output, const Read& read, const WriteRow& write_row) {
  for_each_piece(shape, [&](const Shape& offset, const Shape& count) {
    read(offset, count);
    Shape index = offset;
    const std::uint64_t rows = element_count(count);
    for (std::uint64_t k = 0; k < rows && !output.abandoned(); ++k) {
      write_row(index, k);
      step_in_piece(offset, count, index);
    }
    return !output.abandoned();
  });
}

/// A variable of a long table with the variables beside it, in the order of kBeside; null where there is none.
struct LongVariable {
  const GroupTable* table = nullptr;
  const GroupVariable* value = nullptr;
  std::array<const GroupVariable*, kBeside.size()> beside{};
};

const GroupVariable* find_variable(const GroupTable& table, const std::string& name) {
  for (const GroupVariable& variable : table.variables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

/// The whole table of that name in the layout: variables asked for bring their standard errors along.
const GroupTable& whole_table(const GroupLayout& layout, const std::string& name) {
  return *std::find_if(layout.tables.begin(), layout.tables.end(),
                       [&](const auto& table) { return table.name == name; });
}

std::vector<LongVariable> long_variables(const GroupLayout& layout, const std::vector<GroupTable>& tables) {
  std::vector<LongVariable> found;
  std::vector<std::string> used;  // stand beside another
  for (const GroupTable& table : tables) {
    for (const GroupVariable& variable : table.variables) {
      LongVariable& added = found.emplace_back(LongVariable{&table, &variable, {}});
      for (const std::string& name : variable.ancillary) {
        const auto ending =
            std::find_if(kBeside.begin(), kBeside.end(), [&](std::string_view end) { return name.ends_with(end); });
        const GroupVariable* beside = find_variable(whole_table(layout, table.name), name);
        if (ending == kBeside.end() || beside == nullptr) continue;
        added.beside[static_cast<std::size_t>(ending - kBeside.begin())] = beside;
        used.push_back(name);
      }
    }
  }
  std::erase_if(found, [&](const LongVariable& variable) {
    return std::find(used.begin(), used.end(), variable.value->name) != used.end();
  });
  return found;
}

/// Which columns of kBeside any of the variables needs.
std::array<bool, kBeside.size()> needed_beside(const std::vector<LongVariable>& variables) {
  std::array<bool, kBeside.size()> needed{};
  for (const LongVariable& variable : variables) {
    for (std::size_t k = 0; k < needed.size(); ++k) needed[k] = needed[k] || variable.beside[k] != nullptr;
  }
  return needed;
}

/// Rows of one variable of a long table.
class LongRows {
 public:
  LongRows(const Hdf5Reader& reader, const GroupAxes& axes, const LongVariable& variable,
           const std::array<bool, kBeside.size()>& needed)
      : reader_(reader), axes_(axes), variable_(variable), needed_(needed) {}

  void write(TableWriter& writer, const TextOutput& output) {
    const std::string name = text_cell(writer.format(), variable_.value->name);
    const std::string units = variable_.value->units.empty() ? std::string(missing_cell(writer.format()))
                                                             : text_cell(writer.format(), variable_.value->units);
    const std::vector<GroupAxes::Source> sources = axes_.sources(*variable_.table);
    const auto read = [&](const Shape& offset, const Shape& count) { read_piece(offset, count); };
    for_each_row(variable_.value->shape, output, read, [&](const Shape& index, std::uint64_t k) {
      writer.begin_row();
      writer.cell(name);
      axes_.write(writer, sources, index);
      value_.front().write_plain(writer, k);
      for (std::size_t beside = 0; beside < kBeside.size(); ++beside) {
        if (!needed_[beside]) continue;
        const std::optional<VariablePiece>& piece = beside_[beside];
        piece ? piece->write(writer, k) : writer.missing();
      }
      writer.cell(units);
      writer.end_row();
    });
  }

 private:
  void read_piece(const Shape& offset, const Shape& count) {
    value_.clear();
    value_.emplace_back(reader_, *variable_.value, offset, count);
    for (std::size_t k = 0; k < kBeside.size(); ++k) {
      if (variable_.beside[k] != nullptr) beside_[k].emplace(reader_, *variable_.beside[k], offset, count);
    }
  }

  const Hdf5Reader& reader_;
  const GroupAxes& axes_;
  const LongVariable& variable_;
  const std::array<bool, kBeside.size()>& needed_;
  std::vector<VariablePiece> value_;  // one
  std::array<std::optional<VariablePiece>, kBeside.size()> beside_;
};

struct AttributeRow {
  std::string name;
  std::string value;
  std::string units;
};

std::vector<AttributeRow> attribute_rows(const Hdf5Reader& reader, const GroupLayout& layout) {
  constexpr std::string_view kUnits = ".units";
  std::vector<AttributeRow> rows;
  const std::string group = "/" + layout.group;
  for (const std::string& name : reader.attribute_names(group)) {
    if (name.ends_with(kUnits) && reader.has_attribute(group, name.substr(0, name.size() - kUnits.size()))) continue;
    const std::string units = name + std::string(kUnits);
    rows.push_back({name, fmt::format("{}", fmt::join(reader.attribute_texts(group, name), ", ")),
                    reader.has_attribute(group, units) ? reader.text_attribute(group, units) : ""});
  }
  for (const GroupVariable& variable : layout.single) {
    if (!variable.type) rows.push_back({variable.name, reader.read_text(variable.path), variable.units});
  }
  return rows;
}

}  // namespace

void write_table(const Hdf5Reader& reader, const GroupLayout& layout, const GroupTable& table, TableFormat format,
                 TextOutput& output) {
  const GroupAxes axes(reader, layout, {table}, format);
  std::vector<std::string> columns = axes.columns();
  for (const GroupVariable& variable : table.variables) columns.push_back(variable.name);
  TableWriter writer(output, format, columns);
  std::vector<VariablePiece> pieces;
  const auto read = [&](const Shape& offset, const Shape& count) {
    pieces.clear();
    for (const GroupVariable& variable : table.variables) pieces.emplace_back(reader, variable, offset, count);
  };
  const std::vector<GroupAxes::Source> sources = axes.sources(table);
  for_each_row(table.shape, output, read, [&](const Shape& index, std::uint64_t k) {
    writer.begin_row();
    axes.write(writer, sources, index);
    for (const VariablePiece& piece : pieces) piece.write(writer, k);
    writer.end_row();
  });
  writer.finish();
}

void write_long_table(const Hdf5Reader& reader, const GroupLayout& layout, const std::vector<GroupTable>& tables,
                      TableFormat format, TextOutput& output) {
  const GroupAxes axes(reader, layout, tables, format);
  const std::vector<LongVariable> variables = long_variables(layout, tables);
  const std::array<bool, kBeside.size()> needed = needed_beside(variables);
  std::vector<std::string> columns = axes.columns();
  columns.insert(columns.begin(), "variable");
  columns.emplace_back("value");
  for (std::size_t k = 0; k < kBeside.size(); ++k) {
    if (needed[k]) columns.emplace_back(kBeside[k]);
  }
  columns.emplace_back("units");
  TableWriter writer(output, format, columns);
  for (const LongVariable& variable : variables) LongRows(reader, axes, variable, needed).write(writer, output);
  writer.finish();
}

void write_attributes(const Hdf5Reader& reader, const GroupLayout& layout, TableFormat format, TextOutput& output) {
  TableWriter writer(output, format, {"name", "value", "units"});
  for (const AttributeRow& row : attribute_rows(reader, layout)) {
    writer.begin_row();
    writer.cell(text_cell(format, row.name));
    writer.cell(text_cell(format, row.value));
    row.units.empty() ? writer.missing() : writer.cell(text_cell(format, row.units));
    writer.end_row();
  }
  writer.finish();
}

void write_contents(const Hdf5Reader& reader, const std::vector<GroupLayout>& layouts, TableFormat format,
                    TextOutput& output) {
  TableWriter writer(output, format, {"group", "table", "rows", "column", "units", "meaning"});
  for (const GroupLayout& layout : layouts) {
    const auto write = [&](const std::string& table, std::uint64_t rows, const std::string& column,
                           const std::string& units, const std::string& meaning) {
      writer.begin_row();
      writer.cell(text_cell(format, layout.group));
      writer.cell(text_cell(format, table));
      writer.number(rows);
      writer.cell(text_cell(format, column));
      units.empty() ? writer.missing() : writer.cell(text_cell(format, units));
      writer.cell(text_cell(format, meaning));
      writer.end_row();
    };
    for (const GroupTable& table : layout.tables) {
      const std::uint64_t rows = element_count(table.shape);
      const auto write_variable = [&](const GroupVariable& variable) {
        write(table.name, rows, variable.name, variable.units, variable.meaning);
      };
      for (const std::string& name : table.axes) {
        const GroupAxis& axis = axis_of(layout, name);
        axis.coordinate ? write_variable(*axis.coordinate) : write(table.name, rows, name, "", "number of the entry");
        for (const GroupVariable& label : axis.labels) write_variable(label);
      }
      for (const GroupVariable& variable : table.variables) write_variable(variable);
    }
    const std::uint64_t attributes = attribute_rows(reader, layout).size();
    write(kAttributes, attributes, "name", "", "what the group says of itself");
    write(kAttributes, attributes, "value", "", "its value; a list is joined with commas");
    write(kAttributes, attributes, "units", "", "units of the value");
  }
  writer.finish();
}

}  // namespace hashlease
