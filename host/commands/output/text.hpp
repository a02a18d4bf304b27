#pragma once

/// How numbers look in a terminal: with the digits that decimals_for_error() allows, in ASCII, columns aligned by fixed
/// decimals.

#include <cstdint>
#include <string>
#include <vector>

#include "report/drawing/numbers.hpp"

namespace hashlease {

/// "1,234,567".
inline std::string grouped(std::uint64_t value) { return count_text(value); }
/// Money in millions with a standard error: "46.21 +- 0.01"; decimals follow the standard error.
std::string millions(double value, double standard_error);
/// A share in percent with a standard error: "31.4 +- 0.1"; "-" when it is not defined.
std::string percent(double value, double standard_error);
/// A plain number with a standard error, in the same way.
std::string plain(double value, double standard_error);
/// Rows of cells as lines: the first column to the left, the others to the right.
std::string aligned_rows(const std::vector<std::vector<std::string>>& rows);
/// "850 ms", "12.3 s", "4 min 05 s", "2 h 10 min".
std::string duration(double seconds);
/// "512 B", "1.4 MB", "2.3 GB" (powers of 1000).
std::string bytes(double count);

}  // namespace hashlease
