#pragma once

/// Distributions of the market, month by month.

#include <cstdint>
#include <vector>

#include "stats/measures/study_totals.hpp"

namespace hashlease {

/// One market variable. Axes: month; GPU class where it is of one; quantile: kQuantileProbabilities. Statistics run
/// over the paths on which it is finite; quantiles are within one bin of the histogram (2^-9 of their size).
struct MarketTable {
  std::vector<std::uint64_t> count;  // [month][class]: paths on which it is finite
  EstimateArray mean;                // [month][class]
  EstimateArray standard_deviation;  // [month][class]
  EstimateArray quantile;            // [month][class][quantile]
};

/// By MarketVariable; empty when the study keeps no market columns. Throws RunError when the state is not of this
/// layout.
std::vector<MarketTable> compute_market_tables(const StudyState& state, const ColumnLayout& layout);

}  // namespace hashlease
