#pragma once

namespace hashlease {

/// A calendar day, proleptic Gregorian.
struct Date {
  int year = 2024;
  int month = 1;
  int day = 1;
  bool operator==(const Date&) const = default;
};

}  // namespace hashlease
