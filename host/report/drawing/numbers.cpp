#include "report/drawing/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace hashlease {

namespace {

/// Digits with a comma before every three that end at the decimal point.
std::string grouped(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

}  // namespace

std::string decimal_text(double value, int decimals) {
  if (!std::isfinite(value)) return kUndefinedText;
  const std::string digits = grouped(fmt::format("{:.{}f}", std::fabs(value), decimals));
  const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
  return value < 0.0 && !is_zero ? "−" + digits : digits;
}

std::string count_text(std::uint64_t value) { return grouped(std::to_string(value)); }

int decimals_for_error(double standard_error, int fallback) {
  if (!(standard_error > 0.0) || !std::isfinite(standard_error)) return fallback;
  const int exponent = static_cast<int>(std::floor(std::log10(standard_error)));
  // 0.0295 rounds to two digits that begin with 3, so it is shown with one.
  const double leading = standard_error / std::pow(10.0, exponent);
  return std::clamp((leading < 2.95 ? 1 : 0) - exponent, 0, 6);
}

double rounded_by_error(double value, double standard_error) {
  if (!(standard_error >= 29.5) || !std::isfinite(standard_error)) return value;
  const double exponent = std::floor(std::log10(standard_error));
  const double step = std::pow(10.0, standard_error / std::pow(10.0, exponent) < 2.95 ? exponent - 1.0 : exponent);
  return std::round(value / step) * step;
}

Unit million_usd() { return {1e-6, "million USD", 2}; }
Unit percent_unit() { return {100.0, "%", 1}; }
Unit plain_unit() { return {1.0, "", 3}; }

std::string estimate_text(const Estimate& estimate, const Unit& unit) {
  const double error = estimate.standard_error * unit.scale;
  const int decimals = decimals_for_error(error, unit.fallback_decimals);
  const std::string value = decimal_text(estimate.value * unit.scale, decimals);
  if (!std::isfinite(estimate.value) || !std::isfinite(error)) return value;
  return error > 0.0 ? value + "\u00A0±\u00A0" + decimal_text(error, decimals) : value;
}

namespace {

std::string with_unit(std::string number, const Unit& unit) {
  return unit.name.empty() || number == kUndefinedText ? number : std::move(number) + "\u00A0" + unit.name;
}

}  // namespace

std::string estimate_with_unit(const Estimate& estimate, const Unit& unit) {
  return with_unit(estimate_text(estimate, unit), unit);
}

std::string value_with_unit(const Estimate& estimate, const Unit& unit) {
  const int decimals = decimals_for_error(estimate.standard_error * unit.scale, unit.fallback_decimals);
  return with_unit(decimal_text(estimate.value * unit.scale, decimals), unit);
}

std::string significant_text(double value, int digits) {
  if (value == 0.0 || !std::isfinite(value)) return decimal_text(value, 0);
  const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  std::string text = decimal_text(value, std::clamp(digits - 1 - exponent, 0, 12));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string day_text(std::int64_t days, bool month_only) {
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  const auto month = static_cast<unsigned>(date.month());
  if (month_only) return fmt::format("{} {}", kMonths[month - 1], static_cast<int>(date.year()));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), month, static_cast<unsigned>(date.day()));
}

namespace {

/// Length of the UTF-8 sequence at the front of `text`, or 0 when there is none that is valid and allowed in XML 1.0.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\n' || first == '\t' ? (first == 0x7F ? 0 : 1) : 0;
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return 0;
  unsigned code = first & (0x7Fu >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(k) & 0x3Fu);
  }
  constexpr std::array<unsigned, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_control = code >= 0x80 && code < 0xA0;
  const bool is_surrogate = code >= 0xD800 && code < 0xE000;
  const bool is_allowed = code >= kSmallest[length] && code <= 0x10FFFF && (code & 0xFFFE) != 0xFFFE;
  return is_allowed && !is_control && !is_surrogate ? length : 0;
}

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    switch (length == 0 ? '\0' : text[0]) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      case '\0': escaped += "\uFFFD"; break;
      default: escaped += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return escaped;
}

}  // namespace hashlease
