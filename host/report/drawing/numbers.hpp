#pragma once

/// How numbers look in a report: thousands separators, a true minus sign, as many digits as the standard error allows.

#include <cstdint>
#include <string>
#include <string_view>

#include "stats/measures/moments.hpp"

namespace hashlease {

/// What a value that is not defined looks like.
inline constexpr const char* kUndefinedText = "–";

/// "1,234,567.90": fixed decimals, thousands separators, "−" before negative numbers that do not round to zero;
/// kUndefinedText when not finite.
std::string decimal_text(double value, int decimals);
std::string count_text(std::uint64_t value);

/// Decimals that show a standard error with two digits when they begin with 1 or 2, else with one (as the Particle Data
/// Group rounds), between 0 and 6; `fallback` when it is not positive and finite.
int decimals_for_error(double standard_error, int fallback);

/// A value without the digits that its standard error leaves open, also before the decimal point: 14,004 +- 218 is
/// 14,000 +- 220.
double rounded_by_error(double value, double standard_error);

/// A value in a unit: `scale` turns the stored number into it (1e-6 for "million USD", 100 for "%").
struct Unit {
  double scale = 1.0;
  std::string name;
  int fallback_decimals = 2;  // of a value without a standard error
};
Unit million_usd();
Unit percent_unit();
/// No unit; correlations, skewness.
Unit plain_unit();

/// "81.163 ± 0.028" with spaces that do not break, without the unit. A standard error that is 0 (the same value on
/// every path) or not finite is left out.
std::string estimate_text(const Estimate& estimate, const Unit& unit);
/// "81.163 ± 0.028 million USD", "49.90 ± 0.07 %".
std::string estimate_with_unit(const Estimate& estimate, const Unit& unit);
/// The value alone, with the digits its standard error allows, and the unit: "81.16 million USD".
std::string value_with_unit(const Estimate& estimate, const Unit& unit);

/// A number with `digits` significant digits and thousands separators: 97,707; 0.0123; 102,290,000,000,000.
std::string significant_text(double value, int digits);

/// "2024-11-23" for a day counted from 1970-01-01; "Nov 2024" when `month_only`.
std::string day_text(std::int64_t days, bool month_only = false);

/// Text as the content of an element or of an attribute in quotes, in HTML and XML alike. What neither may hold (bytes
/// that are no UTF-8, control characters) becomes U+FFFD.
std::string escape_markup(std::string_view text);

}  // namespace hashlease
