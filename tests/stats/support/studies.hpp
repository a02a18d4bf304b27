#pragma once

/// Small studies for the tests of stats/: a layout without a configuration file, made-up outcomes, and ways to cut
/// them.

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "plan/column_layout.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

struct SmallStudy {
  int sites = 1;
  std::int64_t months = 1;
  std::int64_t tail_paths = 10;
  std::vector<std::string> monthly_distribution = {};
  std::vector<std::string> keep_paths = {};
};

Configuration configuration_of(const SmallStudy& study);
ColumnLayout layout_of(const SmallStudy& study);

/// Outcomes of a whole study, [column][path].
struct Outcomes {
  std::uint64_t paths = 0;
  std::vector<std::vector<float>> columns;
};

/// Draws the values of one column.
using Draw = std::function<double(std::mt19937_64&)>;

/// Every column drawn alike and independently.
Outcomes draw_outcomes(const ColumnLayout& layout, std::uint64_t paths, std::uint64_t seed, const Draw& draw);

/// The values of path 0.
std::vector<double> shift_of(const Outcomes& outcomes);

/// State of the paths of `range`, which starts at a multiple of 64, in chunks of at most `chunk_paths`.
StudyState simulate_range(const ColumnLayout& layout, const Outcomes& outcomes, const PathRange& range,
                          std::uint64_t chunk_paths);
/// State of the whole study.
StudyState simulate_study(const ColumnLayout& layout, const Outcomes& outcomes, std::uint64_t chunk_paths = 1024);

}  // namespace hashlease
