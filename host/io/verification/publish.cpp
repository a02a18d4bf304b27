#include "io/verification/publish.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.hpp"
#include "io/files/file.hpp"
#include "io/files/trailer.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

std::string temporary_name(const std::string& output) { return output + ".tmp"; }

/// Back from the disk and as it should be, or RunError.
void verify_written(const File& file) {
  file.forget_cache();
  const Verification verification = verify_contents(file.path());
  if (verification.condition != FileCondition::sound) {
    throw RunError(fmt::format("{}: was written but does not read back: {}", file.path(), verification.text));
  }
}

}  // namespace

void require_free(const std::string& output, ExistingFile existing) {
  const PathKind kind = kind_of(output);
  if (kind == PathKind::folder || kind == PathKind::other) {
    throw InputError(fmt::format("{}: is in the way and is no file; choose another output", output));
  }
  if (kind == PathKind::file && existing == ExistingFile::refuse) {
    throw InputError(fmt::format("{}: exists; use --force to replace it, or choose another output with -o", output));
  }
}

void check_output(const std::string& output, ExistingFile existing) {
  require_free(output, existing);
  const std::string temporary = temporary_name(output);
  const File probe = File::create_alone(temporary);
  ::unlink(temporary.c_str());
}

void publish(const std::string& output, ExistingFile existing, const std::function<void(Hdf5Writer&)>& write) {
  const std::string temporary = temporary_name(output);
  File file = File::create_alone(temporary);
  try {
    Hdf5Writer writer(file);
    write(writer);
    writer.close();
    append_trailer(file);
    file.sync();
    verify_written(file);
    require_free(output, existing);
    rename_and_sync(temporary, output);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

}  // namespace hashlease
