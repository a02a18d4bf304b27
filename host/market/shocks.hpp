#pragma once

/// The random draws of a market step. Each use has a fixed place, so that a draw is a function of (seed, path, step,
/// use) alone: what a study has no use for is not drawn, and moves nothing else.

#include "market/market_plan.hpp"
#include "random/elementary.hpp"
#include "random/philox.hpp"

namespace hashlease {

/// Four steps in a row share kBlocksPerGroup Philox blocks (of four words). The first four are the steps' own, with
/// what every study uses: BTC, hashrate, power and lease demand, and whether BTC jumps and fees spike. Each other use
/// has one block of the group, a word or normal of it for each step.
inline constexpr std::uint32_t kGroupSteps = 4;
inline constexpr std::uint32_t kBlocksPerGroup = 64;

HASHLEASE_FUNCTION std::uint32_t step_block(std::uint32_t step) {
  return step / kGroupSteps * kBlocksPerGroup + step % kGroupSteps;
}

HASHLEASE_FUNCTION std::uint32_t group_block(std::uint32_t group, GroupDraw use) {
  return group * kBlocksPerGroup + kGroupSteps + static_cast<std::uint32_t>(use);
}

/// Draws of the models of a step.
template <class Real>
struct ModelDraws {
  Real mixing;    // standard normals: of the copula's common factor
  Real variance;  // and of the variance of Bates
  WordOf<Real> restart;
  WordOf<Real> row;
};

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

/// Those of the steps of a group: a row of each use, with a number for each step.
template <class Real, int kClasses>
struct GroupShocks {
  static constexpr std::uint32_t kOwnDemandRow = 3;
  Real normal[kOwnDemandRow + kClasses][kGroupSteps];  // fee, jump, fee spike, own demand
  WordOf<Real> power_spike_word[kGroupSteps];

  HASHLEASE_FUNCTION static constexpr std::uint32_t row(GroupDraw use) {
    constexpr auto kFirstOwn = static_cast<std::uint32_t>(GroupDraw::own_demand);
    const auto number = static_cast<std::uint32_t>(use);
    return number < kFirstOwn ? number : number - (kFirstOwn - kOwnDemandRow);
  }
};
static_assert(GroupShocks<float, 1>::row(GroupDraw::fee_spike) == 2);

/// x times a word, a polynomial over GF(2) modulo x^32 + x^22 + x^2 + x + 1, which is irreducible: so both this and its
/// exclusive-or with the word itself are permutations of the words.
template <class Real>
HASHLEASE_FUNCTION WordOf<Real> times_x(WordOf<Real> word) {
  const WordOf<Real> carried = select(word >= WordOf<Real>(0x80000000U), WordOf<Real>(0x00400007U), WordOf<Real>(0U));
  return (word << 1) ^ carried;
}

/// A word for an event: the bits that a direction leaves over on top, below them those of two radii. The two of a step
/// are (d << 20) ^ r ^ r' and (d' << 20) ^ r' ^ x r: each a uniform 32-bit word, independent of the other and of either
/// pair of normals. All of a step together are independent but for the 2^-12 part of words whose top bits do not settle
/// the event.
template <class Real>
HASHLEASE_FUNCTION WordOf<Real> event_word(WordOf<Real> direction, WordOf<Real> radius, WordOf<Real> other_radius) {
  return (direction << (32 - kUnusedDirectionBits)) ^ radius ^ other_radius;
}

/// A step's own block.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void draw_step(const MarketPlan& plan, const DrawingPaths<Real>& paths, std::uint32_t step,
                                  MarketShocks<Real, kClasses>& shocks) {
  WordOf<Real> words[4];
  philox_words<Real>(paths, step_block(step), plan.keys, words);
  box_muller<Real>(words[0], words[1], shocks.factor[static_cast<int>(Factor::btc)],
                   shocks.factor[static_cast<int>(Factor::hashrate)]);
  box_muller<Real>(words[2], words[3], shocks.factor[static_cast<int>(Factor::power)],
                   shocks.factor[static_cast<int>(Factor::gpu_demand)]);
  shocks.jump_word = event_word<Real>(words[1], words[0], words[2]);
  if (plan.has_fee_spikes != 0) shocks.fee_spike_word = event_word<Real>(words[3], words[2], times_x<Real>(words[0]));
}

/// Where a step keeps the normal of a use.
template <class Real, int kClasses>
HASHLEASE_FUNCTION Real& normal_of(MarketShocks<Real, kClasses>& shocks, GroupDraw use) {
  if (use == GroupDraw::fee) return shocks.factor[static_cast<int>(Factor::fee)];
  if (use == GroupDraw::jump) return shocks.jump;
  if (use == GroupDraw::fee_spike) return shocks.fee_spike;
  return shocks.own_demand[static_cast<int>(use) - static_cast<int>(GroupDraw::own_demand)];
}

template <class Real>
HASHLEASE_FUNCTION Real& normal_of(ModelDraws<Real>& draws, GroupDraw use) {
  return use == GroupDraw::mixing ? draws.mixing : draws.variance;
}

/// Where it keeps the word.
template <class Real, int kClasses>
HASHLEASE_FUNCTION WordOf<Real>& word_of(MarketShocks<Real, kClasses>& shocks, GroupDraw) {
  return shocks.power_spike_word;
}

template <class Real>
HASHLEASE_FUNCTION WordOf<Real>& word_of(ModelDraws<Real>& draws, GroupDraw use) {
  return use == GroupDraw::restart ? draws.restart : draws.row;
}

/// Where the `k`-th step of a group keeps them: steps one by one, or all of a group.
template <class Step>
HASHLEASE_FUNCTION auto& normal_of(Step* steps, std::uint32_t k, GroupDraw use) {
  return normal_of(steps[k], use);
}
template <class Step>
HASHLEASE_FUNCTION auto& word_of(Step* steps, std::uint32_t k, GroupDraw use) {
  return word_of(steps[k], use);
}
template <class Real, int kClasses>
HASHLEASE_FUNCTION Real& normal_of(GroupShocks<Real, kClasses>* group, std::uint32_t k, GroupDraw use) {
  return group->normal[group->row(use)][k];
}
template <class Real, int kClasses>
HASHLEASE_FUNCTION WordOf<Real>& word_of(GroupShocks<Real, kClasses>* group, std::uint32_t k, GroupDraw) {
  return group->power_spike_word[k];
}

/// Standard normals of the uses in a list, for the steps of a group. `Steps` has a normal_of.
template <class Real, class Steps>
HASHLEASE_FUNCTION void draw_normals(const MarketPlan& plan, const DrawingPaths<Real>& paths, std::uint32_t group,
                                     const DrawList& uses, Steps* steps) {
  for (int k = 0; k < uses.count; ++k) {
    const GroupDraw use = uses.draws[k];
    WordOf<Real> words[4];
    philox_words<Real>(paths, group_block(group, use), plan.keys, words);
    box_muller<Real>(words[0], words[1], normal_of(steps, 0, use), normal_of(steps, 1, use));
    box_muller<Real>(words[2], words[3], normal_of(steps, 2, use), normal_of(steps, 3, use));
  }
}

/// The same for words as they are. `Steps` has a word_of.
template <class Real, class Steps>
HASHLEASE_FUNCTION void draw_words(const MarketPlan& plan, const DrawingPaths<Real>& paths, std::uint32_t group,
                                   const DrawList& uses, Steps* steps) {
  for (int k = 0; k < uses.count; ++k) {
    WordOf<Real> words[4];
    philox_words<Real>(paths, group_block(group, uses.draws[k]), plan.keys, words);
    for (std::uint32_t step = 0; step < kGroupSteps; ++step) word_of(steps, step, uses.draws[k]) = words[step];
  }
}

/// Those of step `k` of a group, among what is drawn for the step alone.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void add_group_shocks(const GroupShocks<Real, kClasses>& group, std::uint32_t k,
                                         MarketShocks<Real, kClasses>& shocks) {
  shocks.factor[static_cast<int>(Factor::fee)] = group.normal[group.row(GroupDraw::fee)][k];
  shocks.jump = group.normal[group.row(GroupDraw::jump)][k];
  shocks.fee_spike = group.normal[group.row(GroupDraw::fee_spike)][k];
  for (int c = 0; c < kClasses; ++c) shocks.own_demand[c] = group.normal[group.row(own_demand_draw(c))][k];
  shocks.power_spike_word = group.power_spike_word[k];
}

/// Whether rows of the identity are passed over. On a GPU looking costs as much as multiplying.
#if defined(__CUDA_ARCH__)
inline constexpr bool kSkipsIdentityRows = false;
#else
inline constexpr bool kSkipsIdentityRows = true;
#endif

/// w = L z with the lower Cholesky factor L of the correlation matrix, in place; L[0][0] = 1. Multiplying by rows of
/// the identity changes nothing but the sign of a zero, and a state that starts at +0 keeps none of that.
template <class Real, bool kSkips = kSkipsIdentityRows>
HASHLEASE_FUNCTION void correlate(const MarketPlan& plan, Real (&factor)[kFactorCount]) {
  for (int row = kFactorCount - 1; row > 0; --row) {
    if (kSkips && plan.is_correlated[row] == 0) continue;
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
/// normal. Two events in one step are rare: their number is looked at only when some lane has them. Thresholds beyond
/// the size of the law are the highest word.
template <class Real>
HASHLEASE_FUNCTION Real compound_jump(const PoissonThresholds& law, const WordOf<Real>& word, float mean,
                                      float deviation, Real shock) {
  const MaskOf<Real> any = word >= WordOf<Real>(law.thresholds[0]);
  Real sum = multiply_add(shock, Real(deviation), Real(mean));
  if (any_of(word >= WordOf<Real>(law.thresholds[1]))) {
    const Real count = poisson_count<Real>(law, word);
    sum = multiply_add(square_root(count) * deviation, shock, count * mean);
  }
  return select(any, sum, Real(0.0F));
}

}  // namespace hashlease
