#include "plan/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hashlease {

std::int64_t days_from_date(const Date& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Date date_from_days(std::int64_t days) {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  Date date;
  date.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  date.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

Date add_months(const Date& date, std::int64_t months) {
  const std::int64_t index = static_cast<std::int64_t>(date.year) * 12 + (date.month - 1) + months;
  Date result;
  result.year = static_cast<int>(index / 12);
  result.month = static_cast<int>(index % 12) + 1;
  const Date next_month{result.month == 12 ? result.year + 1 : result.year, result.month % 12 + 1, 1};
  const std::int64_t last_day = date_from_days(days_from_date(next_month) - 1).day;
  result.day = static_cast<int>(std::min<std::int64_t>(date.day, last_day));
  return result;
}

std::string to_string(const Date& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

Calendar::Calendar(const Date& start, std::int64_t months) {
  for (std::int64_t month = 0; month <= months; ++month)
    boundaries_.push_back(days_from_date(add_months(start, month)));
}

}  // namespace hashlease
