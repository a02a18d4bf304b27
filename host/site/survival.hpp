#pragma once

/// What is known of a site's survival after the last month of a path. What happens by quarter stands in the ledger of
/// the quarter's last month: dscr, lock_up, covenant_default, insolvent.

#include "base/lanes.hpp"

namespace hashlease {

/// Months and quarters are counted as elapsed at their end: 1 is the first. NaN where there is nothing to state.
template <class Real>
struct SurvivalMeasures {
  Real minimum_dscr;          // lowest DSCR tested, before any cure; NaN: none was defined
  Real minimum_dscr_quarter;  // first quarter of that ratio; NaN likewise
  Real insolvency_month;      // NaN: never insolvent
  Real default_month;         // first test in uncured default; NaN: never
  Real cure_total;            // equity paid in [USD]
  Real cash_drawdown;         // largest fall of cash from its peak, dealings with the owners left out [USD]
  Real terminal_equity;       // cash + bitcoin + written-down equipment - debt, of the first owners [USD]
  Real distribution_total;    // to the first owners [USD]
  Real payback_month;         // distributions reach equity invested and paid in; NaN: never, or nothing was invested
  Real equity_lost;           // 1: insolvent, or terminal equity is not above 0
};

}  // namespace hashlease
