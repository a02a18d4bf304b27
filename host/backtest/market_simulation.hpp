#pragma once

/// The engine's market stage on its own: predicted months of a market without sites.

#include <cstdint>
#include <vector>

#include "backend/backend.hpp"
#include "config/keys/configuration.hpp"
#include "vocabulary/market_variables.hpp"

namespace hashlease {

/// A variable of /market in the last of so many months.
struct PredictedMonth {
  MarketVariable variable = MarketVariable::btc_price;
  int gpu_class = 0;
  int months = 1;
};

/// How the engine is run.
struct SimulationOptions {
  BackendKind backend = BackendKind::automatic;
  BackendOptions backend_options;
};

/// Values on every path of a study of the configuration's market, [month wanted][path]. The configuration's sites are
/// passed over, and its horizon is the latest month wanted. Throws RunError, BackendAbsent.
std::vector<std::vector<float>> simulate_market(const Configuration& configuration,
                                                const std::vector<PredictedMonth>& wanted,
                                                const SimulationOptions& options);

}  // namespace hashlease
