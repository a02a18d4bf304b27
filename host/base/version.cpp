#include "base/version.hpp"

#include <fmt/format.h>

namespace hashlease {

const char* const kProgramVersion = HASHLEASE_VERSION;

std::string compiler_text() {
#if defined(__clang__)
  return fmt::format("clang++ {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace hashlease
