#pragma once

/// Whether sites with a treasury or debt survive: probabilities by quarter, and the distributions of what happens to
/// them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "stats/measures/measures.hpp"
#include "stats/measures/probability.hpp"
#include "stats/measures/study_totals.hpp"
#include "vocabulary/survival_columns.hpp"

namespace hashlease {

/// Axes: site: those with a treasury or debt; quarter: from the first month on, the last may be short and is not tested
/// then; quantile: kQuantileProbabilities. All counts are exact; quantiles lie within one bin of the histogram, those
/// of whole numbers are exact. A site that is insolvent is no longer tested.
struct SurvivalTables {
  std::vector<int> sites;  // their numbers; empty: no site has a treasury or debt
  int quarter_count = 0;
  std::uint64_t paths = 0;

  // [site][quarter]
  std::vector<std::uint64_t> tested;          // paths whose covenants were tested
  std::vector<std::uint64_t> undefined_dscr;  // of them, those without debt service
  ProbabilityArray below_lock_up;             // in the quarter's test, of all paths
  ProbabilityArray in_default;                // in the quarter's test, uncured, of all paths
  ProbabilityArray defaulted;                 // in this test or one before
  ProbabilityArray insolvent;                 // at the end of the quarter
  ProbabilityArray paid_back;                 // at the end of the quarter
  ProbabilityArray minimum_dscr_here;         // the lowest ratio of the path is that of this quarter
  EstimateArray dscr_quantile;                // [site][quarter][quantile], of the ratios defined
  ProbabilityArray equity_lost;               // [site]
  std::vector<PathMeasureTable> measures;     // by SurvivalMeasure
  const PathMeasureTable& measure(SurvivalMeasure which) const { return measures[static_cast<std::size_t>(which)]; }
  /// Where a site stands on the axis; none when it has no treasury and no debt.
  std::optional<std::size_t> place_of(int site) const {
    for (std::size_t place = 0; place < sites.size(); ++place) {
      if (sites[place] == site) return place;
    }
    return std::nullopt;
  }
  /// Tests of a site, of all paths and quarters, without debt service.
  std::uint64_t undefined_tests(std::size_t site) const;
  /// Index of a site's last quarter in the arrays by quarter.
  std::size_t last_quarter(std::size_t site) const { return (site + 1) * static_cast<std::size_t>(quarter_count) - 1; }
};

/// Throws RunError when the state is not of this layout.
SurvivalTables compute_survival(const StudyState& state, const ColumnLayout& layout);

}  // namespace hashlease
