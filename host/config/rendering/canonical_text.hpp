#pragma once

#include <string>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// A configuration as TOML with every value written out, defaults too (but for a table that is there with nothing other
/// than defaults in it, which is a header alone: written out it means that there is none), numbers with the digits that
/// read back to the same double, in the order of the parameter table. read_configuration_text() gives an equal
/// Configuration back, and equal configurations give equal texts, so its hash identifies a study.
std::string canonical_text(const Configuration& configuration);

}  // namespace hashlease
