#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "base/sha256.hpp"
#include "plan/build_market.hpp"
#include "plan/build_market_columns.hpp"
#include "plan/build_sites.hpp"
#include "plan/sites_draft.hpp"
#include "plan/study_plan.hpp"

namespace hashlease {

namespace {

/// Number of the profile in the plan, entered when it is new. Machines that never decide share one.
std::int32_t profile_number(MarketPlan& market, const MiningProfile& wanted) {
  for (std::int32_t k = 0; k < market.mining_profile_count; ++k) {
    const MiningProfile& have = market.mining[k];
    const bool same = have.marginal == wanted.marginal && have.break_even_factor == wanted.break_even_factor &&
                      have.fixed_price == wanted.fixed_price;
    if (same) return k;
  }
  const std::int32_t number = SitesDraft::take(market.mining_profile_count, kMaxMiningProfiles,
                                               "different ways of mining "
                                               "(efficiency, pue, pool fee, curtailment, fixed price)");
  market.mining[number] = wanted;
  return number;
}

void add_fleet(SitesDraft& draft, const MiningProfile& profile, double hashrate, double spot_megawatts,
               double fixed_megawatts) {
  FleetPlan& fleet = draft.plan.fleet[SitesDraft::take(draft.fleets, kMaxFleets, "ASIC fleets")];
  fleet.conversion = -1;
  fleet.profile = profile_number(draft.market, profile);
  fleet.revenue_hashrate = rounded(hashrate);
  fleet.spot_megawatts = rounded(spot_megawatts);
  fleet.fixed_megawatts = rounded(fixed_megawatts);
}

const SiteConfiguration& site_named(const Configuration& configuration, const std::string& name) {
  const auto& sites = configuration.site;
  const auto found =
      std::find_if(sites.begin(), sites.end(), [&](const SiteConfiguration& site) { return site.name == name; });
  if (found == sites.end()) throw InputError(fmt::format("blend of an unknown site '{}'", name));
  return *found;
}

/// Throws InputError when a blend has more parts than a path has room for.
void check_states(const SitesDraft& draft, const SiteConfiguration& site, const SitePlan& target) {
  std::int32_t colocations = 0, conversions = 0;
  for (std::int32_t p = target.first_plant; p < target.first_plant + target.plant_count; ++p) {
    colocations += draft.plan.plant[p].colocation_count;
    conversions += draft.plan.plant[p].conversion_count;
  }
  const auto check = [&](std::int32_t count, int limit, std::string_view what) {
    if (count <= limit) return;
    throw InputError(fmt::format("site.{}.blend: {} {} are blended; at most {} can be", site.name, count, what, limit));
  };
  check(target.plant_count, kMaxPlantsPerSite, "sites");
  check(colocations, kMaxColocationsPerSite, "colocation halls");
  check(conversions, kMaxConversionsPerSite, "conversions");
}

/// A site's own equipment is one plant; a blend has a scaled copy of the plant of each site it blends.
void add_site(SitesDraft& draft, const SiteConfiguration& site, SitePlan& target) {
  target.first_plant = draft.plants;
  draft.site_tranches = 0;
  if (site.blend.empty()) add_plant(draft, site, 1.0);
  for (const auto& [name, share] : site.blend) {
    const SiteConfiguration& other = site_named(draft.configuration, name);
    add_plant(draft, other, share * site.power_mw / other.power_mw);
  }
  target.plant_count = draft.plants - target.first_plant;
  check_states(draft, site, target);
}

}  // namespace

namespace {

/// A fleet whose fixed power cannot be sold back decides apart for the part fed by it: fixed price against spot.
void add_fleets(SitesDraft& draft, const AsicConfiguration& asic, const SitePowerConfiguration& power, double scale) {
  const double kilowatt_per_ph = asic.efficiency * asic.pue;
  const double megawatts = asic.power_mw * asic.uptime * scale;
  const double hashrate = megawatts * 1000.0 / kilowatt_per_ph * (1.0 - asic.pool_fee);
  const double energy_per_ph_day = kilowatt_per_ph * 24.0 / 1000.0;  // [MWh]
  const float factor = rounded((1.0 - asic.pool_fee) / energy_per_ph_day);
  const double fixed_share = power.sell_back ? 0.0 : power.fixed_share;
  if (!asic.curtail) {
    add_fleet(draft, {0.0F, MarginalPrice::always_run, 0.0F}, hashrate, megawatts * (1.0 - fixed_share),
              megawatts * fixed_share);
    return;
  }
  if (fixed_share < 1.0) {
    add_fleet(draft, {factor, MarginalPrice::spot, 0.0F}, hashrate * (1.0 - fixed_share),
              megawatts * (1.0 - fixed_share), 0.0);
  }
  if (fixed_share > 0.0) {
    add_fleet(draft, {factor, MarginalPrice::fixed, rounded(power.fixed_price)}, hashrate * fixed_share, 0.0,
              megawatts * fixed_share);
  }
}

}  // namespace

void add_asic(SitesDraft& draft, const SiteConfiguration& site, const AsicConfiguration& asic, double scale) {
  const std::int32_t first = draft.fleets;
  add_fleets(draft, asic, site.power, scale);
  for (std::int32_t f = first; f < draft.fleets; ++f) {
    FleetPlan& fleet = draft.plan.fleet[f];
    const float megawatts = fleet.spot_megawatts + fleet.fixed_megawatts;
    fleet.demand_response = asic.curtail ? rounded(site.power.demand_response_rate) * megawatts : 0.0F;
    for (std::size_t c = 0; c < site.conversion.size(); ++c) {
      const double share = converted_share(site, site.conversion[c], asic);
      if (share <= 0.0) continue;
      fleet.conversion = static_cast<std::int32_t>(c);
      fleet.converted_share = rounded(share);
    }
  }
}

std::int32_t gpu_class_number(const Configuration& configuration, const std::string& name) {
  const std::vector<GpuClassConfiguration>& classes = configuration.market.gpu;
  const auto found =
      std::find_if(classes.begin(), classes.end(), [&](const GpuClassConfiguration& c) { return c.name == name; });
  if (found == classes.end()) throw InputError(fmt::format("unknown GPU class '{}'", name));
  return static_cast<std::int32_t>(found - classes.begin());
}

namespace {

/// The parts of a site that all its plants share, added to the plan when they are first asked for.
const SharedParts& shared_parts(SitesDraft& draft, const SiteConfiguration& site) {
  const auto [entry, is_new] = draft.shared.try_emplace(site.name);
  if (!is_new) return entry->second;
  entry->second.first_colocation = draft.colocations;
  for (const ColocationConfiguration& hall : site.colocation) add_colocation(draft, site, hall);
  entry->second.first_conversion = draft.conversions;
  for (const ConversionConfiguration& conversion : site.conversion) {
    add_conversion(draft, site, conversion, entry->second.first_colocation);
  }
  entry->second.hazard = add_hazard(draft, site);
  return entry->second;
}

/// Megawatts of the equipment that stands at the start, or does not wait for a conversion.
double contracted_megawatts(const SiteConfiguration& site) {
  double megawatts = 0.0;
  for (const AsicConfiguration& asic : site.asic) megawatts += asic.power_mw;
  for (const GpuConfiguration& gpu : site.gpu) megawatts += gpu.delivered_by.empty() ? gpu.power_mw : 0.0;
  for (const ColocationConfiguration& hall : site.colocation) {
    megawatts += hall.delivered_by.empty() ? hall.critical_mw * hall.pue : 0.0;
  }
  return megawatts;
}

}  // namespace

void add_plant(SitesDraft& draft, const SiteConfiguration& site, double scale) {
  PlantPlan& plant = draft.plan.plant[SitesDraft::take(draft.plants, kMaxPlants, "plants (sites and parts of blends)")];
  plant.first_fleet = draft.fleets;
  plant.first_holding = draft.holdings;
  for (const AsicConfiguration& asic : site.asic) add_asic(draft, site, asic, scale);
  for (const GpuConfiguration& gpu : site.gpu) add_gpu(draft, site, gpu, scale);
  plant.fleet_count = draft.fleets - plant.first_fleet;
  plant.holding_count = draft.holdings - plant.first_holding;
  const SharedParts& shared = shared_parts(draft, site);
  plant.first_colocation = shared.first_colocation;
  plant.colocation_count = static_cast<std::int32_t>(site.colocation.size());
  plant.first_conversion = shared.first_conversion;
  plant.conversion_count = static_cast<std::int32_t>(site.conversion.size());
  plant.hazard = shared.hazard;
  plant.scale = rounded(scale);
  plant.fixed_price = rounded(site.power.fixed_price);
  plant.gpu_spot_share = rounded(site.power.sell_back ? 1.0 : 1.0 - site.power.fixed_share);
  plant.gpu_fixed_share = rounded(site.power.sell_back ? 0.0 : site.power.fixed_share);
  const double block = site.power.sell_back ? site.power.fixed_share * contracted_megawatts(site) : 0.0;
  plant.block_megawatts = rounded(block * scale);
  plant.operating_cost = rounded(site.operating_cost_per_mw_month * site.power_mw * scale);
}

std::uint32_t draw_slot(std::string_view kind, std::string_view name) {
  const std::string text = fmt::format("{}:{}", kind, name);
  const std::string digest = sha256_hex(std::as_bytes(std::span(text)));
  return 0x80000000U | static_cast<std::uint32_t>(std::stoul(digest.substr(0, 8), nullptr, 16));
}

SitesPlan make_sites_plan(const Configuration& configuration, MarketPlan& market) {
  SitesDraft draft{configuration, market};
  draft.plan.month_count = static_cast<std::int32_t>(configuration.run.horizon_months);
  draft.plan.year_count = draft.plan.month_count / 12;
  for (const SiteConfiguration& site : configuration.site) {
    const std::int32_t number = SitesDraft::take(draft.plan.site_count, kMaxSites, "sites");
    add_site(draft, site, draft.plan.site[number]);
    add_entity(draft, site, number);
  }
  return draft.plan;
}

std::vector<MonthPlan> make_months(const Calendar& calendar) {
  const int years = calendar.month_count() / 12;
  std::vector<MonthPlan> months;
  for (int month = 0; month < calendar.month_count(); ++month) {
    const int year = month / 12;
    months.push_back({24.0F * static_cast<float>(calendar.days_in_month(month)), year < years ? year : -1});
  }
  return months;
}

namespace {

/// Tells the site stage which outcomes there are and where the survival of entities goes.
void place_columns(const ColumnLayout& layout, SitesPlan& sites) {
  sites.outcome_count = layout.outcome_count();
  for (std::int32_t& place : sites.further_place) place = -1;
  sites.path_measure_count = layout.path_measure_count();
  for (int k = 0; k < kPathMeasureCount; ++k) {
    sites.path_measure_place[k] = layout.path_measure_place(static_cast<PathMeasure>(k));
  }
  for (int k = kCommonOutcomeCount; k < layout.outcome_count(); ++k) {
    const int outcome = static_cast<int>(layout.outcomes()[static_cast<std::size_t>(k)]);
    sites.further_place[outcome - kCommonOutcomeCount] = k - kCommonOutcomeCount;
  }
  for (std::size_t k = 0; k < layout.entity_sites().size(); ++k) {
    EntityPlan& entity = sites.entity[layout.entity_sites()[k]];
    entity.first_measure_column = layout.survival_column(static_cast<int>(k), SurvivalMeasure{});
    entity.first_quarter_column = layout.quarter_column(static_cast<int>(k), QuarterColumn{}, 0);
  }
}

}  // namespace

StudyPlan make_study_plan(const Configuration& configuration) {
  Calendar calendar(configuration.run.start_date, configuration.run.horizon_months);
  std::vector<MarketStep> steps = make_schedule(calendar, configuration.run.step);
  std::vector<float> tables;
  MarketPlan market = make_market_plan(configuration, steps, &tables);
  SitesPlan sites = make_sites_plan(configuration, market);
  std::vector<MonthPlan> months = make_months(calendar);
  ColumnLayout layout(configuration);
  place_columns(layout, sites);
  const MarketColumnsPlan market_columns = make_market_columns(layout, market);
  return {configuration, std::move(calendar), std::move(layout), market, std::move(steps), std::move(months),
          sites,         market_columns,      std::move(tables)};
}

}  // namespace hashlease
