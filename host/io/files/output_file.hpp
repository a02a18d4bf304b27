#pragma once

/// Where a command may write. One wording for all of them.

#include <string>
#include <string_view>

namespace hashlease {

/// What to do with a file that is already there.
enum class ExistingFile { refuse, replace };

/// Throws InputError when a file is there and may not be replaced, or something that is not a plain file.
void require_free(const std::string& output, ExistingFile existing);

/// Throws InputError when a file cannot be written there: as require_free, or because the folder does not exist or may
/// not be written to. Leaves nothing behind.
void check_output(const std::string& output, ExistingFile existing);

/// The name under which a file is written until it is complete.
std::string temporary_name(const std::string& output);

/// Whether `output`, empty or "-", stands for standard output.
bool is_standard_output(std::string_view output);

}  // namespace hashlease
