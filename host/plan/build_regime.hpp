#pragma once

#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"

namespace hashlease {

/// The common regime and the links from BTC; neutral values where there is none. The drift of a state is compensated
/// for its variance, so that `btc_drift` shifts the drift of the expected price.
void set_regime(const MarketConfiguration& market, MarketPlan& plan);

}  // namespace hashlease
