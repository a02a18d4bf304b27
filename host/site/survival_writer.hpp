#pragma once

/// The survival of a site with a treasury or debt as columns: what each quarter was like, and the measures after the
/// last month.

#include "site/column_writer.hpp"
#include "site/finance.hpp"
#include "vocabulary/survival_columns.hpp"

namespace hashlease {

/// Writes the quarter that ends with `month`. Covenants are tested on those that were solvent when the month began.
template <class Real>
HASHLEASE_FUNCTION void write_quarter(const EntityPlan& entity, int month, int month_count,
                                      const FinanceState<Real>& state, const ColumnWriter& columns) {
  const CovenantState<Real>& covenant = state.covenant;
  const Real none(0.0F), now(static_cast<float>(month + 1));
  const bool is_test = month >= entity.covenant.first_test_month && month % 3 == 2;
  const MaskOf<Real> solvent = !(covenant.insolvent > none);
  const MaskOf<Real> test = Real(is_test ? 1.0F : 0.0F) > none;
  const MaskOf<Real> tested = test & (solvent | (state.measures.insolvency_month == now));
  const MaskOf<Real> is_defined = covenant.ratio == covenant.ratio;
  const Real undefined = float_from_bits(WordOf<Real>(0x7FC00000U));
  const Real found = Real(static_cast<float>(kTested)) + covenant.lock_up * static_cast<float>(kBelowLockUp) +
                     covenant.in_default * static_cast<float>(kInDefault) +
                     select(is_defined, none, Real(static_cast<float>(kUndefinedDscr)));
  const Real standing = select(tested, found, none) + covenant.insolvent * static_cast<float>(kInsolvent);
  const long quarters = quarter_count(month_count);
  const long first = entity.first_quarter_column + month / 3;
  columns.write(first + static_cast<long>(QuarterColumn::standing) * quarters, standing);
  columns.write(first + static_cast<long>(QuarterColumn::dscr) * quarters, select(tested, covenant.ratio, undefined));
}

template <class Real>
HASHLEASE_FUNCTION void write_survival(const EntityPlan& entity, const SurvivalMeasures<Real>& measures,
                                       const ColumnWriter& columns) {
  const auto write = [&](SurvivalMeasure measure, const Real& value) {
    columns.write(entity.first_measure_column + static_cast<long>(measure), value);
  };
  write(SurvivalMeasure::minimum_dscr, measures.minimum_dscr);
  write(SurvivalMeasure::minimum_dscr_quarter, measures.minimum_dscr_quarter);
  write(SurvivalMeasure::insolvency_month, measures.insolvency_month);
  write(SurvivalMeasure::default_month, measures.default_month);
  write(SurvivalMeasure::cure_total, measures.cure_total);
  write(SurvivalMeasure::cash_drawdown, measures.cash_drawdown);
  write(SurvivalMeasure::terminal_equity, measures.terminal_equity);
  write(SurvivalMeasure::distribution_total, measures.distribution_total);
  write(SurvivalMeasure::payback_month, measures.payback_month);
  write(SurvivalMeasure::equity_lost, measures.equity_lost);
}

}  // namespace hashlease
