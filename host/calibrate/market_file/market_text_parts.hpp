#pragma once

/// Sections of a market file that have a file of their own.

#include "calibrate/calibration.hpp"
#include "calibrate/market_file/toml_lines.hpp"

namespace hashlease {

void write_network(const Calibration& calibration, TomlLines& lines);
void write_power(const Calibration& calibration, TomlLines& lines);
/// [gpu_demand] and [[gpu]].
void write_leases(const Calibration& calibration, TomlLines& lines);
void write_dependence(const Calibration& calibration, TomlLines& lines);

}  // namespace hashlease
