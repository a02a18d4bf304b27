#pragma once

/// The vocabulary of `lanes.hpp` for 16 paths in one register. Include it only in a translation unit compiled with
/// -mavx512f -mavx512dq -mavx512bw -mavx512vl -mfma; the types live in a namespace of their own so that templates
/// instantiated for them never meet those of another instruction set in the linker.

#include <immintrin.h>

#include <concepts>
#include <cstdint>

#include "base/lanes.hpp"

#if !defined(__AVX512F__) || !defined(__AVX512DQ__) || !defined(__AVX512BW__) || !defined(__AVX512VL__)
#error "lanes_avx512.hpp needs -mavx512f -mavx512dq -mavx512bw -mavx512vl"
#endif

namespace hashlease {
namespace avx512 {

/// GCC and clang vector types: their operators are the instructions, also for shift counts known only at run time.
using FloatVector = float __attribute__((vector_size(64)));
using WordVector = std::uint32_t __attribute__((vector_size(64)));
using SignedVector = std::int32_t __attribute__((vector_size(64)));

/// GCC 12 warns about its own "undefined" operand in the unmasked form of some intrinsics; with this mask they compile
/// to the same single instruction.
inline constexpr __mmask16 kAllLanes = 0xFFFF;

/// 16 truth values, one bit each.
struct MaskLanes {
  __mmask16 bits;
  MaskLanes() = default;
  template <std::same_as<bool> Bool>
  HASHLEASE_FUNCTION MaskLanes(Bool value) : bits(value ? kAllLanes : __mmask16{0}) {}
  HASHLEASE_FUNCTION static MaskLanes from(__mmask16 value) {
    MaskLanes result;
    result.bits = value;
    return result;
  }
};
HASHLEASE_FUNCTION MaskLanes operator&(MaskLanes a, MaskLanes b) {
  return MaskLanes::from(_kand_mask16(a.bits, b.bits));
}
HASHLEASE_FUNCTION MaskLanes operator|(MaskLanes a, MaskLanes b) {
  return MaskLanes::from(_kor_mask16(a.bits, b.bits));
}
HASHLEASE_FUNCTION MaskLanes operator^(MaskLanes a, MaskLanes b) {
  return MaskLanes::from(_kxor_mask16(a.bits, b.bits));
}
HASHLEASE_FUNCTION MaskLanes operator!(MaskLanes a) { return MaskLanes::from(_knot_mask16(a.bits)); }
HASHLEASE_FUNCTION MaskLanes& operator&=(MaskLanes& a, MaskLanes b) { return a = a & b; }
HASHLEASE_FUNCTION MaskLanes& operator|=(MaskLanes& a, MaskLanes b) { return a = a | b; }
HASHLEASE_FUNCTION MaskLanes& operator^=(MaskLanes& a, MaskLanes b) { return a = a ^ b; }
HASHLEASE_FUNCTION bool any_of(MaskLanes mask) { return _kortestz_mask16_u8(mask.bits, mask.bits) == 0; }
HASHLEASE_FUNCTION bool all_of(MaskLanes mask) { return mask.bits == kAllLanes; }
HASHLEASE_FUNCTION std::uint64_t lane_bits(MaskLanes mask) { return mask.bits; }

/// 16 unsigned 32-bit words.
struct WordLanes {
  __m512i raw;
  WordLanes() = default;
  template <std::integral Integer>
  HASHLEASE_FUNCTION WordLanes(Integer value) : raw(_mm512_set1_epi32(static_cast<int>(value))) {}
  HASHLEASE_FUNCTION WordLanes(__m512i value) : raw(value) {}
  HASHLEASE_FUNCTION WordLanes(WordVector value) : raw(reinterpret_cast<__m512i>(value)) {}
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
HASHLEASE_FUNCTION MaskLanes operator<(WordLanes a, WordLanes b) {
  return MaskLanes::from(_mm512_cmplt_epu32_mask(a.raw, b.raw));
}
HASHLEASE_FUNCTION MaskLanes operator>(WordLanes a, WordLanes b) { return b < a; }
HASHLEASE_FUNCTION MaskLanes operator>=(WordLanes a, WordLanes b) {
  return MaskLanes::from(_mm512_cmpge_epu32_mask(a.raw, b.raw));
}
HASHLEASE_FUNCTION MaskLanes operator<=(WordLanes a, WordLanes b) { return b >= a; }
HASHLEASE_FUNCTION MaskLanes operator==(WordLanes a, WordLanes b) {
  return MaskLanes::from(_mm512_cmpeq_epu32_mask(a.raw, b.raw));
}
HASHLEASE_FUNCTION MaskLanes operator!=(WordLanes a, WordLanes b) { return !(a == b); }
HASHLEASE_FUNCTION WordLanes select(MaskLanes mask, WordLanes if_true, WordLanes if_false) {
  return _mm512_mask_mov_epi32(if_false.raw, mask.bits, if_true.raw);
}

/// Arithmetic on 64-bit lanes, for word generators: product of the lower halves; upper half moved to the lower; words
/// 0, 2, ... from the lower halves of `even` and 1, 3, ... from those of `odd`.
HASHLEASE_FUNCTION WordLanes multiply_wide(WordLanes a, WordLanes b) {
  return _mm512_maskz_mul_epu32(0xFF, a.raw, b.raw);
}
HASHLEASE_FUNCTION WordLanes upper_half(WordLanes a) { return _mm512_maskz_srli_epi64(0xFF, a.raw, 32); }
HASHLEASE_FUNCTION WordLanes interleave(WordLanes even, WordLanes odd) {
  return _mm512_mask_shuffle_epi32(even.raw, 0xAAAA, odd.raw, _MM_PERM_CCAA);
}
HASHLEASE_FUNCTION WordLanes exclusive_or(WordLanes a, WordLanes b) { return a ^ b; }
HASHLEASE_FUNCTION WordLanes exclusive_or(WordLanes a, WordLanes b, WordLanes c) {
  return _mm512_ternarylogic_epi32(a.raw, b.raw, c.raw, 0x96);
}

/// 16 floats.
struct FloatLanes {
  __m512 raw;
  FloatLanes() = default;
  template <std::same_as<float> Float>
  HASHLEASE_FUNCTION FloatLanes(Float value) : raw(_mm512_set1_ps(value)) {}
  HASHLEASE_FUNCTION FloatLanes(__m512 value) : raw(value) {}
};
HASHLEASE_FUNCTION FloatLanes operator+(FloatLanes a, FloatLanes b) { return _mm512_add_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator-(FloatLanes a, FloatLanes b) { return _mm512_sub_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator*(FloatLanes a, FloatLanes b) { return _mm512_mul_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator/(FloatLanes a, FloatLanes b) { return _mm512_div_ps(a.raw, b.raw); }
HASHLEASE_FUNCTION FloatLanes operator+(FloatLanes a) { return a; }
HASHLEASE_FUNCTION FloatLanes operator-(FloatLanes a) {
  return FloatLanes(_mm512_xor_ps(a.raw, _mm512_set1_ps(-0.0f)));
}
HASHLEASE_FUNCTION FloatLanes& operator+=(FloatLanes& a, FloatLanes b) { return a = a + b; }
HASHLEASE_FUNCTION FloatLanes& operator-=(FloatLanes& a, FloatLanes b) { return a = a - b; }
HASHLEASE_FUNCTION FloatLanes& operator*=(FloatLanes& a, FloatLanes b) { return a = a * b; }
HASHLEASE_FUNCTION FloatLanes& operator/=(FloatLanes& a, FloatLanes b) { return a = a / b; }
HASHLEASE_FUNCTION MaskLanes operator<(FloatLanes a, FloatLanes b) {
  return MaskLanes::from(_mm512_cmp_ps_mask(a.raw, b.raw, _CMP_LT_OQ));
}
HASHLEASE_FUNCTION MaskLanes operator>(FloatLanes a, FloatLanes b) { return b < a; }
HASHLEASE_FUNCTION MaskLanes operator<=(FloatLanes a, FloatLanes b) {
  return MaskLanes::from(_mm512_cmp_ps_mask(a.raw, b.raw, _CMP_LE_OQ));
}
HASHLEASE_FUNCTION MaskLanes operator>=(FloatLanes a, FloatLanes b) { return b <= a; }
HASHLEASE_FUNCTION MaskLanes operator==(FloatLanes a, FloatLanes b) {
  return MaskLanes::from(_mm512_cmp_ps_mask(a.raw, b.raw, _CMP_EQ_OQ));
}
HASHLEASE_FUNCTION MaskLanes operator!=(FloatLanes a, FloatLanes b) {
  return MaskLanes::from(_mm512_cmp_ps_mask(a.raw, b.raw, _CMP_NEQ_UQ));
}
HASHLEASE_FUNCTION FloatLanes multiply_add(FloatLanes a, FloatLanes b, FloatLanes c) {
  return _mm512_fmadd_ps(a.raw, b.raw, c.raw);
}
HASHLEASE_FUNCTION FloatLanes square_root(FloatLanes x) { return _mm512_maskz_sqrt_ps(kAllLanes, x.raw); }
HASHLEASE_FUNCTION FloatLanes select(MaskLanes mask, FloatLanes if_true, FloatLanes if_false) {
  return _mm512_mask_mov_ps(if_false.raw, mask.bits, if_true.raw);
}
HASHLEASE_FUNCTION FloatLanes minimum(FloatLanes a, FloatLanes b) {
  return _mm512_maskz_min_ps(kAllLanes, a.raw, b.raw);
}
HASHLEASE_FUNCTION FloatLanes maximum(FloatLanes a, FloatLanes b) {
  return _mm512_maskz_max_ps(kAllLanes, a.raw, b.raw);
}
HASHLEASE_FUNCTION WordLanes bits_of(FloatLanes value) { return _mm512_castps_si512(value.raw); }
HASHLEASE_FUNCTION FloatLanes float_from_bits(WordLanes bits) { return _mm512_castsi512_ps(bits.raw); }
HASHLEASE_FUNCTION FloatLanes absolute(FloatLanes x) { return float_from_bits(bits_of(x) & WordLanes(0x7FFFFFFFu)); }
HASHLEASE_FUNCTION FloatLanes to_float(WordLanes word) { return _mm512_maskz_cvtepu32_ps(kAllLanes, word.raw); }
HASHLEASE_FUNCTION FloatLanes to_float_signed(WordLanes word) { return _mm512_maskz_cvtepi32_ps(kAllLanes, word.raw); }
HASHLEASE_FUNCTION void store(float* to, FloatLanes value) { _mm512_storeu_ps(to, value.raw); }
HASHLEASE_FUNCTION void store(std::uint32_t* to, WordLanes value) { _mm512_storeu_si512(to, value.raw); }

}  // namespace avx512

template <>
struct LaneTypes<avx512::FloatLanes> {
  using Word = avx512::WordLanes;
  using Mask = avx512::MaskLanes;
  static constexpr int width = 16;
};
template <>
HASHLEASE_FUNCTION avx512::WordLanes counting_words<avx512::FloatLanes>(std::uint32_t first) {
  return avx512::WordLanes(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)) +
         avx512::WordLanes(first);
}
template <>
HASHLEASE_FUNCTION avx512::FloatLanes load<avx512::FloatLanes>(const float* from) {
  return _mm512_loadu_ps(from);
}
template <>
HASHLEASE_FUNCTION avx512::FloatLanes gather<avx512::FloatLanes>(const float* from, avx512::WordLanes index) {
  return _mm512_mask_i32gather_ps(_mm512_setzero_ps(), avx512::kAllLanes, index.raw, from, sizeof(float));
}
template <>
HASHLEASE_FUNCTION avx512::WordLanes load_words<avx512::FloatLanes>(const std::uint32_t* from) {
  return _mm512_loadu_si512(from);
}

}  // namespace hashlease
