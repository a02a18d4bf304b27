#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "plan/sites_draft.hpp"

namespace hashlease {

namespace {

/// A GPU fleet while its plan is put together.
struct FleetDraft {
  const SiteConfiguration& site;
  const GpuConfiguration& gpu;
  const GpuClassConfiguration& gpu_class;
  std::int32_t class_number;
  double sold;  // GPUs times availability
};

std::int16_t small(std::int32_t number) { return static_cast<std::int16_t>(number); }

/// Number of the entry in a table that blends share, entered when it is new.
template <class Entry, std::size_t kSize>
std::int32_t entry_number(Entry (&table)[kSize], std::int32_t& used, const Entry& wanted, std::string_view what) {
  const auto* end = table + used;
  const auto* found = std::find(static_cast<const Entry*>(table), end, wanted);
  if (found != end) return static_cast<std::int32_t>(found - table);
  const std::int32_t number = SitesDraft::take(used, static_cast<int>(kSize), what);
  table[number] = wanted;
  return number;
}

std::string tenant_name(const FleetDraft& fleet, const GpuContractConfiguration& contract) {
  if (!contract.tenant.empty()) return contract.tenant;
  const std::string own = fmt::format("{}.{}", fleet.site.name, fleet.gpu.gpu_class);
  return contract.name.empty() ? own : fmt::format("{}.{}", own, contract.name);
}

double tenor_factor(const GpuClassConfiguration& market, const GpuContractConfiguration& contract) {
  return std::exp(-market.tenor_slope * static_cast<double>(contract.term_months) / 12.0);
}

ContractTerms contract_terms(const FleetDraft& fleet, const GpuContractConfiguration& contract) {
  const GpuClassConfiguration& market = fleet.gpu_class;
  const double tenor = tenor_factor(market, contract);
  const double neutral = market.base_occupancy;
  ContractTerms terms{};
  terms.slot = draw_slot("tenant", tenant_name(fleet, contract));
  terms.gpu_class = fleet.class_number;
  terms.start_month = static_cast<std::int32_t>(fleet.gpu.first_vacancy_months + contract.start_month);
  terms.term_months = static_cast<std::int32_t>(contract.term_months);
  terms.relet_lag_months = static_cast<std::int32_t>(contract.relet_lag_months);
  terms.rate = rounded(contract.rate);
  terms.start_market_rate = rounded(std::max(market.lease_rate, market.floor_rate) * tenor);
  terms.tenor_factor = rounded(tenor);
  terms.take_or_pay = rounded(contract.take_or_pay);
  terms.use_base = rounded(contract.use_share * (1.0 - contract.use_response));
  terms.use_slope = rounded(contract.use_share * contract.use_response / neutral);
  terms.idle_sale = fleet.gpu.sell_idle ? 1.0F : 0.0F;
  terms.resale_share = rounded(fleet.gpu.resale_share);
  terms.sublet_share = rounded(contract.sublet_share);
  terms.displacement = rounded(contract.sublet_share * fleet.gpu.sublet_displacement);
  terms.prepayment = rounded(contract.prepayment);
  terms.monthly_hazard = rounded(contract.default_hazard / 12.0);
  terms.default_sensitivity = rounded(contract.default_sensitivity);
  terms.recovery_share = rounded(contract.recovery_share);
  terms.recovery_cap_months = rounded(contract.recovery_cap_months);
  return terms;
}

void add_tranche(SitesDraft& draft, const FleetDraft& fleet, const GpuContractConfiguration& contract) {
  if (draft.site_tranches >= kMaxTranchesPerSite) {
    throw InputError(
        fmt::format("a site, or the sites that a blend is made of, have more than {} tranches of GPU "
                    "contracts between them",
                    kMaxTranchesPerSite));
  }
  ++draft.site_tranches;
  TranchePlan& tranche =
      draft.plan.tranche[SitesDraft::take(draft.tranches, kMaxTranches, "tranches of GPU contracts")];
  tranche.gpus = rounded(fleet.sold * contract.share);
  tranche.terms =
      entry_number(draft.plan.terms, draft.terms, contract_terms(fleet, contract), "different terms of GPU contracts");
}

std::int16_t service_number(SitesDraft& draft, const FleetDraft& fleet) {
  const GpuConfiguration& gpu = fleet.gpu;
  if (gpu.promised_availability == 0.0 && gpu.downtime_log_deviation == 0.0) return -1;
  const std::uint32_t slot = draw_slot("downtime", fmt::format("{}.{}", fleet.site.name, gpu.gpu_class));
  const ServiceTerms terms{slot,
                           rounded(1.0 - gpu.availability),
                           rounded(gpu.downtime_log_deviation),
                           rounded(1.0 / gpu.availability),
                           rounded(gpu.promised_availability),
                           rounded(gpu.service_credit_multiple)};
  return small(entry_number(draft.plan.service, draft.services, terms, "different promises of availability"));
}

std::vector<GpuContractConfiguration> book_of(const GpuConfiguration& gpu) {
  if (!gpu.tranche.empty()) return gpu.tranche;
  if (gpu.contract.share > 0.0) return {gpu.contract};
  return {};
}

FleetDraft fleet_draft(const SitesDraft& draft, const SiteConfiguration& site, const GpuConfiguration& gpu,
                       double scale) {
  const std::int32_t number = gpu_class_number(draft.configuration, gpu.gpu_class);
  const double sold = gpu.power_mw * scale * 1000.0 / (gpu.kilowatt_per_gpu * gpu.pue) * gpu.availability;
  return {site, gpu, draft.configuration.market.gpu[static_cast<std::size_t>(number)], number, sold};
}

}  // namespace

void add_gpu(SitesDraft& draft, const SiteConfiguration& site, const GpuConfiguration& gpu, double scale) {
  const FleetDraft fleet = fleet_draft(draft, site, gpu, scale);
  HoldingPlan& holding = draft.plan.holding[SitesDraft::take(draft.holdings, kMaxHoldings, "GPU fleets")];
  holding.gpu_class = small(fleet.class_number);
  holding.delivered_by = small(conversion_number(site, gpu.delivered_by));
  holding.service = service_number(draft, fleet);
  holding.first_tranche = small(draft.tranches);
  holding.first_state = small(draft.site_tranches);
  double share = 0.0;
  for (const GpuContractConfiguration& contract : book_of(gpu)) {
    share += contract.share;
    add_tranche(draft, fleet, contract);
  }
  holding.tranche_count = small(draft.tranches - holding.first_tranche);
  const double megawatts = gpu.power_mw * scale;
  const double rest = std::max(1.0 - share, 0.0);
  const double spot_share = gpu.sell_idle ? rest : 0.0;
  holding.gpus = rounded(fleet.sold);
  holding.spot_gpus = rounded(fleet.sold * spot_share);
  holding.megawatts = rounded(megawatts);
  holding.busy_megawatts = rounded(megawatts * (1.0 - gpu.idle_power_share) / fleet.sold);
  holding.steady_megawatts = rounded(megawatts * (share + rest * gpu.idle_power_share));
  holding.occupancy_megawatts = rounded(megawatts * spot_share * (1.0 - gpu.idle_power_share));
}

/// Contracts are judged at the market rate for their term, whatever the first rate, and with all hours paid for.
GpuMarginFigures gpu_margin_figures(const Configuration& configuration, const GpuConfiguration& gpu) {
  const auto number = static_cast<std::size_t>(gpu_class_number(configuration, gpu.gpu_class));
  const double sold = gpu.power_mw * 1000.0 / (gpu.kilowatt_per_gpu * gpu.pue) * gpu.availability;
  double share = 0.0, valued = 0.0;
  for (const GpuContractConfiguration& contract : book_of(gpu)) {
    share += contract.share;
    valued += contract.share * tenor_factor(configuration.market.gpu[number], contract);
  }
  const double rest = std::max(1.0 - share, 0.0);
  const double spot = gpu.sell_idle ? rest : 0.0;
  return {sold * valued, sold * spot, gpu.power_mw * (share + rest * gpu.idle_power_share),
          gpu.power_mw * spot * (1.0 - gpu.idle_power_share)};
}

}  // namespace hashlease
