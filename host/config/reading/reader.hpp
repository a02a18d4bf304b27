#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "config/findings/configuration_errors.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

/// Reads a configuration: TOML file, the market it includes, `key=value` options over both, defaults for what is left
/// out; then every check. The result needs no further one.
/// Throws ConfigurationErrors with everything that is wrong (a syntax error necessarily alone).
/// @param options  values of `--set`, e.g. "run.paths=1000", "market.gpu.H100.lease_rate=8"
Configuration read_configuration(const std::filesystem::path& file, std::span<const std::string> options = {});

/// The same for a text, such as canonical_text().
/// @param source  name for messages
/// @param folder  what `market.include` is relative to
Configuration read_configuration_text(std::string_view text, const std::string& source = "configuration",
                                      const std::filesystem::path& folder = {},
                                      std::span<const std::string> options = {});

}  // namespace hashlease
