#pragma once

/// The plan of the site stage while it is put together; used by build_*.cpp only.

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"
#include "plan/step_constants.hpp"
#include "site/site_plan.hpp"

namespace hashlease {

/// Where the colocations, conversions and hazards of a site stand, which blends of it share.
struct SharedParts {
  std::int32_t first_colocation = 0;
  std::int32_t first_conversion = 0;
  std::int32_t hazard = -1;
};

struct SitesDraft {
  const Configuration& configuration;
  MarketPlan& market;
  SitesPlan plan{};
  std::int32_t plants = 0, fleets = 0, holdings = 0, colocations = 0, conversions = 0, hazards = 0;
  std::int32_t tranches = 0, site_tranches = 0, terms = 0, services = 0, instruments = 0;
  std::map<std::string, SharedParts> shared{};  // by site

  /// Number of the next entry of a table of `limit` entries. Throws InputError when it is full.
  static std::int32_t take(std::int32_t& used, int limit, std::string_view what) {
    if (used >= limit) {
      throw InputError(fmt::format("the study has more than {} {}: split it into several", limit, what));
    }
    return used++;
  }
};

/// Slot of the draws of a named event or tenant: the first 31 bits of the SHA-256 of "kind:name", with the top bit set,
/// so that it never is the market's slot 0. The same name has the same luck in every site.
std::uint32_t draw_slot(std::string_view kind, std::string_view name);

/// Number of a GPU class of the market. Throws InputError when there is none of the name.
std::int32_t gpu_class_number(const Configuration& configuration, const std::string& name);

/// Adds the equipment of a site, `scale` times its size, as one plant.
void add_plant(SitesDraft& draft, const SiteConfiguration& site, double scale);
/// Parts of a plant.
void add_asic(SitesDraft& draft, const SiteConfiguration& site, const AsicConfiguration& asic, double scale);
void add_gpu(SitesDraft& draft, const SiteConfiguration& site, const GpuConfiguration& gpu, double scale);
/// Parts that all plants of a site share.
void add_colocation(SitesDraft& draft, const SiteConfiguration& site, const ColocationConfiguration& hall);
void add_conversion(SitesDraft& draft, const SiteConfiguration& site, const ConversionConfiguration& conversion,
                    std::int32_t first_colocation);
/// Number of the hazards of a site in the plan; -1 when it has none.
std::int32_t add_hazard(SitesDraft& draft, const SiteConfiguration& site);

/// The entity of site `number` of the plan.
void add_entity(SitesDraft& draft, const SiteConfiguration& site, std::int32_t number);

/// Number of a conversion of a site; -1 when there is none of the name.
std::int32_t conversion_number(const SiteConfiguration& site, const std::string& name);
/// Share of a fleet that a conversion ends; 0 for a fleet that it leaves alone.
double converted_share(const SiteConfiguration& site, const ConversionConfiguration& conversion,
                       const AsicConfiguration& fleet);
/// Lognormal with a mean and a standard deviation: ln of variance ln(1 + (deviation / mean)^2). Deviation 0 is the
/// mean, mean 0 is 0.
LognormalPlan make_lognormal(double mean, double deviation);

/// Of a GPU fleet, for the margin that conversions look at.
struct GpuMarginFigures {
  double contract_gpus;        // under contract, times availability and tenor discount
  double spot_gpus;            // on the spot market, times availability
  double steady_megawatts;     // draw that does not depend on occupancy [MW]
  double occupancy_megawatts;  // draw per unit of spot occupancy [MW]
};
GpuMarginFigures gpu_margin_figures(const Configuration& configuration, const GpuConfiguration& gpu);

}  // namespace hashlease
