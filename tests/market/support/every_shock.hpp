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
  DrawList normals{3, {GroupDraw::fee, GroupDraw::jump, GroupDraw::fee_spike}};
  DrawList own{};
  for (int c = 0; c < kClasses && c < plan.gpu_class_count; ++c) own.draws[own.count++] = own_demand_draw(c);
  MarketPlan all{};
  all.keys = plan.keys;
  all.has_fee_spikes = 1;
  GroupShocks<float, kClasses> group{};
  draw_normals<float>(plan, paths, step / kGroupSteps, normals, &group);
  draw_normals<float>(plan, paths, step / kGroupSteps, own, &group);
  draw_words<float>(plan, paths, step / kGroupSteps, {1, {GroupDraw::power_spike_word}}, &group);
  draw_step(all, paths, step, shocks);
  add_group_shocks(group, step % kGroupSteps, shocks);
}

inline ModelDraws<float> every_model_draw(const MarketPlan& plan, std::uint64_t path, std::uint32_t step) {
  const DrawingPaths<float> paths = drawing(plan, path);
  ModelDraws<float> group[kGroupSteps]{};
  draw_normals<float>(plan, paths, step / kGroupSteps, {2, {GroupDraw::mixing, GroupDraw::variance}}, group);
  draw_words<float>(plan, paths, step / kGroupSteps, {2, {GroupDraw::restart, GroupDraw::row}}, group);
  return group[step % kGroupSteps];
}

}  // namespace hashlease::testing
