#pragma once

#include <string>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// A configuration as TOML with every value of the tables it has written out, defaults too, numbers with the digits
/// that read back to the same double, in the order of the parameter table. read_configuration_text() gives an equal
/// Configuration back, and equal configurations give equal texts, so its hash identifies a study.
std::string canonical_text(const Configuration& configuration);

}  // namespace hashlease
