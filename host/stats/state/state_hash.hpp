#pragma once

#include <string>

#include "stats/state/study_state.hpp"

namespace hashlease {

/// The golden hash of a study: SHA-256, 64 lower-case hexadecimal digits, of everything its statistics are made of. It
/// does not depend on how the paths were cut, simulated and merged.
///
/// The bytes hashed are little-endian, each list preceded by its length (uint64): "hashlease state 2"; ranges (first,
/// count: uint64); shift (float64); total sums (float64, as SumNode::sums); undefined (uint64); per column the keys
/// (int32) and counts (uint64) of the occupied histogram bins; per headline column the lowest, then the highest entries
/// (value float32, path uint64); of each prefix level from 0 its sums (float64); per joint pair the number of cells,
/// then keys (uint32) and count (uint64) of each; per site the number of octaves, then keys and counts of each;
/// non_finite_count (uint64); non_finite_paths (uint64). Throws RunError when the state is not one of this layout.
std::string state_hash(const StudyState& state, const ColumnLayout& layout);

}  // namespace hashlease
