#include "commands/output/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace hashlease {

namespace {

std::string with_error(double value, double standard_error, int fallback) {
  if (!std::isfinite(value)) return "-";
  const int decimals = decimals_for_error(standard_error, fallback);
  if (!std::isfinite(standard_error)) return fmt::format("{:.{}f}", value, decimals);
  return fmt::format("{:.{}f} +- {:.{}f}", value, decimals, standard_error, decimals);
}

}  // namespace

std::string millions(double value, double standard_error) { return with_error(value / 1e6, standard_error / 1e6, 2); }

std::string percent(double value, double standard_error) {
  return with_error(value * 100.0, standard_error * 100.0, 1);
}

std::string plain(double value, double standard_error) { return with_error(value, standard_error, 2); }

std::string aligned_rows(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], row[k].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = "  " + fmt::format("{:<{}}", row[0], widths[0]);
    for (std::size_t k = 1; k < row.size(); ++k) line += "  " + fmt::format("{:>{}}", row[k], widths[k]);
    text += line + "\n";
  }
  return text;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds)) return "unknown";
  if (seconds < 1.0) return fmt::format("{:.0f} ms", seconds * 1e3);
  if (seconds < 60.0) return fmt::format("{:.1f} s", seconds);
  const long long whole = std::llround(seconds);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string bytes(double count) {
  constexpr std::array<const char*, 5> units = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (count >= 999.5 && unit + 1 < units.size()) {
    count /= 1000.0;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", count) : fmt::format("{:.1f} {}", count, units[unit]);
}

}  // namespace hashlease
