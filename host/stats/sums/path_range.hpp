#pragma once

#include <cstdint>
#include <vector>

namespace hashlease {

/// Paths [first, first + count).
struct PathRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  std::uint64_t end() const { return first + count; }
  bool operator==(const PathRange&) const = default;
};

/// Paths per leaf of the summation tree. Block and shard boundaries are multiples of it, so that sums do not depend on
/// how a study is cut.
inline constexpr std::uint64_t kLeafPaths = 64;
/// The largest number of paths in a study.
inline constexpr std::uint64_t kMaxPaths = std::uint64_t{1} << 48;

}  // namespace hashlease
