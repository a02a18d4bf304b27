// verify_file: the check in a process of its own.

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/files/child_process.hpp"
#include "io/files/file.hpp"
#include "io/parts/part_store.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

/// A byte for the condition and then the text.
std::string message_of(const Verification& verification) {
  return std::string(1, static_cast<char>(verification.condition)) + verification.text;
}

/// What can be said of a path where there is no file.
Verification describe_absent(const std::string& path) {
  if (kind_of(manifest_path(path)) != PathKind::file) throw InputError(fmt::format("{}: there is no such file", path));
  const Manifest manifest = read_manifest(manifest_path(path));
  std::uint64_t paths = 0;
  for (const PartBlock& block : manifest.blocks) paths += block.range.count;
  return {FileCondition::unfinished,
          fmt::format("is not finished: {} has {} of {} paths; run the study again to continue", parts_folder(path),
                      paths, manifest.range.count)};
}

}  // namespace

Verification verify_file(const std::string& path, double time_limit_seconds) {
  const PathKind kind = kind_of(path);
  if (kind == PathKind::absent) return describe_absent(path);
  if (kind != PathKind::file) return {FileCondition::foreign, "is not a file"};
  const ChildOutcome outcome =
      run_in_child([&] { return message_of(verify_contents(path)); }, time_limit_seconds, path);
  if (!outcome.problem.empty()) return {FileCondition::damaged, outcome.problem};
  const auto condition = static_cast<FileCondition>(outcome.message[0]);
  if (condition < FileCondition::sound || condition > FileCondition::newer_format) {
    return {FileCondition::damaged, "reading it ends without a verdict"};
  }
  return {condition, outcome.message.substr(1)};
}

}  // namespace hashlease
