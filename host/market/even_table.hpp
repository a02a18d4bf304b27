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

}  // namespace hashlease
