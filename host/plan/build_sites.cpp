#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "plan/build_market.hpp"
#include "plan/build_sites.hpp"
#include "plan/study_plan.hpp"

namespace hashlease {

namespace {

float rounded(double value) { return static_cast<float>(value); }

std::int32_t slot(std::int32_t used, int limit, const char* what) {
  if (used >= limit) throw InputError(fmt::format("the study has more than {} {}: split it into several", limit, what));
  return used;
}

/// Number of the profile in the plan, entered when it is new. Machines that never decide share one.
std::int32_t profile_number(MarketPlan& market, const MiningProfile& wanted) {
  for (std::int32_t k = 0; k < market.mining_profile_count; ++k) {
    const MiningProfile& have = market.mining[k];
    const bool same = have.marginal == wanted.marginal && have.break_even_factor == wanted.break_even_factor &&
                      have.fixed_price == wanted.fixed_price;
    if (same) return k;
  }
  const std::int32_t number = slot(market.mining_profile_count, kMaxMiningProfiles,
                                   "different ways of mining "
                                   "(efficiency, pue, pool fee, curtailment, fixed price)");
  market.mining[number] = wanted;
  ++market.mining_profile_count;
  return number;
}

struct SitesBuilder {
  const Configuration& configuration;
  MarketPlan& market;
  SitesPlan plan{};
  std::int32_t fleets = 0, holdings = 0, parts = 0;

  void add_fleet(const MiningProfile& profile, double hashrate, double spot_megawatts, double fixed_megawatts) {
    FleetPlan& fleet = plan.fleet[slot(fleets, kMaxFleets, "ASIC fleets")];
    ++fleets;
    fleet.profile = profile_number(market, profile);
    fleet.revenue_hashrate = rounded(hashrate);
    fleet.spot_megawatts = rounded(spot_megawatts);
    fleet.fixed_megawatts = rounded(fixed_megawatts);
  }

  /// A fleet whose fixed power cannot be sold back decides apart for the part fed by it: fixed price against spot.
  void add_asic(const AsicConfiguration& asic, const SitePowerConfiguration& power) {
    const double kilowatt_per_ph = asic.efficiency * asic.pue;
    const double megawatts = asic.power_mw * asic.uptime;
    const double hashrate = megawatts * 1000.0 / kilowatt_per_ph * (1.0 - asic.pool_fee);
    const double energy_per_ph_day = kilowatt_per_ph * 24.0 / 1000.0;  // [MWh]
    const float factor = rounded((1.0 - asic.pool_fee) / energy_per_ph_day);
    const double fixed_share = power.sell_back ? 0.0 : power.fixed_share;
    if (!asic.curtail) {
      add_fleet({0.0F, MarginalPrice::always_run, 0.0F}, hashrate, megawatts * (1.0 - fixed_share),
                megawatts * fixed_share);
      return;
    }
    if (fixed_share < 1.0) {
      add_fleet({factor, MarginalPrice::spot, 0.0F}, hashrate * (1.0 - fixed_share), megawatts * (1.0 - fixed_share),
                0.0);
    }
    if (fixed_share > 0.0) {
      add_fleet({factor, MarginalPrice::fixed, rounded(power.fixed_price)}, hashrate * fixed_share, 0.0,
                megawatts * fixed_share);
    }
  }

  void add_gpu(const GpuConfiguration& gpu) {
    const std::vector<GpuClassConfiguration>& classes = configuration.market.gpu;
    const auto found = std::find_if(classes.begin(), classes.end(),
                                    [&](const GpuClassConfiguration& c) { return c.name == gpu.gpu_class; });
    if (found == classes.end()) throw InputError(fmt::format("unknown GPU class '{}'", gpu.gpu_class));
    HoldingPlan& holding = plan.holding[slot(holdings, kMaxHoldings, "GPU fleets")];
    ++holdings;
    const double sold = gpu.power_mw * 1000.0 / (gpu.kilowatt_per_gpu * gpu.pue) * gpu.availability;
    const double tenor = std::exp(-found->tenor_slope * static_cast<double>(gpu.contract.term_months) / 12.0);
    const double spot_share = 1.0 - gpu.contract.share;
    holding.gpu_class = static_cast<std::int32_t>(found - classes.begin());
    holding.term_months = static_cast<std::int32_t>(gpu.contract.term_months);
    holding.contract_gpus = rounded(sold * gpu.contract.share);
    holding.spot_gpus = rounded(sold * spot_share);
    const double market_rate = std::max(found->lease_rate, found->floor_rate);
    holding.contract_rate = rounded(gpu.contract.rate > 0.0 ? gpu.contract.rate : market_rate * tenor);
    holding.tenor_factor = rounded(tenor);
    holding.steady_megawatts = rounded(gpu.power_mw * (gpu.contract.share + spot_share * gpu.idle_power_share));
    holding.occupancy_megawatts = rounded(gpu.power_mw * spot_share * (1.0 - gpu.idle_power_share));
  }

  void add_blend(const SiteConfiguration& site) {
    for (const auto& [name, share] : site.blend) {
      const auto& sites = configuration.site;
      const auto found = std::find_if(sites.begin(), sites.end(),
                                      [&, &wanted = name](const SiteConfiguration& s) { return s.name == wanted; });
      if (found == sites.end()) throw InputError(fmt::format("blend of an unknown site '{}'", name));
      BlendPart& part = plan.part[slot(parts, kMaxBlendParts, "blend parts")];
      ++parts;
      part.site = static_cast<std::int32_t>(found - sites.begin());
      part.scale = rounded(share * site.power_mw / found->power_mw);
    }
  }

  void add_site(const SiteConfiguration& site, SitePlan& target) {
    target.first_fleet = fleets;
    target.first_holding = holdings;
    target.first_part = parts;
    double megawatts = 0.0;
    for (const AsicConfiguration& asic : site.asic) {
      add_asic(asic, site.power);
      megawatts += asic.power_mw;
    }
    for (const GpuConfiguration& gpu : site.gpu) {
      add_gpu(gpu);
      megawatts += gpu.power_mw;
    }
    add_blend(site);
    target.fleet_count = fleets - target.first_fleet;
    target.holding_count = holdings - target.first_holding;
    target.part_count = parts - target.first_part;
    target.fixed_price = rounded(site.power.fixed_price);
    target.gpu_spot_share = rounded(site.power.sell_back ? 1.0 : 1.0 - site.power.fixed_share);
    target.gpu_fixed_share = rounded(site.power.sell_back ? 0.0 : site.power.fixed_share);
    target.block_megawatts = rounded(site.power.sell_back ? site.power.fixed_share * megawatts : 0.0);
    target.operating_cost = rounded(site.operating_cost_per_mw_month * site.power_mw);
  }
};

}  // namespace

SitesPlan make_sites_plan(const Configuration& configuration, MarketPlan& market) {
  SitesBuilder builder{configuration, market};
  builder.plan.month_count = static_cast<std::int32_t>(configuration.run.horizon_months);
  builder.plan.year_count = builder.plan.month_count / 12;
  for (const SiteConfiguration& site : configuration.site) {
    SitePlan& target = builder.plan.site[slot(builder.plan.site_count, kMaxSites, "sites")];
    ++builder.plan.site_count;
    builder.add_site(site, target);
  }
  return builder.plan;
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

StudyPlan make_study_plan(const Configuration& configuration) {
  Calendar calendar(configuration.run.start_date, configuration.run.horizon_months);
  std::vector<MarketStep> steps = make_schedule(calendar, configuration.run.step);
  MarketPlan market = make_market_plan(configuration, steps);
  SitesPlan sites = make_sites_plan(configuration, market);
  std::vector<MonthPlan> months = make_months(calendar);
  return {configuration, std::move(calendar), ColumnLayout(configuration), market, std::move(steps), std::move(months),
          sites};
}

}  // namespace hashlease
