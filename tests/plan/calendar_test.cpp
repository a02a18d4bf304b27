/// Dates, months and the schedule of steps.

#include "plan/calendar.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "plan/build_market.hpp"

namespace hashlease {
namespace {

TEST(CalendarTest, KnownDays) {
  EXPECT_EQ(days_from_date({1970, 1, 1}), 0);
  EXPECT_EQ(days_from_date({2000, 3, 1}), 11'017);
  EXPECT_EQ(days_from_date({2024, 2, 29}), 19'782);
  EXPECT_EQ(days_from_date({2024, 11, 23}), 20'050);
  EXPECT_EQ(days_from_date({2100, 3, 1}), 47'541);  // 2100 is no leap year
}

/// The day after a day, by the rule of the Gregorian calendar.
Date next_day(Date date) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
  const int length = kLengths[date.month - 1] + (date.month == 2 && is_leap ? 1 : 0);
  if (++date.day <= length) return date;
  date.day = 1;
  if (++date.month <= 12) return date;
  return {date.year + 1, 1, 1};
}

/// Every day from 1600 to 2200, counted one by one.
TEST(CalendarTest, EveryDayOfSixCenturies) {
  std::int64_t number = -135'140;
  for (Date date{1600, 1, 1}; date.year <= 2200; date = next_day(date), ++number) {
    ASSERT_EQ(days_from_date(date), number) << to_string(date);
    ASSERT_EQ(date_from_days(number), date) << number;
  }
}

TEST(CalendarTest, TextsOfDays) {
  EXPECT_EQ(parsed_date("2024-11-23"), (Date{2024, 11, 23}));
  EXPECT_EQ(parsed_date("2024-02-29T23:59"), (Date{2024, 2, 29}));
  EXPECT_EQ(parsed_date("2024-02-29 00:00"), (Date{2024, 2, 29}));
  for (const char* text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "24-01-01", "2024-01-01x",
                           "2024-01-1", "", "2024/01/01", "2024--1-01", "x024-01-01"}) {
    EXPECT_EQ(parsed_date(text), std::nullopt) << text;
  }
}

TEST(CalendarTest, MonthsEndWhereTheirMonthEnds) {
  EXPECT_EQ(add_months({2025, 1, 31}, 1), (Date{2025, 2, 28}));
  EXPECT_EQ(add_months({2024, 1, 31}, 1), (Date{2024, 2, 29}));
  EXPECT_EQ(add_months({2025, 1, 31}, 2), (Date{2025, 3, 31}));
  EXPECT_EQ(add_months({2025, 1, 31}, 3), (Date{2025, 4, 30}));
  EXPECT_EQ(add_months({2024, 2, 29}, 12), (Date{2025, 2, 28}));
  EXPECT_EQ(add_months({2024, 2, 29}, 48), (Date{2028, 2, 29}));
  EXPECT_EQ(add_months({2024, 12, 31}, 2), (Date{2025, 2, 28}));
  EXPECT_EQ(add_months({2024, 11, 23}, 24), (Date{2026, 11, 23}));
  EXPECT_EQ(add_months({2024, 11, 23}, 0), (Date{2024, 11, 23}));
  EXPECT_EQ(to_string({2024, 2, 9}), "2024-02-09");
}

TEST(CalendarTest, MonthsOfAStudy) {
  const Calendar calendar({2024, 1, 31}, 4);  // to 29 Feb, 31 Mar, 30 Apr, 31 May
  ASSERT_EQ(calendar.month_count(), 4);
  EXPECT_EQ(calendar.days_in_month(0), 29);
  EXPECT_EQ(calendar.days_in_month(1), 31);
  EXPECT_EQ(calendar.days_in_month(2), 30);
  EXPECT_EQ(calendar.days_in_month(3), 31);
  const Calendar leap({2024, 2, 29}, 360);
  EXPECT_EQ(leap.boundary(360) - leap.boundary(0), days_from_date({2054, 2, 28}) - days_from_date({2024, 2, 29}));
  for (int month = 0; month < 360; ++month) {
    EXPECT_GE(leap.days_in_month(month), 28);
    EXPECT_LE(leap.days_in_month(month), 31);
  }
}

struct Start {
  Date date;
  std::int64_t months;
};

class ScheduleTest : public ::testing::TestWithParam<std::tuple<StepKind, int>> {
 protected:
  static constexpr Start kStarts[] = {
      {{2024, 11, 23}, 24}, {{2024, 2, 29}, 360}, {{2025, 1, 31}, 30}, {{2025, 2, 1}, 1}, {{2024, 2, 1}, 1}};
};

TEST_P(ScheduleTest, StepsCoverEveryMonthExactly) {
  const auto [kind, which] = GetParam();
  const Start& start = kStarts[which];
  const Calendar calendar(start.date, start.months);
  int month = 0, days_done = 0, of_month = 0;
  for (const MarketStep& step : make_schedule(calendar, kind)) {
    ASSERT_LT(month, calendar.month_count());
    const Date middle = date_from_days(calendar.boundary(0) + days_done + step.days / 2);
    EXPECT_EQ(step.season, middle.month - 1);
    days_done += step.days;
    of_month += step.days;
    EXPECT_NEAR(static_cast<double>(step.years), days_done / 365.25, 2e-6);
    EXPECT_EQ(step.last != 0, of_month == calendar.days_in_month(month));
    const bool whole = step.days == (kind == StepKind::daily ? 1 : kMaxStepDays);
    EXPECT_TRUE(whole || step.last != 0) << "a short step inside a month";
    if (step.last != 0) {
      ++month;
      of_month = 0;
    }
  }
  EXPECT_EQ(month, calendar.month_count());
  EXPECT_EQ(days_done, calendar.boundary(calendar.month_count()) - calendar.boundary(0));
}

INSTANTIATE_TEST_SUITE_P(Starts, ScheduleTest,
                         ::testing::Combine(::testing::Values(StepKind::daily, StepKind::weekly),
                                            ::testing::Range(0, 5)));

}  // namespace
}  // namespace hashlease
