#pragma once

/// Transcendental functions made of single IEEE operations, so that every instruction set, compiler and device gives
/// the same bits. Each states its largest error against the exact value in units in the last place of the correctly
/// rounded result (ulp), measured over all arguments named; tests/random holds them to it. Coefficients are minimax
/// fits (Remez exchange at 40 digits, weight = relative error of the whole function) rounded to float one after the
/// other, the rest refitted each time. The bits of a NaN result are not specified.

#include <cstdint>
#include <limits>

#include "base/lanes.hpp"

namespace hashlease {

inline constexpr float kInfinity = std::numeric_limits<float>::infinity();
inline constexpr float kNotANumber = std::numeric_limits<float>::quiet_NaN();
inline constexpr float kSmallestNormal = 1.17549435e-38F;

/// Adding and subtracting it rounds a float of magnitude below 2^22 to an integer, which the low bits then hold.
inline constexpr float kRoundingShift = 12582912.0F;

/// ln(2^exponent_shift x) of the positive float with the given bits; the shift comes as -exponent_shift * 2^23.
/// x = 2^k m with m in [sqrt(1/2), sqrt(2)), f = m - 1: ln x = k ln 2 + f + f^2 P(f).
template <class Real>
HASHLEASE_FUNCTION Real logarithm_of_bits(WordOf<Real> bits, WordOf<Real> exponent_offset) {
  const WordOf<Real> exponent = (bits - WordOf<Real>(0x3F3504F3U)) & WordOf<Real>(0xFF800000U);
  const Real f = float_from_bits(bits - exponent) - Real(1.0F);
  const Real k = to_float_signed(exponent - exponent_offset);
  const Real square = f * f;
  Real even = multiply_add(square, Real(-0.143075079F), Real(-0.165705115F));
  Real odd = multiply_add(square, Real(0.087347962F), Real(0.149179846F));
  even = multiply_add(even, square, Real(-0.250017554F));
  odd = multiply_add(odd, square, Real(0.199620709F));
  even = multiply_add(even, square, Real(-0.499999911F));
  odd = multiply_add(odd, square, Real(0.333339512F));
  const Real fraction = multiply_add(multiply_add(odd, f, even), square, f);
  return multiply_add(k, Real(0.693147182F * 0x1p-23F), fraction);
}

/// ln x for finite x of at least 2^-126; anything else gives a number without meaning. Error at most 1.22 ulp.
template <class Real>
HASHLEASE_FUNCTION Real natural_logarithm_of_normal(Real x) {
  return logarithm_of_bits<Real>(bits_of(x), WordOf<Real>(0U));
}

/// ln x. Subnormal arguments are exact too; ln 0 = ln -0 = -infinity, ln infinity = infinity, NaN for negative
/// arguments and NaN. Error at most 1.22 ulp over all positive floats.
template <class Real>
HASHLEASE_FUNCTION Real natural_logarithm(Real x) {
  const MaskOf<Real> subnormal = x < Real(kSmallestNormal);
  const Real scaled = select(subnormal, x * Real(8388608.0F), x);
  const WordOf<Real> offset = select(subnormal, WordOf<Real>(23U << 23), WordOf<Real>(0U));
  const Real result = logarithm_of_bits<Real>(bits_of(scaled), offset);
  const Real not_positive = select(x == Real(0.0F), Real(-kInfinity), Real(kNotANumber));
  return select(x > Real(0.0F), select(x < Real(kInfinity), result, x), not_positive);
}

/// Square root rounded to nearest of a number between 2^-100 and 2^100, from y within 2^-22.9 of its inverse: one step
/// of Newton and Markstein (Markstein 1990, "Computation of elementary functions on the IBM RISC System/6000
/// processor").
HASHLEASE_FUNCTION float refined_square_root(float x, float y) {
  const float root = x * y;
  const float half = y * 0.5F;
  return multiply_add(multiply_add(-root, root, x), half, root);
}

/// Square root rounded to nearest, of 0 or a number between 2^-100 and 2^100. A GPU spares the look at other arguments,
/// half of the instructions of square_root there.
template <class Real>
HASHLEASE_FUNCTION Real square_root_in_range(Real x) {
#if defined(__CUDA_ARCH__)
  float inverse;
  asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(inverse) : "f"(x));
  return refined_square_root(x, minimum(inverse, 1e30F));  // infinite at 0
#else
  return square_root(x);
#endif
}

/// 1 / x rounded to nearest of a number between 2^-100 and 2^100, from y within a unit in its last place: one step of
/// Newton (Markstein 1990, as above), the steps that nvcc makes of a division in that range.
HASHLEASE_FUNCTION float refined_reciprocal(float x, float y) { return multiply_add(y, multiply_add(-x, y, 1.0F), y); }

/// 1 / x rounded to nearest, of a number between 2^-100 and 2^100. A GPU spares the look at other arguments.
template <class Real>
HASHLEASE_FUNCTION Real reciprocal_in_range(Real x) {
#if defined(__CUDA_ARCH__)
  float inverse;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(inverse) : "f"(x));
  return refined_reciprocal(x, inverse);
#else
  return Real(1.0F) / x;
#endif
}

/// Arguments for which e^x is a normal float.
inline constexpr float kExponentialLowest = -87.3365402F;
inline constexpr float kExponentialHighest = 88.7228317F;

/// e^r for |r| <= ln(2) / 2: 1 + r + r^2 P(r).
template <class Real>
HASHLEASE_FUNCTION Real exponential_polynomial(Real r) {
  Real p = multiply_add(r, Real(0.00831281487F), Real(0.0418901742F));
  p = multiply_add(p, r, Real(0.166671112F));
  p = multiply_add(p, r, Real(0.499992311F));
  return multiply_add(multiply_add(p, r, Real(1.0F)), r, Real(1.0F));
}

/// e^x for x in [kExponentialLowest, kExponentialHighest]; anything else gives a number without meaning.
/// x = n ln 2 + r with |r| <= ln(2) / 2: e^x = 2^n e^r. Error at most 2.90 ulp for |x| up to 20, 5.60 ulp beyond.
template <class Real>
HASHLEASE_FUNCTION Real exponential_in_range(Real x) {
  const Real shifted = multiply_add(x, Real(1.44269502F), Real(kRoundingShift));
  const Real n = shifted - Real(kRoundingShift);
  const Real r = multiply_add(n, Real(-0.693147182F), x);
  return float_from_bits(bits_of(exponential_polynomial(r)) + (bits_of(shifted) << 23));
}

/// e^x and e^-x for |x| up to 87; anything else gives numbers without meaning. The even and the odd part of the
/// polynomial of exponential_in_range serve both. Error of each at most 2.90 ulp for |x| up to 20, 5.60 ulp beyond.
template <class Real>
HASHLEASE_FUNCTION void exponentials_in_range(Real x, Real& growth, Real& decay) {
  const Real shifted = multiply_add(x, Real(1.44269502F), Real(kRoundingShift));
  const Real n = shifted - Real(kRoundingShift);
  const Real r = multiply_add(n, Real(-0.693147182F), x);
  const Real square = r * r;
  const Real even = multiply_add(multiply_add(square, Real(0.0418901742F), Real(0.499992311F)), square, Real(1.0F));
  const Real odd = multiply_add(multiply_add(square, Real(0.00831281487F), Real(0.166671112F)), square, Real(1.0F));
  const WordOf<Real> scale = bits_of(shifted) << 23;
  growth = float_from_bits(bits_of(multiply_add(odd, r, even)) + scale);
  decay = float_from_bits(bits_of(multiply_add(odd, -r, even)) - scale);
}

/// e^x: 0 below kExponentialLowest (results that would be subnormal are 0), infinity above kExponentialHighest, NaN for
/// NaN. Error at most 2.90 ulp for |x| up to 20, 5.60 ulp beyond.
template <class Real>
HASHLEASE_FUNCTION Real exponential(Real x) {
  const Real result = select(x <= Real(kExponentialHighest), exponential_in_range(x), x + Real(kInfinity));
  return select(x < Real(kExponentialLowest), Real(0.0F), result);
}

/// e^x with x held in [kExponentialLowest, kExponentialHighest], so the result is always a positive normal float; NaN
/// for NaN. What models use: cheaper than exponential(), and a state that has run away stays a number that can be seen.
template <class Real>
HASHLEASE_FUNCTION Real saturating_exponential(Real x) {
  const Real held = minimum(Real(kExponentialHighest), maximum(Real(kExponentialLowest), x));
  return exponential_in_range(held);
}

/// saturating_exponential, to the bit, in fewer operations when no lane is beyond 0.34 in magnitude. Of the 32 threads
/// of a warp, which take both ways when one of them has to, one often is.
template <class Real>
HASHLEASE_FUNCTION Real exponential_of_mostly_small(Real x) {
#if defined(__CUDA_ARCH__)
  return saturating_exponential(x);
#endif
  return any_of(absolute(x) > Real(0.34F)) ? saturating_exponential(x) : exponential_polynomial(x);
}

/// asinh x = sign(x) ln(|x| + sqrt(x^2 + 1)); below 1/2 the odd series. Infinities and NaN give themselves. Error at
/// most 4.08 ulp over all floats.
template <class Real>
HASHLEASE_FUNCTION Real inverse_hyperbolic_sine(Real x) {
  const Real magnitude = absolute(x);
  const Real square = magnitude * magnitude;
  Real series = multiply_add(square, Real(0.020156892F), Real(-0.0427169017F));
  series = multiply_add(series, square, Real(0.0748503059F));
  series = multiply_add(series, square, Real(-0.166663006F));
  series = multiply_add(series * square, magnitude, magnitude);
  const MaskOf<Real> large = magnitude > Real(1048576.0F);  // here x^2 + 1 = x^2, which may overflow
  const Real argument = select(large, magnitude, magnitude + square_root(square + Real(1.0F)));
  const Real logarithm = natural_logarithm_of_normal(argument) + select(large, Real(0.693147182F), Real(0.0F));
  Real result = select(magnitude < Real(0.5F), series, logarithm);
  result = select(magnitude < Real(kInfinity), result, magnitude);
  return float_from_bits(bits_of(result) | (bits_of(x) & WordOf<Real>(0x80000000U)));
}

/// sinh x = (e^x - e^-x) / 2; below 1 the odd series. Infinite above kExponentialHighest in magnitude. Error at most
/// 5.60 ulp over all floats up to there.
template <class Real>
HASHLEASE_FUNCTION Real hyperbolic_sine(Real x) {
  const Real magnitude = absolute(x);
  const Real square = magnitude * magnitude;
  Real series = multiply_add(square, Real(0.000203766351F), Real(0.00833022315F));
  series = multiply_add(series, square, Real(0.166667178F));
  series = multiply_add(series * square, magnitude, magnitude);
  const Real half = exponential(magnitude) * Real(0.5F);
  const Real result = select(magnitude < Real(1.0F), series, half - Real(0.25F) / half);
  return float_from_bits(bits_of(result) | (bits_of(x) & WordOf<Real>(0x80000000U)));
}

}  // namespace hashlease
