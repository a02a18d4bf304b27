#pragma once

/// The vocabulary in which model code is written once for one path (a GPU thread, the scalar reference) and for a
/// register of paths (a CPU vector). `Real` is `float` here; `lanes_avx2.hpp` and `lanes_avx512.hpp` give `FloatLanes`
/// with the same functions. Every operation is a single IEEE-754 binary32 operation rounded to nearest, so one lane
/// gives the same bits as the scalar code on any machine.
///
/// The vocabulary of a lane type `Real`:
///   types      LaneTypes<Real>: Word, Mask, width (paths in one); constructed from a float, which all lanes then have
///   arithmetic + - * / and comparisons, which give masks; multiply_add, square_root, minimum, maximum, absolute
///   choice     select(mask, a, b) per lane; any_of, all_of, lane_bits for a branch that all lanes take alike
///   bits       bits_of and float_from_bits, operators and shifts of words, to_float, to_float_signed
///   memory     load, store, load_words, gather; counting_words numbers the lanes
/// A model is written with these alone: `?:`, `if` on a lane's value and functions of <cmath> are of one path and not
/// of a register. No operation throws. A new one needs its form in each of lanes.hpp,
/// lanes_avx2.hpp, lanes_avx512.hpp and lanes_pair.hpp, and tests/random compares them on the same words.

#include <cstdint>
#include <cstring>

#if !defined(__CUDA_ARCH__)
#include <cmath>
#endif

#include "base/macros.hpp"

namespace hashlease {

/// Word (32-bit unsigned) and mask types that belong to a `Real`, and the number of paths in one.
template <class Real>
struct LaneTypes;

template <>
struct LaneTypes<float> {
  using Word = std::uint32_t;
  using Mask = bool;
  static constexpr int width = 1;
};

template <class Real>
using WordOf = typename LaneTypes<Real>::Word;
template <class Real>
using MaskOf = typename LaneTypes<Real>::Mask;

/// Bits of a float, and back.
HASHLEASE_FUNCTION std::uint32_t bits_of(float value) {
#if defined(__CUDA_ARCH__)
  return __float_as_uint(value);
#else
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
#endif
}
HASHLEASE_FUNCTION float float_from_bits(std::uint32_t bits) {
#if defined(__CUDA_ARCH__)
  return __uint_as_float(bits);
#else
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
#endif
}

#if !defined(__CUDA_ARCH__) && defined(__x86_64__) && !defined(__FMA__)
/// a * b + c rounded once, without the FMA instruction: the product is exact in double; the sum is rounded to odd in
/// double (Boldo & Melquiond 2008), after which the conversion to float is the only rounding that matters.
HASHLEASE_FUNCTION float multiply_add(float a, float b, float c) {
  const double product = static_cast<double>(a) * static_cast<double>(b);
  const double addend = static_cast<double>(c);
  const double sum = product + addend;
  const double virtual_addend = sum - product;
  const double error = (product - (sum - virtual_addend)) + (addend - virtual_addend);
  std::uint64_t bits;
  std::memcpy(&bits, &sum, sizeof bits);
  if (error != 0.0 && error == error && (bits & 1) == 0) {
    bits += ((error > 0.0) == (sum > 0.0)) ? 1 : static_cast<std::uint64_t>(-1);
  }
  double odd;
  std::memcpy(&odd, &bits, sizeof odd);
  return static_cast<float>(odd);
}
#else
/// a * b + c rounded once.
HASHLEASE_FUNCTION float multiply_add(float a, float b, float c) {
#if defined(__CUDA_ARCH__)
  return __fmaf_rn(a, b, c);
#else
  return __builtin_fmaf(a, b, c);
#endif
}
#endif

/// Square root rounded to nearest.
HASHLEASE_FUNCTION float square_root(float x) {
#if defined(__CUDA_ARCH__)
  return __fsqrt_rn(x);
#else
  return __builtin_sqrtf(x);
#endif
}

HASHLEASE_FUNCTION float select(bool mask, float if_true, float if_false) { return mask ? if_true : if_false; }
HASHLEASE_FUNCTION std::uint32_t select(bool mask, std::uint32_t if_true, std::uint32_t if_false) {
  return mask ? if_true : if_false;
}
/// The smaller; the second operand when either is NaN (as SSE's MINPS).
HASHLEASE_FUNCTION float minimum(float a, float b) { return a < b ? a : b; }
/// The larger; the second operand when either is NaN (as SSE's MAXPS).
HASHLEASE_FUNCTION float maximum(float a, float b) { return a > b ? a : b; }
/// Whether any lane's mask is set.
HASHLEASE_FUNCTION bool any_of(bool mask) { return mask; }
/// Whether every lane's mask is set.
HASHLEASE_FUNCTION bool all_of(bool mask) { return mask; }
/// Bit k tells whether lane k's mask is set.
HASHLEASE_FUNCTION std::uint64_t lane_bits(bool mask) { return mask ? 1 : 0; }
/// x with its sign bit cleared, NaN included.
HASHLEASE_FUNCTION float absolute(float x) { return float_from_bits(bits_of(x) & 0x7FFFFFFFu); }
/// Shift to the right that repeats the top bit; `count` from 0 to 31.
HASHLEASE_FUNCTION std::uint32_t shift_right_signed(std::uint32_t word, int count) {
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(word) >> count);
}

/// Unsigned 32-bit word to the nearest float.
HASHLEASE_FUNCTION float to_float(std::uint32_t word) { return static_cast<float>(word); }
/// Word taken as two's complement to the nearest float.
HASHLEASE_FUNCTION float to_float_signed(std::uint32_t word) {
  return static_cast<float>(static_cast<std::int32_t>(word));
}

/// Lane k of the result is `first + k`. This body is that of a pair of registers (lanes_pair.hpp).
template <class Real>
HASHLEASE_FUNCTION WordOf<Real> counting_words(std::uint32_t first) {
  using Half = typename Real::Half;
  return {counting_words<Half>(first), counting_words<Half>(first + LaneTypes<Half>::width)};
}
template <>
HASHLEASE_FUNCTION std::uint32_t counting_words<float>(std::uint32_t first) {
  return first;
}

/// Reads `width` floats from an address; writes them. This body is that of a pair of registers.
template <class Real>
HASHLEASE_FUNCTION Real load(const float* from) {
  using Half = typename Real::Half;
  return {load<Half>(from), load<Half>(from + LaneTypes<Half>::width)};
}
template <>
HASHLEASE_FUNCTION float load<float>(const float* from) {
  return *from;
}
HASHLEASE_FUNCTION void store(float* to, float value) { *to = value; }

/// Lane k of the result is from[index of lane k].
template <class Real>
HASHLEASE_FUNCTION Real gather(const float* from, WordOf<Real> index) {
  using Half = typename Real::Half;
  return {gather<Half>(from, index.first), gather<Half>(from, index.second)};
}
template <>
HASHLEASE_FUNCTION float gather<float>(const float* from, std::uint32_t index) {
  return from[index];
}

/// Reads `width` words from an address; writes them. This body is that of a pair of registers.
template <class Real>
HASHLEASE_FUNCTION WordOf<Real> load_words(const std::uint32_t* from) {
  using Half = typename Real::Half;
  return {load_words<Half>(from), load_words<Half>(from + LaneTypes<Half>::width)};
}
template <>
HASHLEASE_FUNCTION std::uint32_t load_words<float>(const std::uint32_t* from) {
  return *from;
}
HASHLEASE_FUNCTION void store(std::uint32_t* to, std::uint32_t value) { *to = value; }

}  // namespace hashlease
