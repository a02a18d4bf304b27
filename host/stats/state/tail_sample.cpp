#include "stats/state/tail_sample.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "stats/sums/leaf_sum.hpp"

namespace hashlease {
namespace {

/// Order of a side; values are finite, so it is total.
struct ComesFirst {
  TailSide side;
  bool operator()(const TailEntry& a, const TailEntry& b) const {
    if (a.value != b.value) return side == TailSide::lowest ? a.value < b.value : a.value > b.value;
    return a.path < b.path;
  }
};

}  // namespace

void merge_tail(std::vector<TailEntry>& into, std::span<const TailEntry> other, TailSide side, std::size_t keep) {
  if (other.empty()) return;
  std::vector<TailEntry> joined;
  joined.reserve(into.size() + other.size());
  std::merge(into.begin(), into.end(), other.begin(), other.end(), std::back_inserter(joined), ComesFirst{side});
  if (joined.size() > keep) joined.resize(keep);
  into = std::move(joined);
}

void sample_tail(std::vector<TailEntry>& into, std::span<const float> values, std::uint64_t first_path, TailSide side,
                 std::size_t keep) {
  if (keep == 0) return;
  const bool full = into.size() >= keep;
  const float threshold = full ? into.back().value : 0.0F;
  std::vector<TailEntry> candidates;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float value = values[i];
    // An equal value enters when its path id is lower, which the merge decides.
    if (full && (side == TailSide::lowest ? !(value <= threshold) : !(value >= threshold))) continue;
    if (is_finite_value(value)) candidates.push_back({value, first_path + i});
  }
  const ComesFirst comes_first{side};
  if (candidates.size() > keep) {
    std::nth_element(candidates.begin(), candidates.begin() + keep, candidates.end(), comes_first);
    candidates.resize(keep);
  }
  std::sort(candidates.begin(), candidates.end(), comes_first);
  merge_tail(into, candidates, side, keep);
}

void merge_non_finite(std::vector<std::uint64_t>& into, std::span<const std::uint64_t> other) {
  std::vector<std::uint64_t> joined;
  std::merge(into.begin(), into.end(), other.begin(), other.end(), std::back_inserter(joined));
  if (joined.size() > kMaxNonFiniteIds) joined.resize(kMaxNonFiniteIds);
  into = std::move(joined);
}

}  // namespace hashlease
