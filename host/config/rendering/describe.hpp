#pragma once

#include <string>
#include <string_view>

namespace hashlease {

/// The configuration keys for a person at a terminal.
/// @param key  empty for all of them; a section ("market.btc"), a key ("market.btc.price", "market.gpu.lease_rate",
///             "site.hybrid.power_mw": entries of arrays of tables with or without a name), or the last word of keys
///             ("annual_volatility") for all that end so
/// Throws InputError, naming the nearest key, when nothing matches.
std::string describe_parameters(std::string_view key);

/// configs/README.md: how configuration files work, and every key. A test keeps the page equal to this.
std::string parameter_reference_markdown();

}  // namespace hashlease
