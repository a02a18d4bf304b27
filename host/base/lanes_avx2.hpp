#pragma once

/// The vocabulary of `lanes.hpp` for 8 paths in one register. Include it only in a translation unit compiled with
/// -mavx2 -mfma; the types live in a namespace of their own so that templates instantiated for them never meet those
/// of another instruction set in the linker.

#include <immintrin.h>

#include <concepts>
#include <cstdint>

#include "base/lanes.hpp"

#if !defined(__AVX2__) || !defined(__FMA__)
#error "lanes_avx2.hpp needs -mavx2 -mfma"
#endif

namespace hashlease {
namespace avx2 {

/// GCC and clang vector types: their operators are the instructions, also for shift counts known only at run time.
using FloatVector = float __attribute__((vector_size(32)));
using WordVector = std::uint32_t __attribute__((vector_size(32)));
using SignedVector = std::int32_t __attribute__((vector_size(32)));

/// 8 truth values, each all ones or all zeros over its 32 bits.
struct MaskLanes {
  __m256i raw;
  MaskLanes() = default;
  template <std::same_as<bool> Bool>
  HASHLEASE_FUNCTION MaskLanes(Bool value) : raw(_mm256_set1_epi32(value ? -1 : 0)) {}
  HASHLEASE_FUNCTION MaskLanes(__m256i value) : raw(value) {}
  HASHLEASE_FUNCTION explicit MaskLanes(__m256 value) : raw(_mm256_castps_si256(value)) {}
};
HASHLEASE_FUNCTION MaskLanes operator&(MaskLanes a, MaskLanes b) { return _mm256_and_si256(a.raw, b.raw); }
HASHLEASE_FUNCTION MaskLanes operator|(MaskLanes a, MaskLanes b) { return _mm256_or_si256(a.raw, b.raw); }
HASHLEASE_FUNCTION MaskLanes operator^(MaskLanes a, MaskLanes b) { return _mm256_xor_si256(a.raw, b.raw); }
HASHLEASE_FUNCTION MaskLanes operator!(MaskLanes a) { return _mm256_xor_si256(a.raw, _mm256_set1_epi32(-1)); }
HASHLEASE_FUNCTION MaskLanes& operator&=(MaskLanes& a, MaskLanes b) { return a = a & b; }
HASHLEASE_FUNCTION MaskLanes& operator|=(MaskLanes& a, MaskLanes b) { return a = a | b; }
HASHLEASE_FUNCTION MaskLanes& operator^=(MaskLanes& a, MaskLanes b) { return a = a ^ b; }
HASHLEASE_FUNCTION bool any_of(MaskLanes mask) { return _mm256_testz_si256(mask.raw, mask.raw) == 0; }
HASHLEASE_FUNCTION bool all_of(MaskLanes mask) { return _mm256_movemask_epi8(mask.raw) == -1; }
HASHLEASE_FUNCTION std::uint64_t lane_bits(MaskLanes mask) {
  return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(mask.raw)));
}

/// 8 unsigned 32-bit words.
struct WordLanes {
  __m256i raw;
  WordLanes() = default;
  template <std::integral Integer>
  HASHLEASE_FUNCTION WordLanes(Integer value) : raw(_mm256_set1_epi32(static_cast<int>(value))) {}
  HASHLEASE_FUNCTION WordLanes(__m256i value) : raw(value) {}
  HASHLEASE_FUNCTION WordLanes(WordVector value) : raw(reinterpret_cast<__m256i>(value)) {}
  HASHLEASE_FUNCTION WordVector words() const { return reinterpret_cast<WordVector>(raw); }
};
HASHLEASE_FUNCTION WordLanes operator&(WordLanes a, WordLanes b) { return a.words() & b.words(); }
HASHLEASE_FUNCTION WordLanes operator|(WordLanes a, WordLanes b) { return a.words() | b.words(); }
HASHLEASE_FUNCTION WordLanes operator^(WordLanes a, WordLanes b) { return a.words() ^ b.words(); }
HASHLEASE_FUNCTION WordLanes operator~(WordLanes a) { return ~a.words(); }
HASHLEASE_FUNCTION WordLanes operator+(WordLanes a, WordLanes b) { return a.words() + b.words(); }
HASHLEASE_FUNCTION WordLanes operator-(WordLanes a, WordLanes b) { return a.words() - b.words(); }
HASHLEASE_FUNCTION WordLanes operator*(WordLanes a, WordLanes b) { return a.words() * b.words(); }
HASHLEASE_FUNCTION WordLanes operator<<(WordLanes a, int count) { return a.words() << count; }
HASHLEASE_FUNCTION WordLanes operator>>(WordLanes a, int count) { return a.words() >> count; }
HASHLEASE_FUNCTION WordLanes& operator&=(WordLanes& a, WordLanes b) { return a = a & b; }
HASHLEASE_FUNCTION WordLanes& operator|=(WordLanes& a, WordLanes b) { return a = a | b; }
HASHLEASE_FUNCTION WordLanes& operator^=(WordLanes& a, WordLanes b) { return a = a ^ b; }
HASHLEASE_FUNCTION WordLanes& operator+=(WordLanes& a, WordLanes b) { return a = a + b; }
HASHLEASE_FUNCTION WordLanes& operator-=(WordLanes& a, WordLanes b) { return a = a - b; }
HASHLEASE_FUNCTION WordLanes& operator*=(WordLanes& a, WordLanes b) { return a = a * b; }
HASHLEASE_FUNCTION WordLanes& operator<<=(WordLanes& a, int count) { return a = a << count; }
HASHLEASE_FUNCTION WordLanes& operator>>=(WordLanes& a, int count) { return a = a >> count; }
HASHLEASE_FUNCTION WordLanes shift_right_signed(WordLanes a, int count) {
  return WordLanes(reinterpret_cast<WordVector>(reinterpret_cast<SignedVector>(a.raw) >> count));
}
HASHLEASE_FUNCTION MaskLanes operator>=(WordLanes a, WordLanes b) {
  return _mm256_cmpeq_epi32(_mm256_max_epu32(a.raw, b.raw), a.raw);
}
HASHLEASE_FUNCTION MaskLanes operator<=(WordLanes a, WordLanes b) { return b >= a; }
HASHLEASE_FUNCTION MaskLanes operator<(WordLanes a, WordLanes b) { return !(a >= b); }
HASHLEASE_FUNCTION MaskLanes operator>(WordLanes a, WordLanes b) { return !(b >= a); }
HASHLEASE_FUNCTION MaskLanes operator==(WordLanes a, WordLanes b) { return _mm256_cmpeq_epi32(a.raw, b.raw); }
HASHLEASE_FUNCTION MaskLanes operator!=(WordLanes a, WordLanes b) { return !(a == b); }
HASHLEASE_FUNCTION WordLanes select(MaskLanes mask, WordLanes if_true, WordLanes if_false) {
  return _mm256_blendv_epi8(if_false.raw, if_true.raw, mask.raw);
}

/// Arithmetic on 64-bit lanes, for word generators: product of the lower halves; upper half moved to the lower; words
/// 0, 2, ... from the lower halves of `even` and 1, 3, ... from those of `odd`.
HASHLEASE_FUNCTION WordLanes multiply_wide(WordLanes a, WordLanes b) { return _mm256_mul_epu32(a.raw, b.raw); }
HASHLEASE_FUNCTION WordLanes upper_half(WordLanes a) { return _mm256_srli_epi64(a.raw, 32); }
HASHLEASE_FUNCTION WordLanes interleave(WordLanes even, WordLanes odd) {
  return _mm256_blend_epi32(even.raw, _mm256_slli_epi64(odd.raw, 32), 0xAA);
}
HASHLEASE_FUNCTION WordLanes exclusive_or(WordLanes a, WordLanes b) { return a ^ b; }
HASHLEASE_FUNCTION WordLanes exclusive_or(WordLanes a, WordLanes b, WordLanes c) { return a ^ b ^ c; }

/// 8 floats.
struct FloatLanes {
  __m256 raw;
  FloatLanes() = default;
  template <std::same_as<float> Float>
  HASHLEASE_FUNCTION FloatLanes(Float value) : raw(_mm256_set1_ps(value)) {}
  HASHLEASE_FUNCTION FloatLanes(__m256 value) : raw(value) {}
};
HASHLEASE_FUNCTION FloatLanes operator+(FloatLanes a, FloatLanes b) { return _mm256_add_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator-(FloatLanes a, FloatLanes b) { return _mm256_sub_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator*(FloatLanes a, FloatLanes b) { return _mm256_mul_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator/(FloatLanes a, FloatLanes b) { return _mm256_div_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator+(FloatLanes a) { return a; }
HASHLEASE_FUNCTION FloatLanes operator-(FloatLanes a) {
  return FloatLanes(_mm256_xor_ps(a.raw, _mm256_set1_ps(-0.0f)));
}
HASHLEASE_FUNCTION FloatLanes& operator+=(FloatLanes& a, FloatLanes b) { return a = a + b; }
HASHLEASE_FUNCTION FloatLanes& operator-=(FloatLanes& a, FloatLanes b) { return a = a - b; }
HASHLEASE_FUNCTION FloatLanes& operator*=(FloatLanes& a, FloatLanes b) { return a = a * b; }
HASHLEASE_FUNCTION FloatLanes& operator/=(FloatLanes& a, FloatLanes b) { return a = a / b; }
HASHLEASE_FUNCTION MaskLanes operator<(FloatLanes a, FloatLanes b) {
  return MaskLanes(_mm256_cmp_ps(a.raw, b.raw, _CMP_LT_OQ));
}
HASHLEASE_FUNCTION MaskLanes operator>(FloatLanes a, FloatLanes b) { return b < a; }
HASHLEASE_FUNCTION MaskLanes operator<=(FloatLanes a, FloatLanes b) {
  return MaskLanes(_mm256_cmp_ps(a.raw, b.raw, _CMP_LE_OQ));
}
HASHLEASE_FUNCTION MaskLanes operator>=(FloatLanes a, FloatLanes b) { return b <= a; }
HASHLEASE_FUNCTION MaskLanes operator==(FloatLanes a, FloatLanes b) {
  return MaskLanes(_mm256_cmp_ps(a.raw, b.raw, _CMP_EQ_OQ));
}
HASHLEASE_FUNCTION MaskLanes operator!=(FloatLanes a, FloatLanes b) {
  return MaskLanes(_mm256_cmp_ps(a.raw, b.raw, _CMP_NEQ_UQ));
}
HASHLEASE_FUNCTION FloatLanes multiply_add(FloatLanes a, FloatLanes b, FloatLanes c) {
  return _mm256_fmadd_ps(a.raw, b.raw, c.raw);
}
HASHLEASE_FUNCTION FloatLanes square_root(FloatLanes x) { return _mm256_sqrt_ps(x.raw); }
HASHLEASE_FUNCTION FloatLanes select(MaskLanes mask, FloatLanes if_true, FloatLanes if_false) {
  return _mm256_blendv_ps(if_false.raw, if_true.raw, _mm256_castsi256_ps(mask.raw));
}
HASHLEASE_FUNCTION FloatLanes minimum(FloatLanes a, FloatLanes b) { return _mm256_min_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes maximum(FloatLanes a, FloatLanes b) { return _mm256_max_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION WordLanes bits_of(FloatLanes value) { return _mm256_castps_si256(value.raw); }
HASHLEASE_FUNCTION FloatLanes float_from_bits(WordLanes bits) { return _mm256_castsi256_ps(bits.raw); }
HASHLEASE_FUNCTION FloatLanes absolute(FloatLanes x) { return float_from_bits(bits_of(x) & WordLanes(0x7FFFFFFFu)); }
/// AVX2 converts signed words only: both 16-bit halves and high * 65536 are exact, so the fma rounds once.
HASHLEASE_FUNCTION FloatLanes to_float(WordLanes word) {
  const FloatLanes high = _mm256_cvtepi32_ps((word >> 16).raw);
  const FloatLanes low = _mm256_cvtepi32_ps((word & WordLanes(0xFFFFu)).raw);
  return multiply_add(high, 65536.0f, low);
}
HASHLEASE_FUNCTION FloatLanes to_float_signed(WordLanes word) { return _mm256_cvtepi32_ps(word.raw); }
HASHLEASE_FUNCTION void store(float* to, FloatLanes value) { _mm256_storeu_ps(to, value.raw); }
HASHLEASE_FUNCTION void store(std::uint32_t* to, WordLanes value) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value.raw);
}

}  // namespace avx2

template <>
struct LaneTypes<avx2::FloatLanes> {
  using Word = avx2::WordLanes;
  using Mask = avx2::MaskLanes;
  static constexpr int width = 8;
};
template <>
HASHLEASE_FUNCTION avx2::WordLanes counting_words<avx2::FloatLanes>(std::uint32_t first) {
  return avx2::WordLanes(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)) + avx2::WordLanes(first);
}
template <>
HASHLEASE_FUNCTION avx2::FloatLanes load<avx2::FloatLanes>(const float* from) {
  return _mm256_loadu_ps(from);
}
template <>
HASHLEASE_FUNCTION avx2::FloatLanes gather<avx2::FloatLanes>(const float* from, avx2::WordLanes index) {
  return _mm256_i32gather_ps(from, index.raw, sizeof(float));
}
template <>
HASHLEASE_FUNCTION avx2::WordLanes load_words<avx2::FloatLanes>(const std::uint32_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

}  // namespace hashlease
