#pragma once

#include <string>

#include "config/keys/parameters.hpp"

namespace hashlease {

/// What a row takes: "integer", "one of daily, weekly", "12 numbers", ...
std::string kind_text(const Parameter& row);
/// Its default as TOML, or "required".
std::string fallback_text(const Parameter& row);
/// "number, 5 to 200 J/TH, required": kind, bounds with unit, default.
std::string row_facts(const Parameter& row);

}  // namespace hashlease
