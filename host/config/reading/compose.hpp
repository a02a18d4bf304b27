#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "config/reading/document.hpp"

namespace hashlease {

/// Files beyond this size are refused: no configuration comes near.
inline constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

/// The text of a configuration file. Throws ConfigurationErrors when it is missing, a directory, unreadable, too large,
/// or an HDF5 file.
std::string read_text_file(const std::filesystem::path& file);

/// Parses a configuration, leaves out tables that a canonical text writes out although they are absent, puts the market
/// file that `market.include` names (relative to `folder`) under its [market],
/// and applies `key=value` options in their order. Nothing is interpreted yet.
/// Throws ConfigurationErrors: a syntax error by itself, or all options that lead nowhere.
/// @param source  name of the file for messages
Node compose_document(std::string_view text, const std::string& source, const std::filesystem::path& folder,
                      std::span<const std::string> options);

}  // namespace hashlease
