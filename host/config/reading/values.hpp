#pragma once

#include <memory>
#include <string>

#include "config/findings/findings.hpp"
#include "config/keys/parameters.hpp"
#include "config/reading/document.hpp"

namespace hashlease {

/// The value that a node gives a row: kind, bounds, words and length are checked, and everything wrong is added to
/// `findings` under `path`. Null if anything is wrong.
std::shared_ptr<const Value> to_value(const Node& node, const Parameter& row, const std::string& path,
                                      Findings& findings);

/// Whether a name may stand in paths and results: 1 to 64 bytes without '.', '/', quotes or control characters.
/// Returns what is wrong, or empty.
std::string name_violation(const std::string& name);

}  // namespace hashlease
