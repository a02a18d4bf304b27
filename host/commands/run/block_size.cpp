#include "commands/run/block_size.hpp"

#include <algorithm>

namespace hashlease {

namespace {

constexpr double kMinBlockSeconds = 2.0;
constexpr double kSimulatingPerStoring = 8.0;
/// However slow the disk: the most that a kill may lose.
constexpr double kMaxBlockSeconds = 30.0;
constexpr std::uint64_t kMaxBlocks = 256;
/// Kept columns of a block; a second block is held while it is stored.
constexpr std::uint64_t kMaxKeptBytes = std::uint64_t{256} << 20;

}  // namespace

BlockSize::BlockSize(const PathRange& range, double seconds_per_path, std::uint64_t kept_row_bytes)
    : paths_(kLeafPaths) {
  const auto least_work = static_cast<std::uint64_t>(kMinBlockSeconds / std::max(seconds_per_path, 1e-9));
  const std::uint64_t wanted = std::max(least_work, range.count / kMaxBlocks);
  while (paths_ < wanted) paths_ *= 2;
  most_ = std::max(paths_, kept_row_bytes == 0 ? kMaxPaths : kMaxKeptBytes / kept_row_bytes);
}

BlockSize BlockSize::fixed(std::uint64_t paths) {
  return BlockSize((paths + kLeafPaths - 1) / kLeafPaths * kLeafPaths);
}

PathRange BlockSize::next(const PathRange& rest) const {
  const std::uint64_t boundary = (rest.first / paths_ + 1) * paths_;
  return {rest.first, std::min(boundary, rest.end()) - rest.first};
}

void BlockSize::learn(std::uint64_t simulated, double simulating, double storing) {
  if (simulated < paths_ / 2) return;  // what is left before a gap or the end says little
  const double expected = simulating * static_cast<double>(paths_) / static_cast<double>(simulated);
  const double wanted = std::clamp(kSimulatingPerStoring * storing, kMinBlockSeconds, kMaxBlockSeconds);
  if (expected < wanted && paths_ <= most_ / 2) paths_ *= 2;
}

}  // namespace hashlease
