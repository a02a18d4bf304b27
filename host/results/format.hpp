#pragma once

#include <cstdint>

namespace hashlease {

/// Version of the file format that this program writes. It reads older ones as far as the rows of the table of results
/// say: what came later is absent there, and what was renamed has its former name.
inline constexpr std::int64_t kFormatVersion = 3;

/// Oldest format version whose /state is laid out as today: it can be verified and shown, but not merged.
inline constexpr std::int64_t kOldestStateFormat = 2;

/// Format version in which quantities took the names that the keys of the configuration have.
inline constexpr std::int64_t kRenamedSince = 3;

}  // namespace hashlease
