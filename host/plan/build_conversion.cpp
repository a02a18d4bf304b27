#include <algorithm>
#include <cmath>

#include "plan/sites_draft.hpp"

namespace hashlease {

LognormalPlan make_lognormal(double mean, double deviation) {
  if (mean == 0.0) return {0.0F, 0.0F};
  const double log_variance = std::log1p(deviation * deviation / (mean * mean));
  return {rounded(mean * std::exp(-0.5 * log_variance)), rounded(std::sqrt(log_variance))};
}

double converted_share(const SiteConfiguration& site, const ConversionConfiguration& conversion,
                       const AsicConfiguration& fleet) {
  const auto ends = [&](const AsicConfiguration& asic) {
    const auto& names = conversion.asic;
    return names.empty() || std::find(names.begin(), names.end(), asic.model) != names.end();
  };
  double megawatts = 0.0;
  for (const AsicConfiguration& asic : site.asic) megawatts += ends(asic) ? asic.power_mw : 0.0;
  return ends(fleet) && megawatts > 0.0 ? conversion.mining_mw / megawatts : 0.0;
}

std::int32_t conversion_number(const SiteConfiguration& site, const std::string& name) {
  const auto found = std::find_if(site.conversion.begin(), site.conversion.end(),
                                  [&](const ConversionConfiguration& conversion) { return conversion.name == name; });
  return found == site.conversion.end() ? -1 : static_cast<std::int32_t>(found - site.conversion.begin());
}

namespace {

/// Salvage of the whole conversion: PH/s that end, times the days they sell for.
double salvage_petahash_days(const SiteConfiguration& site, const ConversionConfiguration& conversion) {
  double petahashes = 0.0;
  for (const AsicConfiguration& asic : site.asic) {
    const double megawatts = asic.power_mw * converted_share(site, conversion, asic);
    petahashes += megawatts * 1000.0 / (asic.efficiency * asic.pue);
  }
  return petahashes * conversion.salvage_days;
}

/// What the margin of a delivered megawatt is made of: all equipment that the conversion delivers, over its megawatts.
void set_delivered_margin(SitesDraft& draft, const SiteConfiguration& site, const ConversionConfiguration& conversion,
                          std::int32_t first_colocation, ConversionPlan& plan) {
  plan.gpu_class = plan.colocation = -1;
  double megawatts = 0.0, contract = 0.0, spot = 0.0, kilowatts = 0.0, steady = 0.0, occupancy = 0.0;
  for (const GpuConfiguration& gpu : site.gpu) {
    if (gpu.delivered_by != conversion.name) continue;
    plan.gpu_class = gpu_class_number(draft.configuration, gpu.gpu_class);
    const GpuMarginFigures figures = gpu_margin_figures(draft.configuration, gpu);
    contract += figures.contract_gpus;
    spot += figures.spot_gpus;
    steady += figures.steady_megawatts;
    occupancy += figures.occupancy_megawatts;
    megawatts += gpu.power_mw;
  }
  for (std::size_t k = 0; k < site.colocation.size(); ++k) {
    const ColocationConfiguration& hall = site.colocation[k];
    if (hall.delivered_by != conversion.name) continue;
    plan.colocation = first_colocation + static_cast<std::int32_t>(k);
    kilowatts += hall.critical_mw * 1000.0;
    const double paid = 1.0 - hall.power_pass_through * (1.0 + hall.power_markup);
    steady += hall.critical_mw * hall.pue * hall.load_factor * paid;
    megawatts += hall.critical_mw * hall.pue;
  }
  const double per_megawatt = megawatts > 0.0 ? 1.0 / megawatts : 0.0;
  plan.contract_gpus = rounded(contract * per_megawatt);
  plan.spot_gpus = rounded(spot * per_megawatt);
  plan.rented_kilowatts = rounded(kilowatts * per_megawatt);
  plan.steady_load = rounded(steady * per_megawatt);
  plan.occupancy_load = rounded(occupancy * per_megawatt);
}

void set_construction(const ConversionConfiguration& conversion, ConversionPlan& plan) {
  plan.phase_count = static_cast<std::int32_t>(conversion.phase_months.size());
  for (std::size_t k = 0; k < conversion.phase_months.size(); ++k) {
    plan.phase_month[k] = rounded(conversion.phase_months[k]);
    plan.phase_share[k] = rounded(conversion.phase_shares[k]);
  }
  plan.queue_delay = make_lognormal(conversion.queue_delay_months, conversion.queue_delay_deviation);
  plan.lead_time = make_lognormal(conversion.lead_time_months, conversion.lead_time_deviation);
  const double megawatts = conversion.mining_mw * conversion.convertible_share + conversion.new_mw;
  const double cost = conversion.capex_per_mw * megawatts;
  plan.cost = make_lognormal(cost * (1.0 + conversion.capex_overrun), cost * conversion.capex_overrun_deviation);
  plan.construction_rate = rounded(conversion.construction_rate / 12.0);
}

}  // namespace

void add_conversion(SitesDraft& draft, const SiteConfiguration& site, const ConversionConfiguration& conversion,
                    std::int32_t first_colocation) {
  ConversionPlan& plan =
      draft.plan.conversion[SitesDraft::take(draft.conversions, kMaxConversions, "conversions of sites")];
  plan.trigger = static_cast<TriggerKind>(conversion.trigger);
  plan.month = static_cast<std::int32_t>(conversion.month);
  plan.months_in_row = static_cast<std::int32_t>(conversion.months_in_row);
  const std::string own = fmt::format("{}.{}", site.name, conversion.name);
  plan.slot = draw_slot("conversion", conversion.project.empty() ? own : conversion.project);
  const bool ratio = conversion.trigger == ConversionTrigger::margin_ratio;
  plan.threshold = rounded(ratio ? conversion.margin_ratio : conversion.mining_margin);
  set_construction(conversion, plan);
  plan.salvage_days = rounded(salvage_petahash_days(site, conversion));
  plan.sale = rounded(conversion.sale_per_mw * conversion.mining_mw);
  const double saved = site.operating_cost_per_mw_month * conversion.mining_mw;
  plan.saved_operating_cost = rounded(conversion.ends_operating_cost ? saved : 0.0);
  plan.inverse_mining_mw = rounded(conversion.mining_mw > 0.0 ? 1.0 / conversion.mining_mw : 0.0);
  set_delivered_margin(draft, site, conversion, first_colocation, plan);
}

std::int32_t add_hazard(SitesDraft& draft, const SiteConfiguration& site) {
  const HazardConfiguration& hazard = site.hazard;
  const bool levied = hazard.policy_jump_hazard > 0.0 && hazard.policy_levy > 0.0;
  if (hazard.mining_ban_hazard == 0.0 && !levied) return -1;
  const std::int32_t number = SitesDraft::take(draft.hazards, kMaxHazards, "sites with hazards");
  HazardPlan& plan = draft.plan.hazard[number];
  const std::string& place = hazard.jurisdiction.empty() ? site.name : hazard.jurisdiction;
  plan.ban_slot = draw_slot("mining ban", place);
  plan.jump_slot = draw_slot("policy jump", place);
  plan.ban_months = rounded(hazard.mining_ban_hazard > 0.0 ? 12.0 / hazard.mining_ban_hazard : 0.0);
  plan.jump_months = rounded(levied ? 12.0 / hazard.policy_jump_hazard : 0.0);
  plan.levy = rounded(hazard.policy_levy);
  return number;
}

}  // namespace hashlease
