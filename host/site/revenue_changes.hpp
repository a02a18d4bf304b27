#pragma once

/// Revenue volatility along a path.

#include "random/elementary.hpp"

namespace hashlease {

/// Annualised standard deviation along a path of the monthly changes of log revenue per day, sqrt(12 * sample
/// variance): per day, so that short and long months are no volatility. NaN where a month earned nothing, or with fewer
/// than two changes.
template <class Real>
struct RevenueChanges {
  Real last_log;  // of the previous month's revenue
  Real sum;
  Real sum_of_squares;
  MaskOf<Real> broken;  // a month earned nothing: the measure is undefined

  HASHLEASE_FUNCTION void start() {
    last_log = sum = sum_of_squares = Real(0.0F);
    broken = Real(0.0F) > Real(0.0F);
  }

  HASHLEASE_FUNCTION void follow(int month, Real daily_revenue) {
    const MaskOf<Real> nothing = !(daily_revenue > Real(0.0F));
    const Real log_revenue = natural_logarithm(select(nothing, Real(1.0F), daily_revenue));
    if (month > 0) {
      const Real change = log_revenue - last_log;
      sum = sum + change;
      sum_of_squares = multiply_add(change, change, sum_of_squares);
    }
    broken = broken | nothing;
    last_log = log_revenue;
  }

  HASHLEASE_FUNCTION Real volatility(int month_count) const {
    const int count = month_count - 1;
    const Real undefined = float_from_bits(WordOf<Real>(0x7FC00000U));
    if (count < 2) return undefined;
    const Real mean = sum * (1.0F / static_cast<float>(count));
    const Real squares = maximum(multiply_add(-mean, sum, sum_of_squares), Real(0.0F));
    return select(broken, undefined, square_root(squares * (12.0F / static_cast<float>(count - 1))));
  }
};

}  // namespace hashlease
