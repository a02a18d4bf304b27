#pragma once

/// Events of a jurisdiction: mining is forbidden; a levy falls on the energy of mining.

#include "site/ledger_items.hpp"
#include "site/lognormal.hpp"

namespace hashlease {

/// An instant that never comes [month].
inline constexpr float kNever = 1e30F;

/// When the events come on a path [month from the start], and what is left of them in a month. 4 numbers a plant.
template <class Real>
struct HazardState {
  Real ban;
  Real jump;
  Real allowed;  // share of the month in which mining is allowed
  Real levy;     // mean over the month [USD/MWh]
};

/// Time of the first event of a Poisson process, exponential with the given mean: -ln(u) * mean; never when that is 0.
template <class Real>
HASHLEASE_FUNCTION Real time_of_event(const MarketView<Real>& view, std::uint32_t slot, float mean_months) {
  if (mean_months == 0.0F) return Real(kNever);
  return natural_logarithm(view.uniform(slot, 0)) * -mean_months;
}

/// `plan` is null for a plant without hazards.
template <class Real>
HASHLEASE_FUNCTION void start_hazards(const MarketView<Real>& view, const HazardPlan* plan, HazardState<Real>& state) {
  state.allowed = Real(1.0F);
  state.levy = Real(0.0F);
  if (plan == nullptr) return;
  state.ban = time_of_event(view, plan->ban_slot, plan->ban_months);
  state.jump = time_of_event(view, plan->jump_slot, plan->jump_months);
}

/// What is allowed in a month. Sites of a jurisdiction share its draws, so they stop together; where one states a
/// higher hazard, its event comes no later.
template <class Real>
HASHLEASE_FUNCTION void follow_hazards(const HazardPlan* plan, int month, HazardState<Real>& state,
                                       SiteLedger<Real>& ledger) {
  if (plan == nullptr) return;
  const Real forbidden = share_after(month, state.ban);
  state.allowed = Real(1.0F) - forbidden;
  state.levy = share_after(month, state.jump) * plan->levy;
  const Real banned = select(forbidden > Real(0.0F), Real(1.0F), Real(0.0F));
  ledger[LedgerItem::mining_banned] = maximum(ledger[LedgerItem::mining_banned], banned);
}

}  // namespace hashlease
