#pragma once

/// Sums in double that do not depend on how paths were cut into blocks, chunks, shards or threads: a binary tree over
/// absolute path numbers. A leaf is kLeafPaths consecutive paths; the node (level, index) covers leaves
/// [index << level, (index + 1) << level) and is always left child + right child. A forest keeps only the maximal
/// nodes, and of those that start at path 0 (prefixes of the study) some of their sums for good: which nodes are formed
/// does not depend on how paths were cut, as long as the piece from path 0 is not larger than the first of them.

#include <cstdint>
#include <utility>
#include <vector>

#include "stats/sums/path_range.hpp"

namespace hashlease {

/// Power sums per column: sum of d, d^2, ... d^8 with d = value - shift, in double, over paths where it is defined.
inline constexpr int kPowerSums = 8;
/// Cross sums per pair (a, b): ab, a^2 b, a b^2, a^3 b, a^2 b^2, a b^3, over paths where both are defined.
inline constexpr int kCrossSums = 6;

/// The smallest prefix whose sums are remembered: 1024 paths.
inline constexpr int kFirstPrefixLevel = 4;
inline constexpr std::uint64_t kFirstPrefixPaths = kLeafPaths << kFirstPrefixLevel;

struct SumNode {
  int level = 0;
  std::uint64_t index = 0;
  std::vector<double> sums;  // [column][kPowerSums], [pair][kCrossSums], [headline column]: its finite paths
};

class SumForest {
 public:
  SumForest() = default;
  /// `width`: number of doubles in a node.
  explicit SumForest(std::size_t width) : width_(width) {}
  /// `watched`: which of the sums are kept of each prefix.
  SumForest(std::size_t width, std::vector<std::size_t> watched) : width_(width), watched_(std::move(watched)) {}

  /// Adds a node and joins siblings as long as there are any. Throws RunError when the node overlaps one held.
  void add(SumNode node);
  /// Adds every node of another forest.
  void merge(const SumForest& other);
  /// Total over all nodes, added in path order; `width` doubles, zeros when empty.
  std::vector<double> total() const;

  std::size_t width() const { return width_; }
  /// Watched sums of the node (level, 0) for each level; empty where it was not formed, and below kFirstPrefixLevel.
  const std::vector<std::vector<double>>& prefixes() const { return prefixes_; }
  /// Takes over a prefix that another forest kept. Throws RunError when it is none of this study's.
  void set_prefix(int level, std::vector<double> sums);
  std::size_t watched_count() const { return watched_.size(); }
  /// Maximal nodes, in path order.
  const std::vector<SumNode>& nodes() const { return nodes_; }

 private:
  void note_prefix(const SumNode& node);

  std::size_t width_ = 0;
  std::vector<std::size_t> watched_;
  std::vector<std::vector<double>> prefixes_;  // [level]
  std::vector<SumNode> nodes_;
};

}  // namespace hashlease
