#include "report/sections/history.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "io/files/file.hpp"

namespace hashlease {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;
constexpr std::size_t kMostErrors = 10;

/// A column that is known by its name.
struct KnownColumn {
  std::string_view name;
  std::string_view variable;
  double factor;  // to the unit of the variable
};
constexpr std::array<KnownColumn, 15> kKnownColumns = {{
    {"btc_price", "btc_price", 1.0},
    {"price_usd", "btc_price", 1.0},
    {"PriceUSD", "btc_price", 1.0},
    {"hashprice", "hashprice", 1.0},
    {"hashprice_usd_per_ph_s_day", "hashprice", 1.0},
    {"network_hashrate", "network_hashrate", 1.0},
    {"network_hashrate_th_per_s", "network_hashrate", 1e-6},
    {"HashRate", "network_hashrate", 1e-6},
    {"difficulty", "difficulty", 1.0},
    {"difficulty_implied", "difficulty", 1.0},
    {"DiffMean", "difficulty", 1.0},
    {"DiffLast", "difficulty", 1.0},
    {"power_price", "power_price", 1.0},
    {"lease_rate", "lease_rate", 1.0},
    {"occupancy", "occupancy", 1.0},
}};

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(',', begin), line.size());
    std::string_view field = line.substr(begin, end - begin);
    while (!field.empty() && (field.front() == ' ' || field.front() == '"')) field.remove_prefix(1);
    while (!field.empty() && (field.back() == ' ' || field.back() == '"')) field.remove_suffix(1);
    fields.push_back(field);
    begin = end + 1;
  }
  return fields;
}

template <class T>
std::optional<T> number_of(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The day of "2024-11-23", also with a time behind it.
std::optional<double> day_of(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return std::nullopt;
  const auto year = number_of<int>(text.substr(0, 4));
  const auto month = number_of<unsigned>(text.substr(5, 2));
  const auto day = number_of<unsigned>(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month}, std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return static_cast<double>(std::chrono::sys_days{date}.time_since_epoch().count());
}

/// Reads the lines of one file and collects what is wrong with them.
class HistoryReader {
 public:
  HistoryReader(std::string file, std::string variable) : file_(std::move(file)), variable_(std::move(variable)) {}

  void read(Histories& histories) {
    const std::string text = read_text(file_, kMostBytes);
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size() && errors_.size() < kMostErrors;) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      std::string_view line = std::string_view(text).substr(begin, end - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      ++number;
      begin = end + 1;
      if (number == 1) {
        if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
        read_header(fields_of(line));
      } else if (!line.empty()) {
        read_row(number, fields_of(line));
      }
      if (columns_.empty()) break;
    }
    if (number == 0) errors_.push_back(fmt::format("{}: is empty", file_));
    if (errors_.empty() && number == 1) errors_.push_back(fmt::format("{}: has a header and no rows", file_));
    if (!errors_.empty()) throw InputError(fmt::format("{}", fmt::join(errors_, "\n")));
    for (Column& column : columns_) histories[column.variable] = std::move(column.points);
  }

 private:
  struct Column {
    std::size_t field;
    std::string variable;
    double factor;
    std::vector<Point> points;
  };

  void fail(std::size_t line, const std::string& problem) {
    errors_.push_back(fmt::format("{}:{}: {}", file_, line, problem));
  }

  void read_header(const std::vector<std::string_view>& names) {
    field_count_ = names.size();
    if (names[0] != "date" && names[0] != "time") {
      return fail(1, fmt::format("the first column is \"{}\"; it must be \"date\" (or \"time\")", names[0]));
    }
    if (!variable_.empty()) {
      if (names.size() != 2) return fail(1, "a history of one variable has two columns: date,value");
      columns_.push_back({1, variable_, 1.0, {}});
      return;
    }
    for (std::size_t field = 1; field < names.size(); ++field) {
      for (const KnownColumn& known : kKnownColumns) {
        if (known.name == names[field]) columns_.push_back({field, std::string(known.variable), known.factor, {}});
      }
    }
    if (!columns_.empty()) return;
    std::string list;
    for (const KnownColumn& known : kKnownColumns) list += (list.empty() ? "" : ", ") + std::string(known.name);
    fail(1, fmt::format("none of its columns is known; known are {}. For columns date,value write VARIABLE={}", list,
                        file_));
  }

  void read_row(std::size_t line, const std::vector<std::string_view>& fields) {
    if (fields.size() != field_count_) {
      return fail(line, fmt::format("has {} fields where the header has {}", fields.size(), field_count_));
    }
    const std::optional<double> day = day_of(fields[0]);
    if (!day) return fail(line, fmt::format("\"{}\" is not a date; a date is like 2024-11-23", fields[0]));
    if (last_day_ && *day <= *last_day_) return fail(line, "its date is not after that of the row before");
    last_day_ = day;
    for (Column& column : columns_) {
      const std::string_view field = fields[column.field];
      if (field.empty()) continue;
      const std::optional<double> value = number_of<double>(field);
      if (!value || !std::isfinite(*value)) {
        return fail(line, fmt::format("\"{}\" is no number (column {})", field, column.field + 1));
      }
      column.points.push_back({*day, *value * column.factor});
    }
  }

  std::string file_;
  std::string variable_;
  std::vector<Column> columns_;
  std::size_t field_count_ = 0;
  std::optional<double> last_day_;
  std::vector<std::string> errors_;
};

}  // namespace

void read_history(const std::string& source, Histories& histories) {
  const std::size_t equals = source.find('=');
  std::string variable = equals == std::string::npos ? "" : source.substr(0, equals);
  const std::string file = equals == std::string::npos ? source : source.substr(equals + 1);
  // A class may follow: lease_rate.H100.
  const std::string name = variable.substr(0, variable.find('.'));
  bool is_known = variable.empty();
  for (const KnownColumn& known : kKnownColumns) is_known = is_known || known.variable == name;
  if (!is_known) {
    throw InputError(
        fmt::format("--history {}: there is no market variable \"{}\"; there are btc_price, hashprice, "
                    "network_hashrate, difficulty, power_price, lease_rate and occupancy",
                    source, name));
  }
  if (kind_of(file) != PathKind::file) throw InputError(fmt::format("--history {}: there is no file {}", source, file));
  HistoryReader(file, std::move(variable)).read(histories);
}

}  // namespace hashlease
