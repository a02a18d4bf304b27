#pragma once

/// Where the market stage takes its shocks from. One path at a time (a GPU thread, the scalar reference) draws each
/// step as it comes. Registers of paths draw a batch of steps ahead: then neither drawing nor the model crowds out the
/// other's registers, and the few lanes that jump are drawn together, where a day on which one path of sixteen jumps
/// would cost the second block of all sixteen. What is drawn, and so every bit, is the same.

#include "market/shocks.hpp"

namespace hashlease {

/// Shocks of the steps of a path, in order.
template <class Real, int kClasses>
class ShockSource {
 public:
  HASHLEASE_FUNCTION ShockSource(const MarketPlan& plan, const MarketStep* steps, const PathLanes<Real>& paths)
      : plan_(plan), steps_(steps), paths_(make_drawing_paths<Real>(paths, plan.keys)) {}

  HASHLEASE_FUNCTION const DrawingPaths<Real>& paths() const { return paths_; }

  /// Called for 0, 1, ... step_count - 1. The factors are the caller's to change.
  HASHLEASE_FUNCTION MarketShocks<Real, kClasses>& take(int index) {
    draw_shocks(plan_, paths_, static_cast<std::uint32_t>(index), plan_.steps[steps_[index].days].btc_jumps, shocks_);
    return shocks_;
  }

 private:
  const MarketPlan& plan_;
  const MarketStep* steps_;
  DrawingPaths<Real> paths_;
  MarketShocks<Real, kClasses> shocks_;
};

#if !defined(__CUDACC__)

/// One register of a `Real` of several.
template <class Real>
struct OneRegister {
  using Type = Real;
};
template <class Real>
requires requires { typename Real::Half; }
struct OneRegister<Real> {
  using Type = typename OneRegister<typename Real::Half>::Type;
};

/// Where a study has no use for block 1 but the jumps, what it would hold is 0, and a jump's normal is only looked at
/// in the lanes that jump.
template <class Real, int kClasses>
requires(LaneTypes<Real>::width > 1) class ShockSource<Real, kClasses> {
 public:
  HASHLEASE_FUNCTION ShockSource(const MarketPlan& plan, const MarketStep* steps, const PathLanes<Real>& paths)
      : plan_(plan), steps_(steps), path_high_(paths.high), paths_(make_drawing_paths<Real>(paths, plan.keys)) {
    store(path_low_, paths.low);
    const Real zero(0.0F);
    const WordOf<Real> no_word(0U);
    for (MarketShocks<Real, kClasses>& shocks : shocks_) {
      for (Real& factor : shocks.factor) factor = zero;
      for (Real& own : shocks.own_demand) own = zero;
      shocks.jump = shocks.fee_spike = zero;
      shocks.jump_word = shocks.fee_spike_word = shocks.power_spike_word = no_word;
    }
  }

  HASHLEASE_FUNCTION const DrawingPaths<Real>& paths() const { return paths_; }

  /// The factors are the caller's to change.
  HASHLEASE_FUNCTION MarketShocks<Real, kClasses>& take(int index) {
    const int place = index % kSteps;
    if (place == 0) draw(index);
    MarketShocks<Real, kClasses>& shocks = shocks_[place];
    if (plan_.uses_second_block == 0) shocks.jump = load<Real>(jump_[place]);
    return shocks;
  }

 private:
  using One = typename OneRegister<Real>::Type;
  static constexpr int kWidth = LaneTypes<Real>::width;
  static constexpr int kLanes = LaneTypes<One>::width;
  /// Steps of a batch: enough to fill registers with jumps, few enough to stay in the first-level cache.
  static constexpr int kSteps = 16;

  HASHLEASE_FUNCTION void draw(int first) {
    const int rest = plan_.step_count - first;
    const int count = rest < kSteps ? rest : kSteps;
    jumps_ = 0;
    for (int k = 0; k < count; ++k) draw_step(k, first + k);
    draw_jumps();
  }

  /// All shocks of a step but its jumps, which are noted.
  HASHLEASE_FUNCTION void draw_step(int place, int index) {
    const std::uint32_t block = static_cast<std::uint32_t>(index) * kBlocksPerStep;
    MarketShocks<Real, kClasses>& shocks = shocks_[place];
    WordOf<Real> words[4];
    draw_first_block(plan_, paths_, block, words, shocks);
    if (plan_.uses_second_block != 0) {
      draw_second_block(plan_, paths_, block, words, shocks);
    } else {
      shocks.factor[static_cast<int>(Factor::fee)] = Real(0.0F);  // the step of the last batch may have changed it
      const PoissonThresholds& law = plan_.steps[steps_[index].days].btc_jumps;
      if (law.size > 0) note_jumps(lane_bits(shocks.jump_word >= WordOf<Real>(law.thresholds[0])), block + 1, place);
    }
    draw_own_blocks(plan_, paths_, block, shocks);
  }

  HASHLEASE_FUNCTION void note_jumps(std::uint64_t lanes, std::uint32_t block, int place) {
    for (; lanes != 0; lanes &= lanes - 1) {
      const int lane = __builtin_ctzll(lanes);
      block_of_jump_[jumps_] = block;
      path_of_jump_[jumps_] = path_low_[lane];
      place_of_jump_[jumps_] = static_cast<std::uint32_t>(place * kWidth + lane);
      ++jumps_;
    }
  }

  /// The normals of the jumps noted, of as many paths and steps at once as a register holds.
  HASHLEASE_FUNCTION void draw_jumps() {
    for (int first = 0; first < jumps_; first += kLanes) {
      WordOf<One> words[4] = {load_words<One>(block_of_jump_ + first), WordOf<One>(0U),
                              load_words<One>(path_of_jump_ + first), WordOf<One>(path_high_)};
      philox_rounds<WordOf<One>>(words, plan_.keys);
      float drawn[kLanes];
      store(drawn, jump_normal<One>(words));
      const int count = jumps_ - first < kLanes ? jumps_ - first : kLanes;
      for (int k = 0; k < count; ++k) jump_[0][place_of_jump_[first + k]] = drawn[k];
    }
  }

  const MarketPlan& plan_;
  const MarketStep* steps_;
  std::uint32_t path_high_;
  DrawingPaths<Real> paths_;
  int jumps_ = 0;
  MarketShocks<Real, kClasses> shocks_[kSteps];
  alignas(64) float jump_[kSteps][kWidth] = {};
  std::uint32_t path_low_[kWidth];
  std::uint32_t block_of_jump_[kSteps * kWidth + kLanes] = {};
  std::uint32_t path_of_jump_[kSteps * kWidth + kLanes] = {};
  std::uint32_t place_of_jump_[kSteps * kWidth + kLanes];
};
#endif

}  // namespace hashlease
