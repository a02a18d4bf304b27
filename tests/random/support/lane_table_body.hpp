#pragma once

/// The table of `lane_table.hpp` for one `Real`; included by one source per instruction set.

#include "base/lanes.hpp"
#include "random/elementary.hpp"
#include "random/philox.hpp"
#include "random/support/lane_table.hpp"

namespace hashlease::test {

template <class Real, class Function>
void run_lanes(const std::uint32_t* a, const std::uint32_t* b, const std::uint32_t* c, std::uint32_t* out,
               std::size_t count) {
  for (std::size_t k = 0; k < count; k += LaneTypes<Real>::width) {
    store(out + k, Function{}(load_words<Real>(a + k), load_words<Real>(b + k), load_words<Real>(c + k)));
  }
}

template <class Real, class Function>
constexpr LaneOperation words(const char* name, Function) {
  return {name, ResultKind::word, &run_lanes<Real, Function>};
}

template <class Real, class Function>
struct OnFloats {
  WordOf<Real> operator()(WordOf<Real> a, WordOf<Real> b, WordOf<Real> c) const {
    return bits_of(Function{}(float_from_bits(a), float_from_bits(b), float_from_bits(c)));
  }
};

template <class Real, class Function>
constexpr LaneOperation floats(const char* name, Function) {
  return {name, ResultKind::real, &run_lanes<Real, OnFloats<Real, Function>>};
}

template <class Real>
void run_philox(std::uint64_t seed, std::uint64_t first_path, std::uint32_t block, std::uint32_t* out,
                std::size_t count) {
  constexpr int kWidth = LaneTypes<Real>::width;
  const PhiloxKeys keys = make_philox_keys(seed);
  for (std::size_t k = 0; k < count; k += kWidth) {
    WordOf<Real> drawn[4];
    philox_words<Real>(make_path_lanes<Real>(first_path + k), block, keys, drawn);
    for (int offset = 0; offset < 4; ++offset) {
      std::uint32_t lanes[kWidth];
      store(lanes, drawn[offset]);
      for (int lane = 0; lane < kWidth && k + lane < count; ++lane) out[4 * (k + lane) + offset] = lanes[lane];
    }
  }
}

template <class Real>
struct LaneOperations {
  using R = Real;
  using W = WordOf<Real>;
  static inline const LaneOperation all[] = {
      floats<R>("add", [](R a, R b, R) { return a + b; }),
      floats<R>("subtract", [](R a, R b, R) { return a - b; }),
      floats<R>("multiply", [](R a, R b, R) { return a * b; }),
      floats<R>("divide", [](R a, R b, R) { return a / b; }),
      floats<R>("negate", [](R a, R, R) { return -a; }),
      floats<R>("compound",
                [](R a, R b, R c) {
                  a += b;
                  a -= c;
                  a *= b;
                  a /= c;
                  return a;
                }),
      floats<R>("multiply_add", [](R a, R b, R c) { return multiply_add(a, b, c); }),
      floats<R>("square_root", [](R a, R, R) { return square_root(a); }),
      floats<R>("minimum", [](R a, R b, R) { return minimum(a, b); }),
      floats<R>("maximum", [](R a, R b, R) { return maximum(a, b); }),
      floats<R>("absolute", [](R a, R, R) { return absolute(a); }),
      floats<R>("less", [](R a, R b, R c) { return select(a < b, c, R(2.0F)); }),
      floats<R>("greater", [](R a, R b, R c) { return select(a > b, c, R(2.0F)); }),
      floats<R>("less_equal", [](R a, R b, R c) { return select(a <= b, c, R(2.0F)); }),
      floats<R>("greater_equal", [](R a, R b, R c) { return select(a >= b, c, R(2.0F)); }),
      floats<R>("equal", [](R a, R b, R c) { return select(a == b, c, R(2.0F)); }),
      floats<R>("not_equal", [](R a, R b, R c) { return select(a != b, c, R(2.0F)); }),
      floats<R>("masks",
                [](R a, R b, R c) {
                  MaskOf<R> mask = !(((a < b) & (b < c)) ^ ((a < c) | (b == c)));
                  mask &= MaskOf<R>(a != c);
                  mask |= MaskOf<R>(b > R(1.0F));
                  mask ^= MaskOf<R>(a > R(3.0F));
                  return select(mask, a, b);
                }),
      floats<R>("to_float", [](R a, R, R) { return to_float(bits_of(a)); }),
      floats<R>("to_float_signed", [](R a, R, R) { return to_float_signed(bits_of(a)); }),
      words<R>("and", [](W a, W b, W) { return W(a & b); }),
      words<R>("or", [](W a, W b, W) { return W(a | b); }),
      words<R>("exclusive_or", [](W a, W b, W) { return W(a ^ b); }),
      words<R>("not", [](W a, W, W) { return W(~a); }),
      words<R>("word_add", [](W a, W b, W) { return W(a + b); }),
      words<R>("word_subtract", [](W a, W b, W) { return W(a - b); }),
      words<R>("word_multiply", [](W a, W b, W) { return W(a * b); }),
      words<R>("word_compound",
               [](W a, W b, W c) {
                 a += b;
                 a ^= c;
                 a *= b;
                 a -= c;
                 a |= W(b >> 5);
                 a &= W(~(c << 7));
                 a <<= 3;
                 a >>= 1;
                 return a;
               }),
      words<R>("shift_left", [](W a, W, W) { return W((a << 0) ^ (a << 1) ^ (a << 13) ^ (a << 31)); }),
      words<R>("shift_right", [](W a, W, W) { return W((a >> 0) ^ (a >> 1) ^ (a >> 13) ^ (a >> 31)); }),
      words<R>("shift_right_signed",
               [](W a, W b, W) {
                 return W(shift_right_signed(a, 1) ^ shift_right_signed(b, 31) ^ shift_right_signed(a, 9));
               }),
      words<R>("word_less", [](W a, W b, W c) { return select(a < b, c, W(2U)); }),
      words<R>("word_greater", [](W a, W b, W c) { return select(a > b, c, W(2U)); }),
      words<R>("word_less_equal", [](W a, W b, W c) { return select(a <= b, c, W(2U)); }),
      words<R>("word_greater_equal", [](W a, W b, W c) { return select(a >= b, c, W(2U)); }),
      words<R>("word_equal", [](W a, W b, W c) { return select(a == b, c, W(2U)); }),
      words<R>("word_not_equal", [](W a, W b, W c) { return select(a != b, c, W(2U)); }),
      floats<R>("natural_logarithm", [](R a, R, R) { return natural_logarithm(a); }),
      floats<R>("exponential", [](R a, R, R) { return exponential(a); }),
      floats<R>("sine",
                [](R a, R, R) {
                  R s, c;
                  direction_of_word<R>(bits_of(a), s, c);
                  return s;
                }),
      floats<R>("cosine",
                [](R a, R, R) {
                  R s, c;
                  direction_of_word<R>(bits_of(a), s, c);
                  return c;
                }),
      floats<R>("inverse_hyperbolic_sine", [](R a, R, R) { return inverse_hyperbolic_sine(a); }),
      floats<R>("hyperbolic_sine", [](R a, R, R) { return hyperbolic_sine(a); }),
      floats<R>("normal_cdf", [](R a, R, R) { return normal_cdf(a); }),
      floats<R>("inverse_normal_cdf", [](R a, R, R) { return inverse_normal_cdf(a); }),
      floats<R>("uniform_from_word", [](R a, R, R) { return uniform_from_word<R>(bits_of(a)); }),
      floats<R>("squared_radius", [](R a, R, R) { return squared_radius(a); }),
      floats<R>("box_muller_first",
                [](R a, R b, R) {
                  R first, second;
                  box_muller<R>(bits_of(a), bits_of(b), first, second);
                  return first;
                }),
      floats<R>("box_muller_second",
                [](R a, R b, R) {
                  R first, second;
                  box_muller<R>(bits_of(a), bits_of(b), first, second);
                  return second;
                }),
  };
};

}  // namespace hashlease::test
