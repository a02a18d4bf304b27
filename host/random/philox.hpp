#pragma once

/// Random words: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) as a pure function of (seed, path, block).
/// Key = seed (low, high), counter = (block, slot, path low, path high), slot 0 for the market: the four words are
/// those at offsets 4 * (slot * 2^32 + block) and on of cuRAND's `curand_init(seed, path, 0)`. One path at a time, the
/// host uses Random123 and the device cuRAND's own rounds; registers of paths use the rounds below. Tests hold all of
/// them equal word by word.

#include <cstdint>

#include "base/lanes.hpp"

#if defined(__CUDACC__)
// Both libraries define a global `mulhilo32`.
#define mulhilo32 hashlease_curand_mulhilo32
#include <curand_philox4x32_x.h>
#undef mulhilo32
#endif
#if !defined(__CUDA_ARCH__)
#include <Random123/philox.h>
#endif

namespace hashlease {

inline constexpr int kPhiloxRounds = 10;
inline constexpr std::uint32_t kPhiloxMultiplierLow = 0xD2511F53u;
inline constexpr std::uint32_t kPhiloxMultiplierHigh = 0xCD9E8D57u;

/// The keys of the ten rounds; made once per study and passed to kernels by value.
struct PhiloxKeys {
  std::uint32_t low[kPhiloxRounds];
  std::uint32_t high[kPhiloxRounds];
};

/// The round keys of a seed: each adds the golden ratio and sqrt(3) - 1 to the one before, modulo 2^32.
inline PhiloxKeys make_philox_keys(std::uint64_t seed) {
  PhiloxKeys keys{};
  std::uint32_t low = static_cast<std::uint32_t>(seed);
  std::uint32_t high = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < kPhiloxRounds; ++round) {
    keys.low[round] = low;
    keys.high[round] = high;
    low += 0x9E3779B9u;
    high += 0xBB67AE85u;
  }
  return keys;
}

/// Path ids of the lanes of a `Real`. The high word is common to all: a register never crosses a multiple of 2^32.
template <class Real>
struct PathLanes {
  WordOf<Real> low;
  std::uint32_t high;
};

/// Paths `first`, `first + 1`, ...; `first` is a multiple of the number of lanes.
template <class Real>
HASHLEASE_FUNCTION PathLanes<Real> make_path_lanes(std::uint64_t first) {
  return {counting_words<Real>(static_cast<std::uint32_t>(first)), static_cast<std::uint32_t>(first >> 32)};
}

/// Ten rounds on any counter, in place, one counter at a time.
HASHLEASE_FUNCTION void philox_rounds(std::uint32_t (&counter)[4], const PhiloxKeys& keys) {
#if defined(__CUDA_ARCH__)
  uint4 state = make_uint4(counter[0], counter[1], counter[2], counter[3]);
#pragma unroll
  for (int round = 0; round < kPhiloxRounds; ++round) {
    state = _philox4x32round(state, make_uint2(keys.low[round], keys.high[round]));
  }
  counter[0] = state.x;
  counter[1] = state.y;
  counter[2] = state.z;
  counter[3] = state.w;
#else
  const philox4x32_ctr_t words =
      philox4x32_R(kPhiloxRounds, {{counter[0], counter[1], counter[2], counter[3]}}, {{keys.low[0], keys.high[0]}});
  for (int k = 0; k < 4; ++k) counter[k] = words.v[k];
#endif
}

#if !defined(__CUDACC__)
/// What the first two rounds make of the paths of half a register, whatever the block: counter words 0, 1 and 3 are the
/// same in all lanes, so four multiplications of twenty need not be done anew for each block.
template <class Word>
struct PhiloxProducts {
  Word path;  // of the path's low word and the multiplier of counter word 2
  Word x;     // of word x of the second round and its multiplier

  HASHLEASE_FUNCTION void start(Word path_low, std::uint32_t slot, const PhiloxKeys& keys) {
    path = multiply_wide(path_low, Word(kPhiloxMultiplierHigh));
    x = multiply_wide(exclusive_or(upper_half(path), Word(slot ^ keys.low[0])), Word(kPhiloxMultiplierLow));
  }
};

/// Half of the paths of a register, each word in the lower half of a 64-bit lane (the upper halves hold leftovers).
template <class Word>
struct PhiloxHalf {
  Word x, y, z, w;

  /// The first two rounds of a block, from what they make of the path alone.
  HASHLEASE_FUNCTION void start(const PhiloxProducts<Word>& products, std::uint32_t path_high, std::uint32_t block,
                                const PhiloxKeys& keys) {
    const std::uint64_t block_product = std::uint64_t{kPhiloxMultiplierLow} * block;
    const std::uint32_t first_z = static_cast<std::uint32_t>(block_product >> 32) ^ path_high ^ keys.high[0];
    const std::uint32_t first_w = static_cast<std::uint32_t>(block_product);
    const std::uint64_t z_product = std::uint64_t{kPhiloxMultiplierHigh} * first_z;
    x = exclusive_or(products.path, Word(static_cast<std::uint32_t>(z_product >> 32) ^ keys.low[1]));
    y = Word(static_cast<std::uint32_t>(z_product));
    z = exclusive_or(upper_half(products.x), Word(first_w ^ keys.high[1]));
    w = products.x;
  }

  HASHLEASE_FUNCTION void round(std::uint32_t key_low, std::uint32_t key_high) {
    const Word x_product = multiply_wide(x, Word(kPhiloxMultiplierLow));
    const Word z_product = multiply_wide(z, Word(kPhiloxMultiplierHigh));
    x = exclusive_or(upper_half(z_product), y, Word(key_low));
    z = exclusive_or(upper_half(x_product), w, Word(key_high));
    y = z_product;
    w = x_product;
  }
};

/// The rounds from `first` on of both halves of a register, and its four words.
template <class Word>
HASHLEASE_FUNCTION void finish_rounds(PhiloxHalf<Word>& even, PhiloxHalf<Word>& odd, int first, const PhiloxKeys& keys,
                                      Word (&words)[4]) {
#pragma GCC unroll 10
  for (int round = first; round < kPhiloxRounds; ++round) {
    even.round(keys.low[round], keys.high[round]);
    odd.round(keys.low[round], keys.high[round]);
  }
  words[0] = interleave(even.x, odd.x);
  words[1] = interleave(even.y, odd.y);
  words[2] = interleave(even.z, odd.z);
  words[3] = interleave(even.w, odd.w);
}

/// Ten rounds on a register of counters, in place: each lane has its own block and path.
template <class Word>
HASHLEASE_FUNCTION void philox_rounds(Word (&counter)[4], const PhiloxKeys& keys) {
  PhiloxHalf<Word> even{counter[0], counter[1], counter[2], counter[3]};
  PhiloxHalf<Word> odd{upper_half(counter[0]), upper_half(counter[1]), upper_half(counter[2]), upper_half(counter[3])};
  finish_rounds(even, odd, 0, keys, counter);
}
#endif

/// Paths that draw many blocks of one slot: a register of them keeps what all its blocks have in common.
template <class Real>
struct DrawingPaths {
  PathLanes<Real> lanes;
  std::uint32_t slot;
};

#if !defined(__CUDACC__)
template <class Real>
requires(LaneTypes<Real>::width > 1 && !requires { typename Real::Half; }) struct DrawingPaths<Real> {
  std::uint32_t high;
  PhiloxProducts<WordOf<Real>> even;
  PhiloxProducts<WordOf<Real>> odd;
};

template <class Real>
requires requires { typename Real::Half; }
struct DrawingPaths<Real> {
  DrawingPaths<typename Real::Half> first;
  DrawingPaths<typename Real::Half> second;
};
#endif

/// `slot` is the upper half of the count of blocks: 0 for the market stage, other values for draws of the site stage.
template <class Real>
HASHLEASE_FUNCTION DrawingPaths<Real> make_drawing_paths(const PathLanes<Real>& path, const PhiloxKeys& keys,
                                                         std::uint32_t slot = 0) {
  if constexpr (requires { typename Real::Half; }) {
    using Half = typename Real::Half;
    return {make_drawing_paths<Half>({path.low.first, path.high}, keys, slot),
            make_drawing_paths<Half>({path.low.second, path.high}, keys, slot)};
  } else if constexpr (LaneTypes<Real>::width == 1) {
    return {path, slot};
  } else {
    DrawingPaths<Real> paths;
    paths.high = path.high;
    paths.even.start(path.low, slot, keys);
    paths.odd.start(upper_half(path.low), slot, keys);
    return paths;
  }
}

/// Four words of each lane's path. `block` counts groups of four words within a path and slot, so the words of two
/// different blocks, slots, paths or seeds are independent for all purposes.
template <class Real>
HASHLEASE_FUNCTION void philox_words(const DrawingPaths<Real>& paths, std::uint32_t block, const PhiloxKeys& keys,
                                     WordOf<Real> (&words)[4]) {
  if constexpr (requires { typename Real::Half; }) {
    using Half = typename Real::Half;
    WordOf<Half> first[4];
    WordOf<Half> second[4];
    philox_words<Half>(paths.first, block, keys, first);
    philox_words<Half>(paths.second, block, keys, second);
    for (int k = 0; k < 4; ++k) words[k] = {first[k], second[k]};
  } else if constexpr (LaneTypes<Real>::width == 1) {
    words[0] = block;
    words[1] = paths.slot;
    words[2] = paths.lanes.low;
    words[3] = paths.lanes.high;
    philox_rounds(words, keys);
  } else {
#if !defined(__CUDACC__)
    PhiloxHalf<WordOf<Real>> even;
    PhiloxHalf<WordOf<Real>> odd;
    even.start(paths.even, paths.high, block, keys);
    odd.start(paths.odd, paths.high, block, keys);
    finish_rounds(even, odd, 2, keys, words);
#endif
  }
}

/// The same for paths that draw a block now and then.
template <class Real>
HASHLEASE_FUNCTION void philox_words(const PathLanes<Real>& path, std::uint32_t block, const PhiloxKeys& keys,
                                     WordOf<Real> (&words)[4], std::uint32_t slot = 0) {
  philox_words<Real>(make_drawing_paths<Real>(path, keys, slot), block, keys, words);
}

}  // namespace hashlease
