#pragma once

/// Both stages for single paths, one after the other, in the scalar code: the reference that a test can follow.

#include <cstdint>
#include <vector>

#include "market/market_path.hpp"
#include "plan/study_plan.hpp"
#include "site/site_path.hpp"

namespace hashlease::testing {

/// Tape of one path: [month][driver].
inline std::vector<float> simulate_tape(const MarketPlan& plan, const std::vector<MarketStep>& steps,
                                        std::uint64_t path) {
  const int drivers = driver_count(plan);
  std::vector<float> tape(static_cast<std::size_t>(plan.month_count * drivers));
  const MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses> simulate{plan, steps.data()};
  simulate(make_path_lanes<float>(path), TapeWriter{tape.data(), 1, drivers});
  return tape;
}

/// Outcome columns of one path from its tape.
inline std::vector<float> run_sites(const StudyPlan& plan, const std::vector<float>& tape) {
  std::vector<float> columns(static_cast<std::size_t>(plan.layout.column_count()));
  const SitePathSimulator<float> simulate{plan.market, plan.sites, plan.months.data()};
  simulate(TapeReader{tape.data(), 1, driver_count(plan.market)}, ColumnWriter{columns.data(), 1});
  return columns;
}

/// Outcome columns of one path.
inline std::vector<float> simulate_path(const StudyPlan& plan, std::uint64_t path) {
  return run_sites(plan, simulate_tape(plan.market, plan.steps, path));
}

}  // namespace hashlease::testing
