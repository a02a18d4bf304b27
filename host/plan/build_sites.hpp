#pragma once

#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"
#include "plan/calendar.hpp"
#include "site/site_plan.hpp"

namespace hashlease {

/// Multiplies out the equipment of all sites and enters their mining profiles in `market`.
/// Throws InputError when a study needs more profiles, fleets, holdings or blend parts than the plan holds.
SitesPlan make_sites_plan(const Configuration& configuration, MarketPlan& market);

/// Hours and year of each month.
std::vector<MonthPlan> make_months(const Calendar& calendar);

}  // namespace hashlease
