#include "plan/calendar.hpp"

namespace hashlease {

Calendar::Calendar(const Date& start, std::int64_t months) {
  for (std::int64_t month = 0; month <= months; ++month) {
    boundaries_.push_back(days_from_date(add_months(start, month)));
  }
}

}  // namespace hashlease
