#pragma once

/// All shocks of a step, also those that a study has no use for.

#include "market/shocks.hpp"

namespace hashlease::testing {

inline DrawingPaths<float> drawing(const MarketPlan& plan, std::uint64_t path) {
  return make_drawing_paths<float>(make_path_lanes<float>(path), plan.keys);
}

template <int kClasses>
void draw_every_shock(const MarketPlan& plan, std::uint64_t path, std::uint32_t step,
                      MarketShocks<float, kClasses>& shocks) {
  const DrawingPaths<float> paths = drawing(plan, path);
  const std::uint32_t block = step * kBlocksPerStep;
  std::uint32_t words[4];
  draw_first_block(plan, paths, block, words, shocks);
  draw_second_block(plan, paths, block, words, shocks);
  draw_own_blocks(plan, paths, block, shocks);
}

}  // namespace hashlease::testing
