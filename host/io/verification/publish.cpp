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

/// Back from the disk and as it should be, or RunError.
void verify_written(const File& file) {
  file.forget_cache();
  const Verification verification = verify_contents(file.path());
  if (verification.condition != FileCondition::sound) {
    throw RunError(
        fmt::format("{}: was written, but what is read back is not the same: {}", file.path(), verification.text));
  }
}

}  // namespace

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
