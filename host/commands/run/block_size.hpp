#pragma once

/// How many paths a block has: the unit that is written, survives a kill and is the most that an interrupt waits for.

#include <cstdint>

#include "stats/sums/path_range.hpp"

namespace hashlease {

/// The size of the next block. A trial on the CPU cannot know how fast a GPU or a large box is, nor what a block costs
/// to write, so blocks double until one takes two seconds, and storing the one before no more than an eighth of it.
/// Results do not depend on it.
class BlockSize {
 public:
  /// Starts with about two seconds of work as the trial sees it, and with not more than a few hundred blocks in all.
  /// @param kept_row_bytes  kept columns of a path, which a block holds in memory
  BlockSize(const PathRange& range, double seconds_per_path, std::uint64_t kept_row_bytes);
  /// Blocks of `paths`, rounded up to whole leaves, whatever they take.
  static BlockSize fixed(std::uint64_t paths);

  /// The same, but as it is now for good.
  BlockSize kept() const { return BlockSize(paths_); }

  std::uint64_t paths() const { return paths_; }
  /// The most that it may come to.
  std::uint64_t most_paths() const { return most_; }
  /// Paths of the block that starts at `rest`: up to the next multiple of paths().
  PathRange next(const PathRange& rest) const;
  /// @param simulated  paths of a block  @param simulating, storing  [s] what it and the block before it took
  void learn(std::uint64_t simulated, double simulating, double storing);

 private:
  explicit BlockSize(std::uint64_t paths) : paths_(paths), most_(paths) {}
  std::uint64_t paths_;
  std::uint64_t most_;
};

}  // namespace hashlease
