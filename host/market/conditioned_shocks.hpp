#pragma once

/// What the Student-t copula, empirical distributions and the bootstrap make of the normal shocks of a step.

#include "market/even_table.hpp"
#include "market/shocks.hpp"

namespace hashlease {

/// Phi^-1(F_nu(x)) of a Student-t variate x: x times a function of 1 + x^2 / nu, which falls about as the root of
/// ln(1 + u) / u, u = x^2 / nu (Wallace 1959, "Bounds on normal approximations to Student's and the chi-square
/// distributions"), and so is tabulated by octave. Relative error at most 1e-5.
template <class Real>
HASHLEASE_FUNCTION Real student_t_to_normal(const CopulaPlan& copula, const float* tables, Real x) {
  const Real growth = multiply_add(x * copula.inverse_degrees, x, Real(1.0F));
  return x * tabulated(copula.margin, tables, growth);
}

/// Student-t copula (Demarta & McNeil 2005): one chi^2 for all factors of a step, margins back to normal.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void apply_copula(const CopulaPlan& copula, const float* tables, const ModelDraws<Real>& draws,
                                     MarketShocks<Real, kClasses>& shocks) {
  const Real mixing = tabulated(copula.mixing, tables, draws.mixing);
  for (int k = 0; k < kFactorCount; ++k) {
    shocks.factor[k] = student_t_to_normal<Real>(copula, tables, shocks.factor[k] * mixing);
  }
}

template <class Real>
HASHLEASE_FUNCTION void apply_table(const EvenTable& table, const float* tables, Real& shock) {
  if (table.intervals > 0) shock = tabulated(table, tables, shock);
}

/// Quantile functions of samples in the place of the normal one.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void apply_empirical(const MarketPlan& plan, const float* tables,
                                        MarketShocks<Real, kClasses>& shocks) {
  for (int k = 0; k < kFactorCount; ++k) apply_table(plan.models.empirical_factor[k], tables, shocks.factor[k]);
  if (plan.has_jumps != 0) apply_table(plan.models.empirical_jump, tables, shocks.jump);
  if (plan.has_fee_spikes != 0) apply_table(plan.models.empirical_fee_spike, tables, shocks.fee_spike);
  for (int c = 0; c < kClasses; ++c) {
    if (c >= plan.gpu_class_count) break;
    apply_table(plan.models.empirical_own_demand, tables, shocks.own_demand[c]);
  }
}

/// The next row of the stationary bootstrap (Politis & Romano 1994): that after the last one, the first after the last
/// of all, or with probability 1 / mean block length any. The first step takes any.
template <class Real>
HASHLEASE_FUNCTION Real next_row(const BootstrapPlan& bootstrap, const ModelDraws<Real>& draws, std::uint32_t step,
                                 Real row) {
  const Real any_place = to_float_signed(draws.row >> 8) * (bootstrap.rows * 0x1p-24F);
  const Real any_row = minimum(to_float_signed(interval_of<Real>(any_place)), Real(bootstrap.rows - 1.0F));
  if (step == 0) return any_row;
  const Real following = row + Real(1.0F);
  const Real around = select(following < Real(bootstrap.rows), following, Real(0.0F));
  return select(draws.restart < WordOf<Real>(bootstrap.restart), any_row, around);
}

/// Puts the row's values in the place of the shocks of their factors.
template <class Real, int kClasses>
HASHLEASE_FUNCTION void apply_row(const BootstrapPlan& bootstrap, const float* tables, Real row,
                                  MarketShocks<Real, kClasses>& shocks) {
  const WordOf<Real> place = bits_of(row + Real(kRoundingShift)) & WordOf<Real>(0x003FFFFFU);
  for (int k = 0; k < kFactorCount; ++k) {
    if (bootstrap.has_column[k] != 0) shocks.factor[k] = gather<Real>(tables + bootstrap.column[k], place);
  }
}

}  // namespace hashlease
