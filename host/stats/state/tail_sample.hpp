#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stats/state/study_state.hpp"

namespace hashlease {

enum class TailSide { lowest, highest };

/// Joins two tail samples of disjoint paths, each in the order of its side (by value, ties by path), and keeps `keep`.
void merge_tail(std::vector<TailEntry>& into, std::span<const TailEntry> other, TailSide side, std::size_t keep);

/// Lets the values of consecutive paths from `first_path` into a tail sample.
void sample_tail(std::vector<TailEntry>& into, std::span<const float> values, std::uint64_t first_path, TailSide side,
                 std::size_t keep);

/// Joins two ascending lists of path ids and keeps the first kMaxNonFiniteIds.
void merge_non_finite(std::vector<std::uint64_t>& into, std::span<const std::uint64_t> other);

}  // namespace hashlease
