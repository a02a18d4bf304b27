#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {

/// Calls `visit(path, row)` for every row of the table in its order. A `*` stands in the path for the name of an entry
/// of an array of tables: `market.gpu.*.lease_rate`.
void for_each_row(const std::function<void(const std::string& path, const Parameter& row)>& visit);

/// The sections of the table by their paths without the names of entries: `market.gpu`.
std::vector<std::string> section_paths();

/// Every key of a configuration as `--set` takes it: `market.gpu.H100.lease_rate`.
std::vector<std::string> keys_of(const Configuration& configuration);

/// The values a key may have where they are few: the words of an enum, true and false.
std::vector<std::string> values_of(const Parameter& row);

}  // namespace hashlease
