#pragma once

/// Several backends as one: the GPUs of a box.

#include <memory>
#include <vector>

#include "backend/backend.hpp"

namespace hashlease {

/// The paths of a block for each of several backends: neighbouring ranges from multiples of kLeafPaths, in proportion
/// to `rates` (positive, in any unit). Those that are left nothing get no paths.
std::vector<PathRange> split_by_rate(const PathRange& block, const std::vector<double>& rates);

/// A backend whose members simulate a part of each block side by side, each in a thread of its own; the first block in
/// equal parts, every other by the speeds seen before. The same bits as one member alone, since states of any paths
/// merge to the same bits. Progress is what all have done, with the state of the first.
/// @param members  of one study, at least one  @param description  see Backend::description
std::unique_ptr<Backend> make_backend_group(std::vector<std::unique_ptr<Backend>> members, const StudyPlan& plan,
                                            const std::string& description);

}  // namespace hashlease
