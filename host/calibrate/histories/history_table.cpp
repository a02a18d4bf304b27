#include "calibrate/histories/history_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "io/files/file.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;
constexpr std::size_t kMostErrors = 40;

/// Fields of a line; within quotes a comma is a letter and a doubled quote is one quote (RFC 4180).
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t k = 0; k < line.size(); ++k) {
    const char letter = line[k];
    if (letter == '"' && quoted && k + 1 < line.size() && line[k + 1] == '"') {
      fields.back() += '"';
      ++k;
    } else if (letter == '"') {
      quoted = !quoted;
    } else if (letter == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  for (std::string& field : fields) field = std::string(trimmed(field));
  return fields;
}

std::optional<int> integer_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// Gives the second of the columns date,value the name of its series.
void name_value_column(const std::string& name, HistoryTable& table, HistoryErrors& errors) {
  if (table.columns.size() == 2) {
    table.columns[1] = name;
  } else {
    errors.add(table.file, 1, fmt::format("a file given as {}=FILE has two columns: date,value", name));
  }
}

std::string time_text(std::int64_t time, bool hourly) {
  if (!hourly) return day_text(time);
  const auto day = static_cast<std::int64_t>(std::floor(static_cast<double>(time) / 24.0));
  return fmt::format("{}T{:02}:00Z", day_text(day), time - 24 * day);
}

}  // namespace

void HistoryErrors::add(const std::string& file, std::size_t line, const std::string& message) {
  texts_.push_back(line == 0 ? fmt::format("{}: {}", file, message) : fmt::format("{}:{}: {}", file, line, message));
}

void HistoryErrors::append(const HistoryErrors& others) {
  texts_.insert(texts_.end(), others.texts_.begin(), others.texts_.end());
}

void HistoryErrors::throw_if_any() const {
  if (texts_.empty()) return;
  std::string text;
  for (std::size_t k = 0; k < std::min(texts_.size(), kMostErrors); ++k) text += (k == 0 ? "" : "\n") + texts_[k];
  if (texts_.size() > kMostErrors) text += fmt::format("\nand {} more", texts_.size() - kMostErrors);
  throw InputError(text);
}

std::optional<std::size_t> HistoryTable::find(std::string_view column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

HistoryTable read_history_table(const std::string& source, HistoryErrors& errors) {
  const std::size_t equals = source.find('=');
  const bool is_named = equals != std::string::npos && source.find('/') > equals;
  const std::string file = is_named ? source.substr(equals + 1) : source;
  if (kind_of(file) != PathKind::file) throw InputError(fmt::format("{}: there is no such file", file));
  const std::string text = read_text(file, kMostBytes);
  HistoryTable table{file, {}, {}, is_named};
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = std::string_view(text).substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (number > 1 && line.empty()) continue;
    std::vector<std::string> fields = fields_of(line);
    if (number == 1) {
      table.columns = std::move(fields);
      if (is_named) name_value_column(source.substr(0, equals), table, errors);
    } else if (fields.size() != table.columns.size()) {
      errors.add(file, number,
                 fmt::format("has {} fields where the header has {}", fields.size(), table.columns.size()));
    } else {
      table.rows.push_back({number, std::move(fields)});
    }
  }
  if (number == 0) errors.add(file, 0, "is empty");
  if (number == 1) errors.add(file, 0, "has a header and no rows");
  return table;
}

std::optional<double> number_of(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> day_of(std::string_view text) {
  const std::optional<Date> date = parsed_date(text);
  if (!date) return std::nullopt;
  return days_from_date(*date);
}

std::optional<std::int64_t> hour_of(std::string_view text) {
  const auto day = day_of(text);
  if (!day || text.size() < 16 || text[13] != ':') return std::nullopt;
  const auto hour = integer_of(text.substr(11, 2));
  if (!hour || *hour > 23 || text.substr(14, 2) != "00") return std::nullopt;
  return 24 * *day + *hour;
}

std::string day_text(std::int64_t day) { return to_string(date_from_days(day)); }

void check_times(const std::string& file, const std::vector<std::int64_t>& times, const std::vector<std::size_t>& lines,
                 std::string_view unit_name, HistoryErrors& errors) {
  const bool hourly = unit_name == "hour";
  for (std::size_t k = 1; k < times.size(); ++k) {
    const std::int64_t step = times[k] - times[k - 1];
    if (step == 1) continue;
    const std::string now = time_text(times[k], hourly);
    if (step == 0) {
      errors.add(file, lines[k], fmt::format("{} stands there again (before in line {})", now, lines[k - 1]));
    } else if (step < 0) {
      errors.add(file, lines[k],
                 fmt::format("{} comes after {}: rows go from the oldest to the newest", now,
                             time_text(times[k - 1], hourly)));
    } else {
      errors.add(file, lines[k],
                 fmt::format("{} {}{} missing before it: {} to {}", step - 1, unit_name, step == 2 ? " is" : "s are",
                             time_text(times[k - 1] + 1, hourly), time_text(times[k] - 1, hourly)));
    }
  }
}

}  // namespace hashlease
