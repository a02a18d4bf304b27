#pragma once

/// Functions of one number that are tabulated once per study.

#include "market/market_plan.hpp"
#include "random/elementary.hpp"

namespace hashlease {

/// Number of the interval that x >= 0 below 2^22 lies in, from 0; a whole x may count to either side.
template <class Real>
HASHLEASE_FUNCTION WordOf<Real> interval_of(Real x) {
  return bits_of((x - Real(0.5F)) + Real(kRoundingShift)) & WordOf<Real>(0x003FFFFFU);
}

/// The tabulated function at x, linear between its steps, beyond the first and the last held at their values.
template <class Real>
HASHLEASE_FUNCTION Real tabulated(const EvenTable& table, const float* tables, Real x) {
  const Real place = multiply_add(x, Real(table.scale), Real(table.offset));
  const Real held = minimum(maximum(place, Real(0.0F)), Real(static_cast<float>(table.intervals)));
  const WordOf<Real> interval = interval_of<Real>(held);
  const Real share = held - to_float_signed(interval);
  const Real low = gather<Real>(tables + table.first, interval);
  const Real high = gather<Real>(tables + table.first + 1, interval);
  return multiply_add(share, high - low, low);
}

/// The tabulated function at x; at the end of the table for NaN.
template <class Real>
HASHLEASE_FUNCTION Real tabulated(const OctaveTable& table, const float* tables, Real x) {
  constexpr int kDropped = 23 - kOctaveBits;
  const WordOf<Real> bits = bits_of(minimum(x, Real(table.highest)));
  const WordOf<Real> interval = (bits - WordOf<Real>(0x3F800000U)) >> kDropped;
  const Real knot = float_from_bits(bits & WordOf<Real>(~((1U << kDropped) - 1U)));
  const Real value = gather<Real>(tables + table.first, interval);
  const Real slope = gather<Real>(tables + table.slopes, interval);
  return multiply_add(float_from_bits(bits) - knot, slope, value);
}

/// x between -limit and limit.
template <class Real>
HASHLEASE_FUNCTION Real held_within(Real x, float limit) {
  return minimum(maximum(x, Real(-limit)), Real(limit));
}

}  // namespace hashlease
