#pragma once

/// Real dates: months of a study run from the start day to the same day of the next month (or that month's last day).

#include <cstdint>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, and back.
/// Hinnant, "chrono-compatible low-level date algorithms" (2013).
std::int64_t days_from_date(const Date& date);
Date date_from_days(std::int64_t days);
/// The same day `months` later, or the last day of that month when it is shorter.
Date add_months(const Date& date, std::int64_t months);
/// "2024-11-23".
std::string to_string(const Date& date);

/// First days of the study's months; month m is [boundary(m), boundary(m + 1)).
class Calendar {
 public:
  Calendar(const Date& start, std::int64_t months);
  int month_count() const { return static_cast<int>(boundaries_.size()) - 1; }
  /// Day number of the first day of month m, m in [0, months]; the last one is the day after the horizon.
  std::int64_t boundary(int month) const { return boundaries_[static_cast<std::size_t>(month)]; }
  int days_in_month(int month) const { return static_cast<int>(boundary(month + 1) - boundary(month)); }

 private:
  std::vector<std::int64_t> boundaries_;
};

}  // namespace hashlease
