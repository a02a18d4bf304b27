#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "calibrate/calibration.hpp"

namespace hashlease {

/// Everything that was fitted, with intervals, tests and what is not identified; numbers that there are none of are
/// null.
nlohmann::ordered_json calibration_json(const Calibration& calibration);

/// For the terminal: the models of BTC beside each other, the figures of the other parts, and what the data cannot
/// tell.
std::string calibration_table(const Calibration& calibration);

}  // namespace hashlease
