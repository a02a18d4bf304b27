#pragma once

/// Tables as text: CSV (RFC 4180, lines end in LF) or JSON (an array of objects, one to a line).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files/file.hpp"

namespace hashlease {

enum class TableFormat { csv, json };

/// A cell of text. An empty text is quoted in CSV, so that it differs from a missing value.
std::string text_cell(TableFormat format, std::string_view text);
/// A value that is not there: nothing in CSV, null in JSON.
std::string_view missing_cell(TableFormat format);
/// "2024-11-23" for the day `days` after 1970-01-01.
std::string iso_date(std::int64_t days);

/// Appends a number so that reading it as a double gives it back exactly; NaN is missing, an infinity is `inf` in CSV
/// and null in JSON, which has none.
void append_number(std::string& line, TableFormat format, double value);
void append_number(std::string& line, TableFormat format, std::int64_t value);
void append_number(std::string& line, TableFormat format, std::uint64_t value);

/// Where text goes: standard output, or a file that gets its name only when all of it is there.
class TextOutput {
 public:
  /// @param path  "" or "-": standard output. Throws InputError when the file cannot be made there.
  explicit TextOutput(const std::string& path);
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;
  /// Without `finish`, no file is left.
  ~TextOutput();

  /// Throws RunError when it cannot be written.
  void append(std::string_view text);
  /// Whether nobody reads standard output any more: what is appended is dropped.
  bool abandoned() const { return abandoned_; }
  /// Hands over all of it: everything on the disk, under its name.
  void finish();

 private:
  void flush();

  std::string path_;
  std::optional<File> file_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  bool abandoned_ = false;
};

/// Rows of one table. Cells come as rendered text, in the order of the columns.
class TableWriter {
 public:
  TableWriter(TextOutput& output, TableFormat format, const std::vector<std::string>& columns);

  void begin_row();
  void cell(std::string_view rendered);
  void missing() { cell(missing_cell(format_)); }
  template <class T>
  void number(T value) {
    start_cell();
    append_number(line_, format_, value);
  }
  void end_row();
  /// Ends the table.
  void finish();
  TableFormat format() const { return format_; }

 private:
  void start_cell();

  TextOutput& output_;
  TableFormat format_;
  std::vector<std::string> keys_;  // JSON: `"name":` of each column
  std::string line_;
  std::size_t column_ = 0;
  bool first_row_ = true;
};

}  // namespace hashlease
