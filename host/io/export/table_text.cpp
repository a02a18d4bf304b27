#include "io/export/table_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "io/files/file_errors.hpp"
#include "io/files/output_file.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

std::string csv_cell(std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

}  // namespace

std::string text_cell(TableFormat format, std::string_view text) {
  if (format == TableFormat::csv) return csv_cell(text);
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string_view missing_cell(TableFormat format) { return format == TableFormat::csv ? "" : "null"; }

std::string iso_date(std::int64_t days) { return to_string(date_from_days(days)); }

void append_number(std::string& line, TableFormat format, double value) {
  if (std::isnan(value) || (std::isinf(value) && format == TableFormat::json)) {
    line += missing_cell(format);
    return;
  }
  fmt::format_to(std::back_inserter(line), "{}", value);
}

void append_number(std::string& line, TableFormat, std::int64_t value) {
  fmt::format_to(std::back_inserter(line), "{}", value);
}

void append_number(std::string& line, TableFormat, std::uint64_t value) {
  fmt::format_to(std::back_inserter(line), "{}", value);
}

TextOutput::TextOutput(const std::string& path) : path_(path) {
  if (!is_standard_output(path)) {
    file_ = File::create_alone(temporary_name(path));
  } else {
    std::signal(SIGPIPE, SIG_IGN);  // a reader that has seen enough shows as EPIPE
  }
  buffer_.reserve(kBufferBytes + (kBufferBytes >> 4U));
}

TextOutput::~TextOutput() {
  if (file_) ::unlink(file_->path().c_str());
}

void TextOutput::append(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void TextOutput::flush() {
  std::string_view rest = buffer_;
  if (file_) {
    file_->write_at(written_, std::as_bytes(std::span(rest.data(), rest.size())));
    written_ += rest.size();
  }
  while (!file_ && !abandoned_ && !rest.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EPIPE) fail_with_errno("standard output", "cannot be written", errno);
    if (count < 0) abandoned_ = true;
    if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
  }
  buffer_.clear();
}

void TextOutput::finish() {
  flush();
  if (!file_) return;
  file_->sync();
  rename_and_sync(file_->path(), path_);
  file_.reset();
}

TableWriter::TableWriter(TextOutput& output, TableFormat format, const std::vector<std::string>& columns)
    : output_(output), format_(format) {
  if (format == TableFormat::json) {
    for (const std::string& column : columns) keys_.push_back(text_cell(format, column) + ":");
    output_.append("[");
    return;
  }
  begin_row();
  for (const std::string& column : columns) cell(csv_cell(column));
  end_row();
}

void TableWriter::begin_row() {
  line_.clear();
  column_ = 0;
  if (format_ == TableFormat::json) line_ += first_row_ ? "\n{" : ",\n{";
  first_row_ = false;
}

void TableWriter::start_cell() {
  if (column_ > 0) line_ += ',';
  if (format_ == TableFormat::json) line_ += keys_.at(column_);
  ++column_;
}

void TableWriter::cell(std::string_view rendered) {
  start_cell();
  line_ += rendered;
}

void TableWriter::end_row() {
  line_ += format_ == TableFormat::json ? "}" : "\n";
  output_.append(line_);
}

void TableWriter::finish() {
  if (format_ == TableFormat::json) output_.append("\n]\n");
}

}  // namespace hashlease
