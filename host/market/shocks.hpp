#pragma once

/// The random draws of one market step. Each use has a fixed slot, so that a draw is a function of (seed, path, step,
/// slot) alone and adding a GPU class moves no other draw.

#include "market/market_plan.hpp"
#include "random/elementary.hpp"
#include "random/philox.hpp"

namespace hashlease {

/// Philox blocks (of four words) set aside for each step.
inline constexpr std::uint32_t kBlocksPerStep = 16;

/// Blocks of a step: 0 to 1 and kFirstOwnBlock on give standard normals in pairs, kEventBlock gives plain words.
inline constexpr std::uint32_t kEventBlock = 2;
inline constexpr std::uint32_t kFirstOwnBlock = 3;

/// kClasses is an upper bound of the plan's GPU classes: a small one keeps the draws in registers.
template <class Real, int kClasses = kMaxGpuClasses>
struct MarketShocks {
  Real factor[kFactorCount];  // independent standard normals, before correlation
  Real jump;                  // of the BTC jumps of the step
  Real fee_spike;
  Real own_demand[kClasses];  // of each GPU class
  WordOf<Real> jump_word;     // of the number of BTC jumps
  WordOf<Real> fee_spike_word;
  WordOf<Real> power_spike_word;
};

/// Draws the shocks of a step.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void draw_shocks(const MarketPlan& plan, const PathLanes<Real>& paths, std::uint32_t step,
                                    MarketShocks<Real, kClasses>& shocks) {
  const std::uint32_t block = step * kBlocksPerStep;
  WordOf<Real> words[4];
  philox_words<Real>(paths, block, plan.keys, words);
  box_muller<Real>(words[0], words[1], shocks.factor[0], shocks.factor[1]);
  box_muller<Real>(words[2], words[3], shocks.factor[2], shocks.factor[3]);
  philox_words<Real>(paths, block + 1, plan.keys, words);
  box_muller<Real>(words[0], words[1], shocks.factor[4], shocks.jump);
  box_muller<Real>(words[2], words[3], shocks.fee_spike, shocks.own_demand[0]);
  philox_words<Real>(paths, block + kEventBlock, plan.keys, words);
  shocks.jump_word = words[0];
  shocks.fee_spike_word = words[1];
  shocks.power_spike_word = words[2];
  for (int first = 1; first < kClasses; first += 4) {
    if (first >= plan.gpu_class_count) break;
    philox_words<Real>(paths, block + kFirstOwnBlock + static_cast<std::uint32_t>(first / 4), plan.keys, words);
    Real normals[4];
    box_muller<Real>(words[0], words[1], normals[0], normals[1]);
    box_muller<Real>(words[2], words[3], normals[2], normals[3]);
    for (int k = 0; k < 4 && first + k < kClasses; ++k) shocks.own_demand[first + k] = normals[k];
  }
}

/// w = L z with the lower Cholesky factor L of the correlation matrix, in place.
template <class Real>
HASHLEASE_FUNCTION void correlate(const MarketPlan& plan, Real (&factor)[kFactorCount]) {
  for (int row = kFactorCount - 1; row >= 0; --row) {
    Real sum = factor[row] * plan.cholesky[row][row];
    for (int column = 0; column < row; ++column) {
      sum = multiply_add(factor[column], Real(plan.cholesky[row][column]), sum);
    }
    factor[row] = sum;
  }
}

/// A Poisson count and its square root.
template <class Real>
struct EventCount {
  Real count;
  Real root;
};

/// Poisson count by inversion: how many thresholds of the distribution function are at or below the word. Two events in
/// one step are rare, so all but the first threshold are looked at only when some lane needs them.
template <class Real>
HASHLEASE_FUNCTION EventCount<Real> poisson_count(const PoissonThresholds& law, const WordOf<Real>& word) {
  const Real zero(0.0F);
  const Real one(1.0F);
  EventCount<Real> events;
  events.count = select(word >= WordOf<Real>(law.thresholds[0]), one, zero);
  events.root = events.count;
  if (law.size > 1 && any_of(word >= WordOf<Real>(law.thresholds[1]))) {
    for (int k = 1; k < law.size; ++k) {
      events.count = events.count + select(word >= WordOf<Real>(law.thresholds[k]), one, zero);
    }
    events.root = square_root(events.count);
  }
  return events;
}

/// Sum of a number of independent Normal(mean, deviation^2) jumps, from one standard normal.
template <class Real>
HASHLEASE_FUNCTION Real compound_jump(const EventCount<Real>& events, float mean, float deviation, Real shock) {
  return multiply_add(events.root * deviation, shock, events.count * mean);
}

}  // namespace hashlease
