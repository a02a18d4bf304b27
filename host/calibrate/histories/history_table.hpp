#pragma once

/// CSV files of market history as text, with the place of every row and a list of everything that is wrong.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hashlease {

/// What is wrong with the files read so far.
class HistoryErrors {
 public:
  /// @param line  counted from 1; 0 when it is about the whole file
  void add(const std::string& file, std::size_t line, const std::string& message);
  bool empty() const { return texts_.empty(); }
  void append(const HistoryErrors& others);
  /// Throws InputError with one `file:line: message` a line; beyond the first forty only their number is told.
  void throw_if_any() const;

 private:
  std::vector<std::string> texts_;
};

/// A line of a CSV file, its fields without quotes and blanks around them.
struct HistoryRow {
  std::size_t line = 0;
  std::vector<std::string> fields;
};

struct HistoryTable {
  std::string file;  // as the user named it
  std::vector<std::string> columns;
  std::vector<HistoryRow> rows;
  bool is_named = false;  // given as NAME=FILE: in the file the second column has another name

  bool has(std::string_view column) const { return find(column).has_value(); }
  std::optional<std::size_t> find(std::string_view column) const;
};

/// Reads a CSV file with a header row; quoted fields may hold commas. Rows whose number of fields is not that of the
/// header are left out and told. Throws InputError when there is no such file, RunError when it cannot be read.
/// @param source  FILE, or NAME=FILE for one with the columns date,value: the second column then has that name
HistoryTable read_history_table(const std::string& source, HistoryErrors& errors);

/// A finite number, or nothing.
std::optional<double> number_of(std::string_view text);
/// Days since 1970-01-01 of "2024-11-23", whatever time stands behind it.
std::optional<std::int64_t> day_of(std::string_view text);
/// Hours since 1970-01-01T00 of "2024-11-23T05:00Z" or "2024-11-23 05:00:00".
std::optional<std::int64_t> hour_of(std::string_view text);
/// "2024-11-23" of a day number.
std::string day_text(std::int64_t day);

/// Tells where time does not go on by one unit: `times` are days or hours, `lines` where they stand.
/// @param unit_name  "day" or "hour"
void check_times(const std::string& file, const std::vector<std::int64_t>& times, const std::vector<std::size_t>& lines,
                 std::string_view unit_name, HistoryErrors& errors);

}  // namespace hashlease
