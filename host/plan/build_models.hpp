#pragma once

#include <vector>

#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"
#include "plan/study_tables.hpp"

namespace hashlease {

/// Jumps a year of the models that have them, else 0.
double jump_intensity(const BtcConfiguration& btc);
/// E[e^J] - 1 of a log jump J.
double mean_jump_growth(const BtcConfiguration& btc);

/// Fills plan.models and what it changes in plan.regime. Returns the tables that the plan points into.
std::vector<float> set_models(const Configuration& configuration, const std::vector<MarketStep>& schedule,
                              MarketPlan& plan);

/// The part of it that is BTC's own. `innovations`: the empirical law of the BTC shock, or null; GARCH takes it.
void set_btc_model(const MarketConfiguration& market, const EmpiricalConfiguration* innovations, StudyTables& tables,
                   MarketPlan& plan);

/// The unit-variance Student-t variate at each of `count` even normal scores from -kNormalReach to kNormalReach, held
/// within `limit`: its variance is 1 after that.
std::vector<double> student_t_innovations(double degrees, double limit, int count);

}  // namespace hashlease
