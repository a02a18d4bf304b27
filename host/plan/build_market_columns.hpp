#pragma once

#include "market/market_plan.hpp"
#include "plan/column_layout.hpp"
#include "site/market_columns.hpp"

namespace hashlease {

/// Which drivers of the tape stand behind the market columns of a layout; no series when it has none.
MarketColumnsPlan make_market_columns(const ColumnLayout& layout, const MarketPlan& market);

}  // namespace hashlease
