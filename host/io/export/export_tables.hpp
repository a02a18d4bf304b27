#pragma once

/// The tables that `export` writes.

#include <vector>

#include "io/export/group_tables.hpp"
#include "io/export/table_text.hpp"

namespace hashlease {

/// Name of the table that write_attributes writes.
inline constexpr const char* kAttributes = "attributes";

/// A column for each axis, for each label of an axis, and for each variable of the table.
void write_table(const Hdf5Reader& reader, const GroupLayout& layout, const GroupTable& table, TableFormat format,
                 TextOutput& output);

/// All variables of the tables below each other: columns `variable`, the axes of all tables with their labels (missing
/// where a variable does not have the axis), `value`, what the file states beside it (`standard_error`, `ci_low`,
/// `ci_high`, `exact`), and `units`.
void write_long_table(const Hdf5Reader& reader, const GroupLayout& layout, const std::vector<GroupTable>& tables,
                      TableFormat format, TextOutput& output);

/// What a group says of itself: columns `name`, `value`, `units`. An attribute NAME.units is the unit of NAME; a list
/// is joined with ", ".
void write_attributes(const Hdf5Reader& reader, const GroupLayout& layout, TableFormat format, TextOutput& output);

/// What can be exported: columns `group`, `table`, `rows`, `column`, `units`, `meaning`.
void write_contents(const Hdf5Reader& reader, const std::vector<GroupLayout>& layouts, TableFormat format,
                    TextOutput& output);

}  // namespace hashlease
