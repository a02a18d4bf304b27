#include "io/files/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.hpp"
#include "io/files/file.hpp"

namespace hashlease {

void require_free(const std::string& output, ExistingFile existing) {
  const PathKind kind = kind_of(output);
  if (kind == PathKind::folder) throw InputError(fmt::format("{}: is a folder; name a file in it", output));
  if (kind == PathKind::other) {
    throw InputError(fmt::format("{}: is not a plain file and cannot be replaced; name another output", output));
  }
  if (kind == PathKind::file && existing == ExistingFile::refuse) {
    throw InputError(fmt::format("{}: already exists; use --force to replace it, or name another output", output));
  }
}

void check_output(const std::string& output, ExistingFile existing) {
  require_free(output, existing);
  const std::string temporary = temporary_name(output);
  const File probe = File::create_alone(temporary);
  ::unlink(temporary.c_str());
}

std::string temporary_name(const std::string& output) { return output + ".tmp"; }

bool is_standard_output(std::string_view output) { return output.empty() || output == "-"; }

}  // namespace hashlease
