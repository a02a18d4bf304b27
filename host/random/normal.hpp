#pragma once

/// Uniforms, normals and the normal distribution. See transcendental.hpp for how errors are stated.

#include "random/transcendental.hpp"

namespace hashlease {

/// (word + 1/2) 2^-32, in (0, 1]: at least 2^-33, so its logarithm is finite; 1 itself for the highest 128 words. Error
/// at most 0.75 ulp.
template <class Real>
HASHLEASE_FUNCTION Real uniform_from_word(WordOf<Real> word) {
  return multiply_add(to_float(word), Real(0x1p-32F), Real(0x1p-33F));
}

/// -2 ln u for a normal float u in (0, 1], the square of the radius of two standard normals. u = 2^k m with m in
/// [sqrt(1/2), sqrt(2)), f = m - 1: -2 ln u = -2 k ln 2 + f P(f). Relative error at most 1.6e-06; never negative.
template <class Real>
HASHLEASE_FUNCTION Real squared_radius(Real u) {
  const WordOf<Real> bits = bits_of(u);
  const WordOf<Real> exponent = (bits - WordOf<Real>(0x3F3504F3U)) & WordOf<Real>(0xFF800000U);
  const Real f = float_from_bits(bits - exponent) - Real(1.0F);
  const Real k = to_float_signed(exponent);
  Real p = multiply_add(f, Real(-0.238963857F), Real(0.371739179F));
  p = multiply_add(p, f, Real(-0.408984661F));
  p = multiply_add(p, f, Real(0.498382837F));
  p = multiply_add(p, f, Real(-0.666384399F));
  p = multiply_add(p, f, Real(1.00001693F));
  p = multiply_add(p, f, Real(-2.0F));
  return multiply_add(k, Real(-1.38629436F * 0x1p-23F), p * f);
}

/// Direction on the right half of the circle, of angle pi t / 2, from bits 30 to 12 of a word: t = (m + 1/2) / 2^18 - 1
/// for m in [0, 2^19). Even spacing makes all averages of powers up to the 2^19th those of the whole half circle; no
/// direction lies on an axis. Error at most 7.1e-07 (sine) and 1.3e-07 (cosine) absolute.
template <class Real>
HASHLEASE_FUNCTION void direction_of_word(WordOf<Real> word, Real& sine, Real& cosine) {
  const WordOf<Real> fraction = ((word >> 8) & WordOf<Real>(0x007FFFF0U)) | WordOf<Real>(0x40000008U);
  const Real t = float_from_bits(fraction) - Real(3.0F);
  const Real square = t * t;
  Real s = multiply_add(square, Real(-0.00433303416F), Real(0.0794342384F));
  s = multiply_add(s, square, Real(-0.645892799F));
  sine = multiply_add(s, square, Real(1.57079101F)) * t;
  Real c = multiply_add(square, Real(0.000856702507F), Real(-0.0208074674F));
  c = multiply_add(c, square, Real(0.253648639F));
  c = multiply_add(c, square, Real(-1.23369777F));
  cosine = multiply_add(c, square, Real(0.99999994F));
}

/// Low bits of a direction word that box_muller leaves to other uses.
inline constexpr int kUnusedDirectionBits = 12;

/// Two independent standard normals from two words (Box, Muller 1958): radius sqrt(-2 ln u) from all 32 bits of the
/// first, direction from bits 31 to 12 of the second, the top one a sign. |z| goes up to 6.76; the mass beyond 4, 5 and
/// 6 deviations is right to within 0.2 %.
template <class Real>
HASHLEASE_FUNCTION void box_muller(WordOf<Real> radius_word, WordOf<Real> direction_word, Real& first, Real& second) {
  const Real radius = square_root_in_range(squared_radius(uniform_from_word<Real>(radius_word)));
  const Real signed_radius = float_from_bits(bits_of(radius) ^ (direction_word & WordOf<Real>(0x80000000U)));
  Real sine;
  Real cosine;
  direction_of_word<Real>(direction_word, sine, cosine);
  first = signed_radius * cosine;
  second = signed_radius * sine;
}

/// normal_kernel and normal_cdf are exactly 0 at and below the first; normal_cdf is exactly 1 at and above the second.
inline constexpr float kNormalCdfZeroBelow = -9.0F;
inline constexpr float kNormalCdfOneAbove = 5.5F;

/// exp(-x^2 / 2); 0 for |x| of 9 and more, and for NaN.
template <class Real>
HASHLEASE_FUNCTION Real normal_kernel(Real x) {
  const Real y = x * x * Real(-0.721347520F);  // 1 / (2 ln 2)
  const Real shifted = y + Real(kRoundingShift);
  const Real r = y - (shifted - Real(kRoundingShift));
  Real p = multiply_add(r, Real(0.00132695353F), Real(0.00967129227F));
  p = multiply_add(p, r, Real(0.0555071086F));
  p = multiply_add(p, r, Real(0.240222469F));
  p = multiply_add(p, r, Real(0.693147004F));
  p = multiply_add(p, r, Real(1.0F));
  const Real kernel = float_from_bits(bits_of(p) + (bits_of(shifted) << 23));
  return select(absolute(x) < Real(-kNormalCdfZeroBelow), kernel, Real(0.0F));
}

/// Mills' ratio Phi(-t) exp(t^2 / 2), t = |x|, is a polynomial in q = 1 / (1 + 0.28 t) (as Abramowitz and
/// Stegun 26.2.17, fitted for t up to 9). The denominator by itself, so that several ratios can share a division.
template <class Real>
HASHLEASE_FUNCTION Real mills_denominator(Real x) {
  return multiply_add(absolute(x), Real(0.28F), Real(1.0F));
}
template <class Real>
HASHLEASE_FUNCTION Real mills_ratio(Real q) {
  Real ratio = multiply_add(q, Real(-0.102851912F), Real(0.377718538F));
  ratio = multiply_add(ratio, q, Real(-0.217128724F));
  ratio = multiply_add(ratio, q, Real(0.252785832F));
  ratio = multiply_add(ratio, q, Real(0.0739958212F));
  ratio = multiply_add(ratio, q, Real(0.115480445F));
  return ratio * q;
}

/// Phi(x), the standard normal distribution function: the lower tail is kernel times Mills' ratio, the upper half 1
/// minus that. Exactly 1/2 at 0, NaN for NaN. Largest error over every float: 2.6e-07 absolute for x > 0;
/// relative 7.0e-07 on
/// [-1, 0], 7.0e-05 on [-4, -1] and 1.7e-04 on [-9, -4]. Neighbouring values may be out of order by that much.
template <class Real>
HASHLEASE_FUNCTION Real normal_cdf(Real x) {
  const Real tail = normal_kernel(x) * mills_ratio(Real(1.0F) / mills_denominator(x));
  return select(x < Real(0.0F), tail, Real(1.0F) - tail);
}

/// Phi^-1(u) for any float u: -infinity at 0, infinity at 1, NaN outside [0, 1]. With q = u - 1/2 and
/// w = -ln(4 u (1 - u)) (Giles 2010): q P(w) for w below 6, else a polynomial in sqrt(w). Error at most 6.55 ulp for
/// all floats in (0, 1). Floats are dense near 0 and not near 1: feed it the smaller tail where the tail matters.
template <class Real>
HASHLEASE_FUNCTION Real inverse_normal_cdf(Real u) {
  const Real complement = Real(1.0F) - u;
  const Real smaller = minimum(u, complement);
  const Real w = -natural_logarithm(u * Real(4.0F) * complement);
  const Real v = w - Real(3.0F);
  Real central = multiply_add(v, Real(-1.6480433e-08F), Real(-1.22601342e-08F));
  central = multiply_add(central, v, Real(1.28857755e-06F));
  central = multiply_add(central, v, Real(-5.33254342e-06F));
  central = multiply_add(central, v, Real(-3.60828526e-05F));
  central = multiply_add(central, v, Real(0.000552890648F));
  central = multiply_add(central, v, Real(-0.00236476748F));
  central = multiply_add(central, v, Real(-0.0162311569F));
  central = multiply_add(central, v, Real(0.683433771F));
  central = multiply_add(central, v, Real(4.59207058F));
  const Real s = square_root(maximum(w, Real(0.0F))) - Real(6.25F);
  Real tail = multiply_add(s, Real(-1.18469865e-08F), Real(8.86589646e-08F));
  tail = multiply_add(tail, s, Real(-1.44999845e-07F));
  tail = multiply_add(tail, s, Real(4.29624578e-07F));
  tail = multiply_add(tail, s, Real(-5.90806212e-06F));
  tail = multiply_add(tail, s, Real(2.59655844e-05F));
  tail = multiply_add(tail, s, Real(-3.34480683e-05F));
  tail = multiply_add(tail, s, Real(-0.000710272347F));
  tail = multiply_add(tail, s, Real(1.42745209F));
  tail = multiply_add(tail, s, Real(8.6440773F));
  const Real q = u - Real(0.5F);
  const Real signed_tail = select(q < Real(0.0F), -tail, tail);
  const Real result = select(w < Real(6.0F), q * central, signed_tail);
  const Real edge = select(smaller == Real(0.0F), q * Real(kInfinity), Real(kNotANumber));
  return select(smaller > Real(0.0F), result, edge);
}

}  // namespace hashlease
