#pragma once

#include <span>
#include <string>
#include <vector>

#include "config/reading/document.hpp"

namespace hashlease {

/// A `--set key=value`.
struct Option {
  std::string key;    // dotted path as in for_each_value
  std::string value;  // TOML, or a bare text
  Place place;        // "--set key=value"
};

/// Splits `key=value` texts. Throws ConfigurationErrors with all those that are no such thing.
std::vector<Option> parse_options(std::span<const std::string> options);

/// Puts the values into the document in order. Entries of arrays of tables go by their names:
/// `market.gpu.H100.lease_rate`. A key that is not known is put there all the same, for the reader to report.
/// Throws ConfigurationErrors with all options whose path leads nowhere.
void apply_options(Node& root, std::span<const Option> options);

}  // namespace hashlease
