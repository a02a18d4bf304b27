#pragma once

#include <string>

namespace hashlease {

enum class FileCondition {
  sound,         // a complete result, every byte as it was written
  damaged,       // a result that is not as it was written, or cannot be read
  unfinished,    // there are only parts of a run that has not ended
  foreign,       // not a result of hashlease
  newer_format,  // a result of a newer hashlease
};

struct Verification {
  FileCondition condition = FileCondition::sound;
  std::string text;  // one sentence: what was checked, or what is wrong and where
};

/// Checks a result file in a process of its own, so that whatever the file holds, this one neither crashes nor hangs:
/// the SHA-256 of all its bytes, every dataset with its checksums, the format version, and that the state has the hash
/// that the file states. Over `time_limit_seconds` (0: none) it counts as damaged. Throws InputError when there is no
/// such file and no parts of it, RunError when no process can be started.
Verification verify_file(const std::string& path, double time_limit_seconds);

/// Throws InputError, saying what is wrong with the file and what to do, unless it is a sound result.
void require_sound(const std::string& path);

/// The same as verify_file in this process.
Verification verify_contents(const std::string& path);

}  // namespace hashlease
