#pragma once

/// Groups of a result as CSV or JSON, for programs that read no HDF5. See results/READING.md.

#include <string>
#include <vector>

#include "io/export/table_text.hpp"

namespace hashlease {

struct ExportRequest {
  std::string file;
  std::string group = "risk";
  /// A table of the group by its axes ("site,outcome,period"), "all" for every variable in one long table, or
  /// "attributes". Empty: the group's only table, or "all" when it has several, or "attributes" when it has none.
  std::string table;
  std::vector<std::string> variables;  // only these; empty: all
  TableFormat format = TableFormat::csv;
  std::string output;  // empty or "-": standard output; a file of this name is replaced
};

/// Writes the table asked for. Memory does not grow with the number of rows. Throws InputError, and writes nothing,
/// when the file is not a sound result, or has no such group, table or variable, or when the output cannot be written
/// there; RunError when writing fails. When the reader of standard output goes away, the rest is dropped.
void export_group(const ExportRequest& request);

/// Writes what can be exported, from `group` or, where that is empty, from all groups: a row for each column of each
/// table, with its unit and meaning.
void export_contents(const ExportRequest& request);

}  // namespace hashlease
