#pragma once

/// Sums in double that do not depend on how paths were cut into blocks, chunks, shards or threads: a binary tree over
/// absolute path numbers. A leaf is kLeafPaths consecutive paths; the node (level, index) covers leaves
/// [index << level, (index + 1) << level) and is always left child + right child. A forest keeps only the maximal
/// nodes.

#include <cstdint>
#include <vector>

#include "stats/path_range.hpp"

namespace hashlease {

/// Power sums per column: sum of d, d^2, ... d^8 with d = value - shift, in double, over paths where it is defined.
inline constexpr int kPowerSums = 8;
/// Cross sums per pair (a, b): ab, a^2 b, a b^2, a^3 b, a^2 b^2, a b^3, over paths where both are defined.
inline constexpr int kCrossSums = 6;

struct SumNode {
  int level = 0;
  std::uint64_t index = 0;
  std::vector<double> sums;  // [column][kPowerSums], then [pair][kCrossSums]
};

class SumForest {
 public:
  SumForest() = default;
  /// `width`: number of doubles in a node.
  explicit SumForest(std::size_t width) : width_(width) {}

  /// Adds a node and joins siblings as long as there are any. Throws RunError when the node overlaps one held.
  void add(SumNode node);
  /// Adds every node of another forest.
  void merge(const SumForest& other);
  /// Total over all nodes, added in path order; `width` doubles, zeros when empty.
  std::vector<double> total() const;

  std::size_t width() const { return width_; }
  /// Maximal nodes, in path order.
  const std::vector<SumNode>& nodes() const { return nodes_; }

 private:
  std::size_t width_ = 0;
  std::vector<SumNode> nodes_;
};

}  // namespace hashlease
