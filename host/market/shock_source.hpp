#pragma once

/// Where the market stage takes its shocks from. One path at a time (a GPU thread, the scalar reference) draws a step
/// as it comes, and a group of four when its first step does. Registers of paths draw a batch of steps ahead: then
/// neither drawing nor the model crowds out the other's registers, and the few lanes that jump are drawn together. What
/// is drawn, and so every bit, is the same.

#include <cstring>
#include <type_traits>

#include "market/shocks.hpp"

namespace hashlease {

/// Keeps what a group draws until its steps come. The caller says where: in the shared memory of a GPU, as so many
/// registers more would cost the kernel its occupancy.
template <int kClasses, bool kModels>
struct HeldGroup {
  GroupShocks<float, kClasses> shocks;
  ModelDraws<float> models[kGroupSteps];
  float odd;  // makes the number of words odd, so that threads of a warp read different banks
};
template <int kClasses>
struct HeldGroup<kClasses, false> {
  GroupShocks<float, kClasses> shocks;
  float odd;
};

/// Shocks of the steps of a path, in order. kModels: also the draws of the models of every_model.
template <class Real, int kClasses, bool kModels = false>
class ShockSource {
 public:
  using Held = HeldGroup<kClasses, kModels>;

  HASHLEASE_FUNCTION ShockSource(const MarketPlan& plan, const MarketStep*, const PathLanes<Real>& paths, Held& held)
      : plan_(plan), held_(held), paths_(make_drawing_paths<Real>(paths, plan.keys)) {
    held_ = Held{};
    shocks_.fee_spike_word = WordOf<Real>(0U);
  }

  HASHLEASE_FUNCTION const DrawingPaths<Real>& paths() const { return paths_; }

  /// Called for 0, 1, ... step_count - 1. The shocks are the caller's to change.
  HASHLEASE_FUNCTION MarketShocks<Real, kClasses>& take(int index) {
    const auto step = static_cast<std::uint32_t>(index);
    Held& group = held_;
    if (step % kGroupSteps == 0) {
      draw_normals<Real>(plan_, paths_, step / kGroupSteps, plan_.draws.normals, &group.shocks);
      draw_normals<Real>(plan_, paths_, step / kGroupSteps, plan_.draws.event_normals, &group.shocks);
      draw_words<Real>(plan_, paths_, step / kGroupSteps, plan_.draws.words, &group.shocks);
      if constexpr (kModels) {
        draw_normals<Real>(plan_, paths_, step / kGroupSteps, plan_.draws.model_normals, group.models);
        draw_words<Real>(plan_, paths_, step / kGroupSteps, plan_.draws.model_words, group.models);
      }
    }
    draw_step(plan_, paths_, step, shocks_);
    add_group_shocks(group.shocks, step % kGroupSteps, shocks_);
    return shocks_;
  }

  /// Of the step taken last, its index given again.
  HASHLEASE_FUNCTION const ModelDraws<Real>& models(int index) {
    return held_.models[static_cast<std::uint32_t>(index) % kGroupSteps];
  }

 private:
  const MarketPlan& plan_;
  Held& held_;
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

/// Normals that only lanes with an event look at, of a batch of steps: noted while the steps are drawn, then drawn for
/// as many paths and steps at once as a register holds.
template <class Real, int kClasses, int kSteps>
class EventNormals {
 public:
  HASHLEASE_FUNCTION explicit EventNormals(const PathLanes<Real>& paths) : path_high_(paths.high) {
    store(path_low_, paths.low);
  }

  /// `lanes` of step `step`, the `place`-th of the batch, have the event.
  HASHLEASE_FUNCTION void note(std::uint64_t lanes, GroupDraw use, std::uint32_t step, int place) {
    const std::uint32_t block = group_block(step / kGroupSteps, use);
    for (; lanes != 0; lanes &= lanes - 1) {
      const int lane = __builtin_ctzll(lanes);
      block_[count_] = block;
      path_[count_] = path_low_[lane];
      number_[count_] = step % kGroupSteps;
      place_[count_] = static_cast<std::uint32_t>(place * kWidth + lane);
      ++count_;
    }
  }

  /// Draws those noted into the lanes of their steps, and forgets them.
  HASHLEASE_FUNCTION void draw(const PhiloxKeys& keys, GroupDraw use, MarketShocks<Real, kClasses>* batch) {
    for (int first = 0; first < count_; first += kLanes) {
      WordOf<One> words[4] = {load_words<One>(block_ + first), WordOf<One>(0U), load_words<One>(path_ + first),
                              WordOf<One>(path_high_)};
      philox_rounds<WordOf<One>>(words, keys);
      const WordOf<One> number = load_words<One>(number_ + first);
      const MaskOf<One> late = number >= WordOf<One>(2U);
      One even;
      One odd;
      box_muller<One>(select(late, words[2], words[0]), select(late, words[3], words[1]), even, odd);
      float drawn[kLanes];
      store(drawn, select((number & WordOf<One>(1U)) >= WordOf<One>(1U), odd, even));
      const int count = count_ - first < kLanes ? count_ - first : kLanes;
      for (int k = 0; k < count; ++k) {
        const std::uint32_t place = place_[first + k];
        Real& normal = normal_of(batch[place / kWidth], use);
        std::memcpy(reinterpret_cast<char*>(&normal) + place % kWidth * sizeof(float), drawn + k, sizeof(float));
      }
    }
    count_ = 0;
  }

 private:
  using One = typename OneRegister<Real>::Type;
  static constexpr int kWidth = LaneTypes<Real>::width;
  static constexpr int kLanes = LaneTypes<One>::width;
  static_assert(sizeof(Real) == kWidth * sizeof(float) && std::is_trivially_copyable_v<Real>);

  std::uint32_t path_high_;
  int count_ = 0;
  std::uint32_t path_low_[kWidth];
  std::uint32_t block_[kSteps * kWidth + kLanes] = {};
  std::uint32_t path_[kSteps * kWidth + kLanes] = {};
  std::uint32_t number_[kSteps * kWidth + kLanes] = {};
  std::uint32_t place_[kSteps * kWidth + kLanes];
};

/// An event's normal is only looked at in the lanes that have it; the others find what is left there.
template <class Real, int kClasses, bool kModels>
requires(LaneTypes<Real>::width > 1) class ShockSource<Real, kClasses, kModels> {
 public:
  /// A batch is kept in the source itself.
  struct Held {};

  HASHLEASE_FUNCTION ShockSource(const MarketPlan& plan, const MarketStep* steps, const PathLanes<Real>& paths, Held&)
      : plan_(plan), steps_(steps), paths_(make_drawing_paths<Real>(paths, plan.keys)), events_(paths) {
    const Real zero(0.0F);
    const WordOf<Real> no_word(0U);
    for (MarketShocks<Real, kClasses>& shocks : shocks_) {
      for (Real& factor : shocks.factor) factor = zero;
      for (Real& own : shocks.own_demand) own = zero;
      shocks.jump = shocks.fee_spike = zero;
      shocks.fee_spike_word = shocks.power_spike_word = no_word;
    }
    for (ModelDraws<Real>& models : models_) models = {zero, zero, no_word, no_word};
  }

  HASHLEASE_FUNCTION const DrawingPaths<Real>& paths() const { return paths_; }

  HASHLEASE_FUNCTION MarketShocks<Real, kClasses>& take(int index) {
    const int place = index % kSteps;
    if (place == 0) draw(index);
    return shocks_[place];
  }

  HASHLEASE_FUNCTION const ModelDraws<Real>& models(int index) const { return models_[index % kSteps]; }

 private:
  /// Steps of a batch: enough to fill registers with jumps, few enough to stay in the first-level cache.
  static constexpr int kSteps = 16;
  static_assert(kSteps % kGroupSteps == 0);

  /// A function of its own, as drawing and the model have no register in common.
  [[gnu::noinline]] void draw(int first) {
    const int rest = plan_.step_count - first;
    const int count = rest < kSteps ? rest : kSteps;
    for (int k = 0; k < count; ++k) {
      if (plan_.draws_fee == 0) shocks_[k].factor[static_cast<int>(Factor::fee)] = Real(0.0F);  // steps change it
      draw_step(plan_, paths_, static_cast<std::uint32_t>(first + k), shocks_[k]);
    }
    for (int k = 0; k < count; k += static_cast<int>(kGroupSteps)) {
      const std::uint32_t group = static_cast<std::uint32_t>(first + k) / kGroupSteps;
      draw_normals<Real>(plan_, paths_, group, plan_.draws.normals, shocks_ + k);
      draw_words<Real>(plan_, paths_, group, plan_.draws.words, shocks_ + k);
      if constexpr (kModels) {
        draw_normals<Real>(plan_, paths_, group, plan_.draws.model_normals, models_ + k);
        draw_words<Real>(plan_, paths_, group, plan_.draws.model_words, models_ + k);
      }
    }
    if (plan_.has_jumps != 0) {
      for (int k = 0; k < count; ++k) {
        const WordOf<Real> least(constants_of(first + k).least_jump_word);
        note(lane_bits(shocks_[k].jump_word >= least), GroupDraw::jump, first + k, k);
      }
      events_.draw(plan_.keys, GroupDraw::jump, shocks_);
    }
    if (plan_.has_fee_spikes != 0) {
      for (int k = 0; k < count; ++k) {
        const PoissonThresholds& law = constants_of(first + k).fee_spikes;
        if (law.size == 0) continue;
        note(lane_bits(shocks_[k].fee_spike_word >= WordOf<Real>(law.thresholds[0])), GroupDraw::fee_spike, first + k,
             k);
      }
      events_.draw(plan_.keys, GroupDraw::fee_spike, shocks_);
    }
  }

  HASHLEASE_FUNCTION const StepConstants& constants_of(int index) const { return plan_.steps[steps_[index].days]; }

  HASHLEASE_FUNCTION void note(std::uint64_t lanes, GroupDraw use, int index, int place) {
    events_.note(lanes, use, static_cast<std::uint32_t>(index), place);
  }

  const MarketPlan& plan_;
  const MarketStep* steps_;
  DrawingPaths<Real> paths_;
  MarketShocks<Real, kClasses> shocks_[kSteps];
  ModelDraws<Real> models_[kModels ? kSteps : 1];
  EventNormals<Real, kClasses, kSteps> events_;
};
#endif

}  // namespace hashlease
