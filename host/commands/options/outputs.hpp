#pragma once

/// Files that sub-commands write for people and other programs.

#include <string>
#include <string_view>
#include <vector>

#include "io/files/output_file.hpp"

namespace hashlease {

/// What --force makes of a file that is already there.
ExistingFile existing_file(bool force);

/// Throws InputError when a command may not write one of its outputs: as check_output, and when it is also an input or
/// another output. Empty names and "-" (standard output) are passed over.
void check_outputs(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs,
                   ExistingFile existing);

/// Writes a text to a file, or to standard output.
void write_output(const std::string& output, std::string_view text);

}  // namespace hashlease
