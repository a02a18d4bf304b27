// What keeps a command from working on a file that is no sound result.

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

std::string_view what_to_do(FileCondition condition) {
  switch (condition) {
    case FileCondition::damaged:
      return "the file is damaged: take it from a backup, or run the study again with --force";
    case FileCondition::foreign: return "give a result file, as `hashlease run` writes it";
    case FileCondition::newer_format: return "use the hashlease that wrote it, or a newer one";
    default: return "";
  }
}

}  // namespace

void require_sound(const std::string& path) {
  const Verification verification = verify_file(path, 0.0);
  if (verification.condition == FileCondition::sound) return;
  std::string text = verification.text;
  // A text that came from an exception names the file already.
  if (!text.starts_with(path)) text = fmt::format("{}: {}", path, text);
  const std::string_view advice = what_to_do(verification.condition);
  throw InputError(advice.empty() ? text : fmt::format("{}; {}", text, advice));
}

}  // namespace hashlease
