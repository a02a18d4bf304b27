#include "vocabulary/date.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace hashlease {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day calendar_day(int year, int month, int day) {
  return {std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
          std::chrono::day{static_cast<unsigned>(day)}};
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

Date date_of(const year_month_day& day) {
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

}  // namespace

std::optional<Date> parsed_date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || !calendar_day(*year, *month, *day).ok()) return std::nullopt;
  return Date{*year, *month, *day};
}

std::int64_t days_from_date(const Date& date) {
  return sys_days{calendar_day(date.year, date.month, date.day)}.time_since_epoch().count();
}

Date date_from_days(std::int64_t days) { return date_of(year_month_day{sys_days{std::chrono::days{days}}}); }

Date add_months(const Date& date, std::int64_t months) {
  const year_month_day later =
      calendar_day(date.year, date.month, date.day) + std::chrono::months{static_cast<int>(months)};
  return date_of(later.ok() ? later : year_month_day{later.year() / later.month() / std::chrono::last});
}

std::string to_string(const Date& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

}  // namespace hashlease
