#pragma once

/// GPUs of a plant: the contract book, then the spot market.

#include "site/contract_book.hpp"

namespace hashlease {

/// Working order of a fleet in a month.
template <class Real>
struct ServiceMonth {
  Real in_order;      // availability over its mean
  Real credit_share;  // of bills
};

/// Downtime is d * exp(s z - s^2 / 2) with mean d, cut off at 1. Each hour missing to the availability promised costs
/// `credit_multiple` hours of the bill, and no more than all of it.
template <class Real>
HASHLEASE_FUNCTION ServiceMonth<Real> serve(const MarketView<Real>& view, const ServiceTerms& terms, int month) {
  const Real zero(0.0F), one(1.0F);
  Real available = one - Real(terms.mean_downtime);
  Real in_order = one;
  if (terms.downtime_log_deviation > 0.0F) {
    const float deviation = terms.downtime_log_deviation;
    const Real z = inverse_normal_cdf(view.uniform(terms.slot, month));
    const Real factor = saturating_exponential(multiply_add(z, Real(deviation), Real(-0.5F * deviation * deviation)));
    available = maximum(one - factor * terms.mean_downtime, zero);
    in_order = available * terms.inverse_availability;
  }
  const Real missing = maximum(Real(terms.promised_availability) - available, zero);
  return {in_order, minimum(one, missing * terms.credit_multiple / maximum(available, Real(1e-6F)))};
}

/// A month of a GPU fleet of which the share `live` is in service; it must not fall from one month to the next.
/// Contracts come first. What is not under contract, and what its customers neither use nor pay for, is sold on the
/// spot market at its occupancy, less the demand that customers take away who sublet hours of their own. Idle GPUs draw
/// `idle_power_share` of the power of busy ones. Returns the energy [MWh].
template <class Real>
HASHLEASE_FUNCTION Real run_gpu_fleet(const MarketView<Real>& view, const SitesPlan& sites, const HoldingPlan& holding,
                                      int month, const Real& live, TrancheState<Real>* tranches,
                                      SiteLedger<Real>& ledger) {
  const Real zero(0.0F), one(1.0F);
  const Real hours(view.hours(month));
  ServiceMonth<Real> service{one, zero};
  if (holding.service >= 0) service = serve(view, sites.service[holding.service], month);
  const Real in_order = service.in_order * live;
  Real paid = zero, unused = zero, to_spot = zero, from_spot = zero;
  for (int k = 0; k < holding.tranche_count; ++k) {
    const TranchePlan& tranche = sites.tranche[holding.first_tranche + k];
    const ContractBook<Real> book{
        view, holding, tranche, sites.terms[tranche.terms], month, live, in_order, service.credit_share, ledger};
    const TrancheMonth<Real> result = book(tranches[holding.first_state + k]);
    paid = paid + result.paid;
    unused = unused + result.unused;
    to_spot = to_spot + result.to_spot;
    from_spot = from_spot + result.from_spot;
  }
  // What is sublet finds takers at the same occupancy, so the demand lost fills as many GPUs as are sublet.
  const Real offered = maximum(Real(holding.spot_gpus) + to_spot - from_spot, zero);
  const Real extra = offered - Real(holding.spot_gpus);
  const Real spot_revenue = view.gpu(month, holding.gpu_class, GpuDriver::spot_revenue);
  ledger[LedgerItem::spot_ai_revenue] =
      multiply_add(spot_revenue, offered * in_order, ledger[LedgerItem::spot_ai_revenue]);
  const Real occupied = minimum(view.gpu(month, holding.gpu_class, GpuDriver::occupancy_mean), one);
  const Real available = in_order * hours * holding.gpus;
  ledger.add(LedgerItem::gpu_hours_available, available);
  ledger.add(LedgerItem::gpu_hours_sold, minimum(multiply_add(offered, occupied, paid) * in_order * hours, available));
  ledger.add(LedgerItem::gpu_megawatts, live * holding.megawatts);
  const Real busy(holding.busy_megawatts);
  const Real spot_load = multiply_add(extra, busy, Real(holding.occupancy_megawatts));
  const Real load = multiply_add(occupied, spot_load, multiply_add(-unused, busy, Real(holding.steady_megawatts)));
  return load * live * hours;
}

}  // namespace hashlease
