#pragma once

/// A calibration as a market file.

#include <string>
#include <string_view>

#include "calibrate/calibration.hpp"

namespace hashlease {

/// TOML that a study includes as it is; every figure with its source, sample and standard error behind it.
/// @param base  text of a market file whose sections stand in for those that there is no data for; may be empty
/// @param base_name  its name
/// @param output  path of the file that the text is for: what the data files are relative to
/// Throws InputError when a section has neither data nor a base.
std::string market_text(const Calibration& calibration, std::string_view base, const std::string& base_name,
                        const std::string& output);

/// The lines of a TOML text that belong to a top-level table, comments before its header included; empty when it has
/// none.
std::string section_of(std::string_view text, std::string_view table);

}  // namespace hashlease
