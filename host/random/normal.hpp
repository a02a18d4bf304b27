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

/// Two independent standard normals from two words (Box, Muller 1958): radius sqrt(-2 ln u) from the first, direction
/// from the second. |z| goes up to 6.76.
template <class Real>
HASHLEASE_FUNCTION void box_muller(WordOf<Real> radius_word, WordOf<Real> direction_word, Real& first, Real& second) {
  const Real logarithm = natural_logarithm_of_normal(uniform_from_word<Real>(radius_word));
  const Real radius = square_root(logarithm * Real(-2.0F));
  Real sine;
  Real cosine;
  sine_cosine_of_turn<Real>(direction_word, sine, cosine);
  first = radius * cosine;
  second = radius * sine;
}

/// normal_cdf is exactly 0 at and below the first and exactly 1 at and above the second.
inline constexpr float kNormalCdfZeroBelow = -9.0F;
inline constexpr float kNormalCdfOneAbove = 5.5F;

/// Phi(x), the standard normal distribution function: 2^G(|x|) is the lower tail, G a polynomial fitted to log2 Phi(-t)
/// on [0, 9] with weight on [0, 7]; the upper half is 1 minus that. One exponential, no division. Exactly 1/2 at 0, NaN
/// for NaN. Largest error over every float: 2.2e-07 absolute for x > 0; relative 5.8e-07 on [-1, 0], 1.6e-06 on
/// [-4, -1], 6.0e-06 on [-7, -4] and 7.3e-04 on [-9, -7]. Neighbouring values may be out of order by that much.
template <class Real>
HASHLEASE_FUNCTION Real normal_cdf(Real x) {
  const Real t = minimum(Real(-kNormalCdfZeroBelow), absolute(x));
  Real g = multiply_add(t, Real(6.94679259e-10F), Real(-3.27039551e-08F));
  g = multiply_add(g, t, Real(6.68604514e-07F));
  g = multiply_add(g, t, Real(-7.69341568e-06F));
  g = multiply_add(g, t, Real(5.2678919e-05F));
  g = multiply_add(g, t, Real(-0.000184148463F));
  g = multiply_add(g, t, Real(-0.000225857963F));
  g = multiply_add(g, t, Real(0.00725930603F));
  g = multiply_add(g, t, Real(-0.0526794754F));
  g = multiply_add(g, t, Real(-0.459133744F));
  g = multiply_add(g, t, Real(-1.15111494F));
  g = multiply_add(g, t, Real(-1.0F));
  const Real shifted = g + Real(kRoundingShift);
  const Real r = g - (shifted - Real(kRoundingShift));
  Real p = multiply_add(r, Real(0.00133026671F), Real(0.00967260543F));
  p = multiply_add(p, r, Real(0.0555065088F));
  p = multiply_add(p, r, Real(0.240222245F));
  p = multiply_add(p, r, Real(0.693147004F));
  p = multiply_add(p, r, Real(1.0F));
  Real tail = float_from_bits(bits_of(p) + (bits_of(shifted) << 23));
  tail = select(t < Real(-kNormalCdfZeroBelow), tail, t + Real(kNormalCdfZeroBelow));
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
