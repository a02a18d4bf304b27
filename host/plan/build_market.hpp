#pragma once

#include <vector>

#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"
#include "plan/calendar.hpp"

namespace hashlease {

/// The schedule of steps: days, or weeks counted from the first day of each month whose last one takes what is left.
std::vector<MarketStep> make_schedule(const Calendar& calendar, StepKind kind);

/// Constants of the market models for steps of each length; mining profiles are left empty.
/// Equations stand with the models in host/market/.
/// @param tables  takes the tabulated functions and rows of history that the plan points into, if any
MarketPlan make_market_plan(const Configuration& configuration, const std::vector<MarketStep>& schedule,
                            std::vector<float>* tables = nullptr);

/// Thresholds of a Poisson law on 32-bit words; the tail cut off has less than 2^-32 of the mass.
/// Throws InputError when that takes more than kMaxEventCount events.
PoissonThresholds poisson_thresholds(double mean);

}  // namespace hashlease
