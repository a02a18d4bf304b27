#pragma once

/// The random draws of one market step. Each use has a fixed slot, so that a draw is a function of (seed, path, step,
/// slot) alone and adding a GPU class moves no other draw.

#include "market/market_plan.hpp"
#include "random/elementary.hpp"
#include "random/philox.hpp"

namespace hashlease {

/// Philox blocks (of four words) set aside for each step.
inline constexpr std::uint32_t kBlocksPerStep = 16;

/// First of the blocks of GPU classes from the second on. Blocks 0 and 1 hold everything else: even words are radii,
/// odd ones directions of four pairs of normals. What every study uses is in block 0 (BTC, hashrate, power, lease
/// demand, and whether BTC jumps), so that one without random fees, spikes and demand of the class's own draws block 1
/// only on days with a jump.
inline constexpr std::uint32_t kFirstOwnBlock = 2;

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

/// A word for an event: the bits that a direction leaves over on top, below them those of two radii.
/// The three events of a step use different directions and pairs of different radii. So each is a uniform 32-bit word,
/// and any two of them, or one and one pair of normals, are independent; all of a step together are but for the 2^-12
/// part of words whose top bits do not settle the event.
template <class Real>
HASHLEASE_FUNCTION WordOf<Real> event_word(WordOf<Real> direction, WordOf<Real> radius, WordOf<Real> other_radius) {
  return (direction << (32 - kUnusedDirectionBits)) ^ radius ^ other_radius;
}

/// Block 0 of a step.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void draw_first_block(const MarketPlan& plan, const DrawingPaths<Real>& paths, std::uint32_t block,
                                         WordOf<Real> (&words)[4], MarketShocks<Real, kClasses>& shocks) {
  philox_words<Real>(paths, block, plan.keys, words);
  box_muller<Real>(words[0], words[1], shocks.factor[static_cast<int>(Factor::btc)],
                   shocks.factor[static_cast<int>(Factor::hashrate)]);
  box_muller<Real>(words[2], words[3], shocks.factor[static_cast<int>(Factor::power)],
                   shocks.factor[static_cast<int>(Factor::gpu_demand)]);
  shocks.jump_word = event_word<Real>(words[1], words[0], words[2]);
}

/// Block 1 of a step, `words` being those of block 0.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void draw_second_block(const MarketPlan& plan, const DrawingPaths<Real>& paths, std::uint32_t block,
                                          const WordOf<Real> (&words)[4], MarketShocks<Real, kClasses>& shocks) {
  WordOf<Real> more[4];
  philox_words<Real>(paths, block + 1, plan.keys, more);
  box_muller<Real>(more[0], more[1], shocks.factor[static_cast<int>(Factor::fee)], shocks.own_demand[0]);
  box_muller<Real>(more[2], more[3], shocks.jump, shocks.fee_spike);
  shocks.fee_spike_word = event_word<Real>(words[3], words[2], more[0]);
  shocks.power_spike_word = event_word<Real>(more[1], words[0], more[0]);
}

/// The normal of the BTC jumps from the words of block 1.
template <class Real>
HASHLEASE_FUNCTION Real jump_normal(const WordOf<Real> (&second_block)[4]) {
  Real jump;
  Real fee_spike;
  box_muller<Real>(second_block[2], second_block[3], jump, fee_spike);
  return jump;
}

/// Demand of the GPU classes from the second on.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void draw_own_blocks(const MarketPlan& plan, const DrawingPaths<Real>& paths, std::uint32_t block,
                                        MarketShocks<Real, kClasses>& shocks) {
  for (int first = 1; first < kClasses; first += 4) {
    if (first >= plan.gpu_class_count) break;
    WordOf<Real> words[4];
    philox_words<Real>(paths, block + kFirstOwnBlock + static_cast<std::uint32_t>(first / 4), plan.keys, words);
    Real normals[4];
    box_muller<Real>(words[0], words[1], normals[0], normals[1]);
    box_muller<Real>(words[2], words[3], normals[2], normals[3]);
    for (int k = 0; k < 4 && first + k < kClasses; ++k) shocks.own_demand[first + k] = normals[k];
  }
}

/// Draws the shocks of a step of one path. Those of block 1 are 0 where the study has no use for them.
template <int kClasses>
HASHLEASE_FUNCTION void draw_shocks(const MarketPlan& plan, const DrawingPaths<float>& paths, std::uint32_t step,
                                    const PoissonThresholds& jumps, MarketShocks<float, kClasses>& shocks) {
  const std::uint32_t block = step * kBlocksPerStep;
  std::uint32_t words[4];
  draw_first_block(plan, paths, block, words, shocks);
  if (plan.uses_second_block != 0) {
    draw_second_block(plan, paths, block, words, shocks);
  } else {
    shocks.factor[static_cast<int>(Factor::fee)] = shocks.own_demand[0] = shocks.jump = shocks.fee_spike = 0.0F;
    shocks.fee_spike_word = shocks.power_spike_word = 0U;
    if (jumps.size > 0 && shocks.jump_word >= jumps.thresholds[0]) {
      philox_words<float>(paths, block + 1, plan.keys, words);
      shocks.jump = jump_normal<float>(words);
    }
  }
  draw_own_blocks(plan, paths, block, shocks);
}

/// w = L z with the lower Cholesky factor L of the correlation matrix, in place. Rows of the identity are passed over.
template <class Real>
HASHLEASE_FUNCTION void correlate(const MarketPlan& plan, Real (&factor)[kFactorCount]) {
  for (int row = kFactorCount - 1; row >= 0; --row) {
    if (plan.is_correlated[row] == 0) continue;
    Real sum = factor[row] * plan.cholesky[row][row];
    for (int column = 0; column < row; ++column) {
      sum = multiply_add(factor[column], Real(plan.cholesky[row][column]), sum);
    }
    factor[row] = sum;
  }
}

/// Poisson count by inversion: how many thresholds of the distribution function are at or below the word.
template <class Real>
HASHLEASE_FUNCTION Real poisson_count(const PoissonThresholds& law, const WordOf<Real>& word) {
  Real count(0.0F);
  for (int k = 0; k < law.size; ++k) {
    count = count + select(word >= WordOf<Real>(law.thresholds[k]), Real(1.0F), Real(0.0F));
  }
  return count;
}

/// Sum of a Poisson number of independent Normal(mean, deviation^2) jumps, from the number's word and one standard
/// normal. Two events in one step are rare: their number is looked at only when some lane has them. The law has at
/// least one threshold.
template <class Real>
HASHLEASE_FUNCTION Real compound_jump(const PoissonThresholds& law, const WordOf<Real>& word, float mean,
                                      float deviation, Real shock) {
  const MaskOf<Real> any = word >= WordOf<Real>(law.thresholds[0]);
  Real sum = multiply_add(shock, Real(deviation), Real(mean));
  if (law.size > 1 && any_of(word >= WordOf<Real>(law.thresholds[1]))) {
    const Real count = poisson_count<Real>(law, word);
    sum = multiply_add(square_root(count) * deviation, shock, count * mean);
  }
  return select(any, sum, Real(0.0F));
}

}  // namespace hashlease
