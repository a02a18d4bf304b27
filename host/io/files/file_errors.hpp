#pragma once

#include <string>
#include <string_view>

namespace hashlease {

/// Throws RunError "path: what: text of the errno".
[[noreturn]] void fail_with_errno(const std::string& path, std::string_view what, int error_number);

/// For a file or folder that cannot be created: InputError when the user named a place that cannot hold one, as opposed
/// to a disk that fails, which is a RunError.
[[noreturn]] void fail_to_create(const std::string& path, int error_number);

}  // namespace hashlease
