#include "stats/sums/sum_forest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/error.hpp"

namespace hashlease {
namespace {

std::uint64_t first_leaf(const SumNode& node) { return node.index << node.level; }
std::uint64_t end_leaf(const SumNode& node) { return (node.index + 1) << node.level; }

/// Whether b is the right sibling of a.
bool are_siblings(const SumNode& a, const SumNode& b) {
  return a.level == b.level && a.index % 2 == 0 && b.index == a.index + 1;
}

[[noreturn]] void refuse_overlap(const SumNode& node) {
  throw RunError(
      fmt::format("paths {} to {} were added twice", first_leaf(node) * kLeafPaths, end_leaf(node) * kLeafPaths - 1));
}

}  // namespace

void SumForest::add(SumNode node) {
  if (node.sums.size() != width_) {
    throw RunError(fmt::format("sums of {} numbers cannot join sums of {}: not one study", node.sums.size(), width_));
  }
  auto place = std::lower_bound(nodes_.begin(), nodes_.end(), first_leaf(node),
                                [](const SumNode& held, std::uint64_t leaf) { return first_leaf(held) < leaf; });
  if (place != nodes_.end() && first_leaf(*place) < end_leaf(node)) refuse_overlap(node);
  if (place != nodes_.begin() && end_leaf(*(place - 1)) > first_leaf(node)) refuse_overlap(node);
  std::ptrdiff_t at = place - nodes_.begin();
  note_prefix(node);
  nodes_.insert(place, std::move(node));
  while (true) {
    const bool with_left = at > 0 && are_siblings(nodes_[at - 1], nodes_[at]);
    const bool with_right =
        at + 1 < static_cast<std::ptrdiff_t>(nodes_.size()) && are_siblings(nodes_[at], nodes_[at + 1]);
    if (!with_left && !with_right) return;
    if (with_left) --at;
    SumNode& left = nodes_[at];
    const SumNode& right = nodes_[at + 1];
    for (std::size_t i = 0; i < width_; ++i) left.sums[i] += right.sums[i];
    left.index /= 2;
    ++left.level;
    note_prefix(left);
    nodes_.erase(nodes_.begin() + at + 1);
  }
}

void SumForest::note_prefix(const SumNode& node) {
  if (watched_.empty() || node.index != 0 || node.level < kFirstPrefixLevel) return;
  std::vector<double> sums;
  sums.reserve(watched_.size());
  for (const std::size_t at : watched_) sums.push_back(node.sums[at]);
  set_prefix(node.level, std::move(sums));
}

void SumForest::set_prefix(int level, std::vector<double> sums) {
  if (sums.size() != watched_.size()) throw RunError("the sums of a prefix are not those of the study");
  const auto index = static_cast<std::size_t>(level);
  if (prefixes_.size() <= index) prefixes_.resize(index + 1);
  prefixes_[index] = std::move(sums);
}

void SumForest::merge(const SumForest& other) {
  for (const SumNode& node : other.nodes_) add(node);
  for (std::size_t level = 0; level < other.prefixes_.size(); ++level) {
    if (!other.prefixes_[level].empty()) set_prefix(static_cast<int>(level), other.prefixes_[level]);
  }
}

std::vector<double> SumForest::total() const {
  std::vector<double> sums(width_, 0.0);
  for (const SumNode& node : nodes_) {
    for (std::size_t i = 0; i < width_; ++i) sums[i] += node.sums[i];
  }
  return sums;
}

}  // namespace hashlease
