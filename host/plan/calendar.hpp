#pragma once

#include <cstdint>
#include <vector>

#include "vocabulary/date.hpp"

namespace hashlease {

/// First days of the study's months, real dates: a month runs from the start day to the same day of the next month (or
/// that month's last day); month m is [boundary(m), boundary(m + 1)).
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
