#include "commands/run/shipped_studies.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "base/error.hpp"

namespace hashlease {

std::string shipped_study(const std::string& configuration) {
  std::error_code failure;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failure);
  if (failure) return {};
  const std::filesystem::path folder = program.parent_path().parent_path() / "share" / "hashlease" / "configs";
  const std::filesystem::path study = folder / std::filesystem::path(configuration).filename();
  return std::filesystem::is_regular_file(study, failure) ? study.string() : std::string();
}

void point_to_shipped_study(const std::string& configuration) {
  std::error_code failure;
  if (std::filesystem::exists(configuration, failure) || failure) return;
  const std::string study = shipped_study(configuration);
  if (!study.empty()) {
    throw InputError(fmt::format("{}: no such file; the one that came with the program is {}", configuration, study));
  }
}

}  // namespace hashlease
