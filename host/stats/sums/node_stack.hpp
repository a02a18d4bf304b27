#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hashlease {

/// Adds the leaves of one dyadic node, given from left to right, pairwise level by level, in memory that grows with the
/// number of levels only.
template <std::size_t Width>
class NodeStack {
 public:
  void push(std::array<double, Width> node) {
    std::size_t level = 0;
    // A bit that is set marks a left child that waits for its right sibling.
    for (; (leaves_ >> level & 1U) != 0; ++level) {
      for (std::size_t i = 0; i < Width; ++i) node[i] = waiting_[level][i] + node[i];
    }
    waiting_[level] = node;
    ++leaves_;
  }

  /// The node, once its last leaf was pushed (a power of two of them).
  const std::array<double, Width>& root() const {
    std::size_t level = 0;
    while ((leaves_ >> level & 1U) == 0) ++level;
    return waiting_[level];
  }

 private:
  std::array<std::array<double, Width>, 48> waiting_;
  std::uint64_t leaves_ = 0;
};

}  // namespace hashlease
