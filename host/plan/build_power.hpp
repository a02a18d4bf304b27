#pragma once

/// The power market of a plan.

#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"

namespace hashlease {

/// Constants of the power price in a step of `days`: daily mean, hours about it, spikes.
void set_power(const PowerConfiguration& power, int days, StepConstants& step);

/// Season, spike level, cap and floor.
void set_levels(const PowerConfiguration& power, MarketPlan& plan);

}  // namespace hashlease
