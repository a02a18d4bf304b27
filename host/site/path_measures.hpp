#pragma once

/// What a path remembers of its months for the measures of the whole path, and the measures themselves. A study keeps
/// the common ones and those of run.path_measures; what belongs to others is not worked out.

#include "site/ledger_items.hpp"
#include "site/revenue_changes.hpp"
#include "site/site_plan.hpp"
#include "vocabulary/path_measures.hpp"

namespace hashlease {

HASHLEASE_FUNCTION bool keeps(const SitesPlan& sites, PathMeasure measure) {
  return sites.path_measure_place[static_cast<int>(measure)] >= 0;
}

template <class Real>
struct PathMeasures {
  RevenueChanges<Real> changes;
  Real cash_flow_so_far;  // less net capital expenditure, since the start [USD]
  Real lowest_so_far;     // of that, and 0 [USD]
  Real worst_month;       // lowest cash flow of a month [USD]

  HASHLEASE_FUNCTION void start() {
    changes.start();
    cash_flow_so_far = lowest_so_far = worst_month = Real(0.0F);
  }

  /// @param hours  of the month
  HASHLEASE_FUNCTION void follow(const SitesPlan& sites, int month, float hours, const SiteLedger<Real>& ledger) {
    changes.follow(month, ledger[LedgerItem::revenue] * (24.0F / hours));
    if (keeps(sites, PathMeasure::peak_funding_need)) {
      cash_flow_so_far = cash_flow_so_far + (ledger[LedgerItem::cash_flow] - net_capital_expenditure(ledger));
      lowest_so_far = minimum(lowest_so_far, cash_flow_so_far);
    }
    if (keeps(sites, PathMeasure::lowest_monthly_cash_flow)) {
      const Real cash_flow = ledger[LedgerItem::cash_flow];
      worst_month = month == 0 ? cash_flow : minimum(worst_month, cash_flow);
    }
  }

  /// A measure after the last month; NaN where it is not defined.
  HASHLEASE_FUNCTION Real value(PathMeasure measure, int months) const {
    switch (measure) {
      case PathMeasure::revenue_log_volatility: return changes.volatility(months);
      case PathMeasure::peak_funding_need: return Real(0.0F) - lowest_so_far;
      case PathMeasure::lowest_monthly_cash_flow: return worst_month;
    }
    return Real(0.0F);
  }
};

}  // namespace hashlease
