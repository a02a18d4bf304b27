#pragma once

/// Two registers of paths as one: every operation is done on both, so that a core always has two independent chains of
/// instructions in flight. Same vocabulary and same bits as one register.

#include "base/lanes.hpp"

namespace hashlease {

template <class HalfReal>
struct MaskPair {
  MaskOf<HalfReal> first, second;
  HASHLEASE_FUNCTION friend MaskPair operator&(MaskPair a, MaskPair b) {
    return {a.first & b.first, a.second & b.second};
  }
  HASHLEASE_FUNCTION friend MaskPair operator|(MaskPair a, MaskPair b) {
    return {a.first | b.first, a.second | b.second};
  }
  HASHLEASE_FUNCTION friend MaskPair operator^(MaskPair a, MaskPair b) {
    return {a.first ^ b.first, a.second ^ b.second};
  }
  HASHLEASE_FUNCTION friend MaskPair& operator&=(MaskPair& a, MaskPair b) { return a = a & b; }
  HASHLEASE_FUNCTION friend MaskPair& operator|=(MaskPair& a, MaskPair b) { return a = a | b; }
  HASHLEASE_FUNCTION friend MaskPair& operator^=(MaskPair& a, MaskPair b) { return a = a ^ b; }
  HASHLEASE_FUNCTION friend MaskPair operator!(MaskPair a) { return {!a.first, !a.second}; }
  HASHLEASE_FUNCTION friend bool any_of(MaskPair a) { return any_of(a.first | a.second); }
  HASHLEASE_FUNCTION friend std::uint64_t lane_bits(MaskPair a) {
    return lane_bits(a.first) | lane_bits(a.second) << LaneTypes<HalfReal>::width;
  }
};

template <class HalfReal>
struct WordPair {
  using Half = WordOf<HalfReal>;
  using Mask = MaskPair<HalfReal>;
  Half first, second;
  WordPair() = default;
  HASHLEASE_FUNCTION WordPair(std::uint32_t value) : first(value), second(value) {}
  HASHLEASE_FUNCTION WordPair(Half a, Half b) : first(a), second(b) {}
  HASHLEASE_FUNCTION friend WordPair operator&(WordPair a, WordPair b) {
    return {a.first & b.first, a.second & b.second};
  }
  HASHLEASE_FUNCTION friend WordPair operator|(WordPair a, WordPair b) {
    return {a.first | b.first, a.second | b.second};
  }
  HASHLEASE_FUNCTION friend WordPair operator^(WordPair a, WordPair b) {
    return {a.first ^ b.first, a.second ^ b.second};
  }
  HASHLEASE_FUNCTION friend WordPair operator+(WordPair a, WordPair b) {
    return {a.first + b.first, a.second + b.second};
  }
  HASHLEASE_FUNCTION friend WordPair operator-(WordPair a, WordPair b) {
    return {a.first - b.first, a.second - b.second};
  }
  HASHLEASE_FUNCTION friend WordPair operator*(WordPair a, WordPair b) {
    return {a.first * b.first, a.second * b.second};
  }
  HASHLEASE_FUNCTION friend WordPair operator~(WordPair a) { return {~a.first, ~a.second}; }
  HASHLEASE_FUNCTION friend WordPair& operator&=(WordPair& a, WordPair b) { return a = a & b; }
  HASHLEASE_FUNCTION friend WordPair& operator|=(WordPair& a, WordPair b) { return a = a | b; }
  HASHLEASE_FUNCTION friend WordPair& operator^=(WordPair& a, WordPair b) { return a = a ^ b; }
  HASHLEASE_FUNCTION friend WordPair& operator+=(WordPair& a, WordPair b) { return a = a + b; }
  HASHLEASE_FUNCTION friend WordPair& operator-=(WordPair& a, WordPair b) { return a = a - b; }
  HASHLEASE_FUNCTION friend WordPair& operator*=(WordPair& a, WordPair b) { return a = a * b; }
  HASHLEASE_FUNCTION friend WordPair& operator<<=(WordPair& a, int count) { return a = a << count; }
  HASHLEASE_FUNCTION friend WordPair& operator>>=(WordPair& a, int count) { return a = a >> count; }
  HASHLEASE_FUNCTION friend WordPair shift_right_signed(WordPair a, int count) {
    return {shift_right_signed(a.first, count), shift_right_signed(a.second, count)};
  }
  HASHLEASE_FUNCTION friend WordPair operator<<(WordPair a, int count) { return {a.first << count, a.second << count}; }
  HASHLEASE_FUNCTION friend WordPair operator>>(WordPair a, int count) { return {a.first >> count, a.second >> count}; }
  HASHLEASE_FUNCTION friend Mask operator<(WordPair a, WordPair b) { return {a.first < b.first, a.second < b.second}; }
  HASHLEASE_FUNCTION friend Mask operator>=(WordPair a, WordPair b) {
    return {a.first >= b.first, a.second >= b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator==(WordPair a, WordPair b) {
    return {a.first == b.first, a.second == b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator>(WordPair a, WordPair b) { return b < a; }
  HASHLEASE_FUNCTION friend Mask operator<=(WordPair a, WordPair b) { return b >= a; }
  HASHLEASE_FUNCTION friend Mask operator!=(WordPair a, WordPair b) { return !(a == b); }
  HASHLEASE_FUNCTION friend void store(std::uint32_t* to, WordPair value) {
    store(to, value.first);
    store(to + LaneTypes<HalfReal>::width, value.second);
  }
  HASHLEASE_FUNCTION friend WordPair select(Mask mask, WordPair a, WordPair b) {
    return {select(mask.first, a.first, b.first), select(mask.second, a.second, b.second)};
  }
};

template <class HalfReal>
struct FloatPair {
  using Half = HalfReal;
  using Word = WordPair<Half>;
  using Mask = MaskPair<Half>;
  Half first, second;
  FloatPair() = default;
  HASHLEASE_FUNCTION FloatPair(float value) : first(value), second(value) {}
  HASHLEASE_FUNCTION FloatPair(Half a, Half b) : first(a), second(b) {}
  HASHLEASE_FUNCTION friend FloatPair operator+(FloatPair a, FloatPair b) {
    return {a.first + b.first, a.second + b.second};
  }
  HASHLEASE_FUNCTION friend FloatPair operator-(FloatPair a, FloatPair b) {
    return {a.first - b.first, a.second - b.second};
  }
  HASHLEASE_FUNCTION friend FloatPair operator*(FloatPair a, FloatPair b) {
    return {a.first * b.first, a.second * b.second};
  }
  HASHLEASE_FUNCTION friend FloatPair operator/(FloatPair a, FloatPair b) {
    return {a.first / b.first, a.second / b.second};
  }
  HASHLEASE_FUNCTION friend FloatPair& operator+=(FloatPair& a, FloatPair b) { return a = a + b; }
  HASHLEASE_FUNCTION friend FloatPair& operator-=(FloatPair& a, FloatPair b) { return a = a - b; }
  HASHLEASE_FUNCTION friend FloatPair& operator*=(FloatPair& a, FloatPair b) { return a = a * b; }
  HASHLEASE_FUNCTION friend FloatPair& operator/=(FloatPair& a, FloatPair b) { return a = a / b; }
  HASHLEASE_FUNCTION friend FloatPair operator-(FloatPair a) { return {-a.first, -a.second}; }
  HASHLEASE_FUNCTION friend Mask operator<(FloatPair a, FloatPair b) {
    return {a.first < b.first, a.second < b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator>(FloatPair a, FloatPair b) {
    return {a.first > b.first, a.second > b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator<=(FloatPair a, FloatPair b) {
    return {a.first <= b.first, a.second <= b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator>=(FloatPair a, FloatPair b) {
    return {a.first >= b.first, a.second >= b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator==(FloatPair a, FloatPair b) {
    return {a.first == b.first, a.second == b.second};
  }
  HASHLEASE_FUNCTION friend Mask operator!=(FloatPair a, FloatPair b) { return !(a == b); }
  HASHLEASE_FUNCTION friend FloatPair multiply_add(FloatPair a, FloatPair b, FloatPair c) {
    return {multiply_add(a.first, b.first, c.first), multiply_add(a.second, b.second, c.second)};
  }
  HASHLEASE_FUNCTION friend FloatPair square_root(FloatPair x) { return {square_root(x.first), square_root(x.second)}; }
  HASHLEASE_FUNCTION friend FloatPair select(Mask mask, FloatPair a, FloatPair b) {
    return {select(mask.first, a.first, b.first), select(mask.second, a.second, b.second)};
  }
  HASHLEASE_FUNCTION friend FloatPair minimum(FloatPair a, FloatPair b) {
    return {minimum(a.first, b.first), minimum(a.second, b.second)};
  }
  HASHLEASE_FUNCTION friend FloatPair maximum(FloatPair a, FloatPair b) {
    return {maximum(a.first, b.first), maximum(a.second, b.second)};
  }
  HASHLEASE_FUNCTION friend FloatPair absolute(FloatPair x) { return {absolute(x.first), absolute(x.second)}; }
  HASHLEASE_FUNCTION friend Word bits_of(FloatPair x) { return {bits_of(x.first), bits_of(x.second)}; }
  HASHLEASE_FUNCTION friend void store(float* to, FloatPair value) {
    store(to, value.first);
    store(to + LaneTypes<Half>::width, value.second);
  }
};

template <class Half>
HASHLEASE_FUNCTION FloatPair<Half> float_from_bits(WordPair<Half> bits) {
  return {float_from_bits(bits.first), float_from_bits(bits.second)};
}
template <class Half>
HASHLEASE_FUNCTION FloatPair<Half> to_float(WordPair<Half> word) {
  return {to_float(word.first), to_float(word.second)};
}
template <class Half>
HASHLEASE_FUNCTION FloatPair<Half> to_float_signed(WordPair<Half> word) {
  return {to_float_signed(word.first), to_float_signed(word.second)};
}

template <class Half>
struct LaneTypes<FloatPair<Half>> {
  using Word = typename FloatPair<Half>::Word;
  using Mask = typename FloatPair<Half>::Mask;
  static constexpr int width = 2 * LaneTypes<Half>::width;
};

}  // namespace hashlease
