#pragma once

/// How the headline figures settle as the number of paths grows.

#include <cstdint>
#include <vector>

#include "stats/measures/study_totals.hpp"

namespace hashlease {

/// Of the first path_counts[i] paths: powers of two from kFirstPrefixPaths on, and all of them. Over the horizon [USD].
struct ConvergenceTables {
  std::vector<std::uint64_t> path_counts;
  std::vector<double> confidence_levels;  // the first two of the configuration
  EstimateArray mean_revenue;             // [path count][site]
  EstimateArray mean_cash_flow;           // [path count][site]
  EstimateArray value_at_risk;            // of cash flow, [path count][site][level]; within one bin of the histogram
  EstimateArray expected_shortfall;       // the same
};

/// Empty when the state is not that of the paths from 0 on. The last row is what the tables of risk say. Throws
/// RunError when the state is not of this layout.
ConvergenceTables compute_convergence(const StudyState& state, const ColumnLayout& layout, const LossSettings& losses);

}  // namespace hashlease
