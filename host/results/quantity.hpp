#pragma once

/// The one table of results, the twin of the table of parameters (config/keys/parameters.hpp). A quantity of a result
/// file is a row: name, axes, units, meaning, and where its numbers stand in a struct. Writer, reader, report, export,
/// results/README.md and `hashlease describe --results` all walk these rows. results/rows.hpp writes them down.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hashlease {

/// How the elements of a dataset are stored. A dimension is an axis without coordinate values.
enum class StoredType { float64, float32, int64, uint64, int32, int8, text, dimension };
/// "float64", ..., "string", "dimension".
std::string_view type_name(StoredType type);

/// The numbers or words of a dataset in the struct that they belong to. Counts (uint64) may be stored as int64.
using DataPointer =
    std::variant<std::vector<double>*, std::vector<float>*, std::vector<std::int64_t>*, std::vector<std::uint64_t>*,
                 std::vector<std::int32_t>*, std::vector<std::int8_t>*, std::vector<std::string>*>;
std::size_t size_of(const DataPointer& data);

/// One dataset. `root` of the functions is the struct that all groups of a file stand in (StudyTables).
struct QuantityRow {
  std::string name;
  std::string axes;  // their names, separated by blanks
  StoredType type = StoredType::float64;
  std::string units;        // CF; "1" for a plain number, "" for what has none
  std::string meaning;      // long_name
  std::int64_t since = 1;   // format version that brought it
  std::string presence;     // when it is there, for the page; empty: wherever its group is
  std::string beside;       // the quantity whose error, interval or flag this is; empty: none
  std::string former_name;  // in files of a format before kRenamedSince; empty: the same
  std::vector<std::pair<std::string, std::string>> attributes;  // further ones, in their order
  std::vector<std::int8_t> flag_values;                         // of flags; their meanings are an attribute
  std::function<DataPointer(void* root)> data;                  // null: its group's own code writes it
  std::function<std::vector<std::size_t>*(void* root)> shape;   // set to the lengths of the axes when read; or null
  std::function<bool(const void* root)> present;                // null: wherever its group is
};

/// An axis of a group: coordinate values, or a dimension alone, and what else is said along it (dates of a period),
/// which the quantities over it name as their coordinates.
struct AxisRow {
  QuantityRow scale;
  std::vector<QuantityRow> companions;
  std::function<std::uint64_t(const void* root)> length;  // of a dimension without values; null: its code says it
};

/// A group of a result file, complete in itself: its axes stand beside its quantities.
struct ResultGroup {
  std::string name;
  std::string meaning;                            // long_name
  std::string title;                              // heading of its section on the page
  std::string notes;                              // what a reader has to know, Markdown
  std::string presence;                           // when it is there; "always"
  std::function<bool(const void* root)> present;  // null: always
  std::vector<std::pair<std::string, std::function<std::string(const void* root)>>> attributes;
  std::vector<AxisRow> axes;
  std::vector<QuantityRow> quantities;

  /// The row of a dataset, of an axis or beside one included. Throws std::logic_error for a name that is none.
  const QuantityRow& row(std::string_view dataset) const;
};

/// Words between blanks.
std::vector<std::string> words_of(const std::string& text);

}  // namespace hashlease
