#pragma once

#include <vector>

#include "stats/sums/path_range.hpp"

namespace hashlease {

/// Number of leaves of a range, the last of which may be short.
inline std::uint64_t leaf_count(const PathRange& range) { return (range.count + kLeafPaths - 1) / kLeafPaths; }

/// Level of the node of the summation tree that a range is. Throws RunError when it is not a whole one.
int node_level(const PathRange& range);

/// Adds a range to sorted, disjoint, joined ranges. Throws RunError when it overlaps one of them.
void add_range(std::vector<PathRange>& ranges, const PathRange& range);

}  // namespace hashlease
