#pragma once

#include <string>

namespace hashlease {

/// "0.1.0": the project's version.
extern const char* const kProgramVersion;

/// "g++ 12.2.0" or "clang++ 14.0.6": what built this program.
std::string compiler_text();

}  // namespace hashlease
