#pragma once

/// Calendar days, and the one place where days are counted.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hashlease {

/// A year of the models [day].
inline constexpr double kDaysPerYear = 365.25;

/// A calendar day, proleptic Gregorian.
struct Date {
  int year = 2024;
  int month = 1;
  int day = 1;
  bool operator==(const Date&) const = default;
};

/// The day of a text like "2024-11-23", also with a time behind it; nothing where the calendar has no such day.
std::optional<Date> parsed_date(std::string_view text);
/// Days since 1970-01-01, and back.
std::int64_t days_from_date(const Date& date);
Date date_from_days(std::int64_t days);
/// The same day `months` later, or the last day of that month when it is shorter.
Date add_months(const Date& date, std::int64_t months);
/// "2024-11-23".
std::string to_string(const Date& date);

}  // namespace hashlease
