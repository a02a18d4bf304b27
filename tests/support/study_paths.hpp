#pragma once

/// Both stages for single paths, one after the other, in the scalar code: the reference that a test can follow.

#include <cstdint>
#include <vector>

#include "market/market_path.hpp"
#include "plan/study_plan.hpp"
#include "site/market_columns.hpp"
#include "site/site_path.hpp"

namespace hashlease::testing {

/// Tape of one path: [month][driver].
inline std::vector<float> simulate_tape(const MarketPlan& plan, const std::vector<MarketStep>& steps,
                                        std::uint64_t path, const float* tables = nullptr) {
  const int drivers = driver_count(plan);
  std::vector<float> tape(static_cast<std::size_t>(plan.month_count * drivers));
  const TapeWriter writer{tape.data(), 1, drivers};
  if (conditions_of(plan) == Conditions::every_model) {
    MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses, Conditions::every_model>{plan, steps.data(), tables}(
        make_path_lanes<float>(path), writer);
  } else if (plan.is_conditioned()) {
    MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses, Conditions::regime_and_links>{plan, steps.data()}(
        make_path_lanes<float>(path), writer);
  } else {
    MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses>{plan, steps.data()}(make_path_lanes<float>(path),
                                                                                       writer);
  }
  return tape;
}

/// Outcome columns of one path from its tape.
inline std::vector<float> run_sites(const StudyPlan& plan, const std::vector<float>& tape, std::uint64_t path = 0) {
  std::vector<float> columns(static_cast<std::size_t>(plan.layout.column_count()));
  const TapeReader reader{tape.data(), 1, driver_count(plan.market)};
  const ColumnWriter writer{columns.data(), 1};
  const MarketView<float> view{plan.market, plan.months.data(), reader, make_path_lanes<float>(path)};
  const SitePathSimulator<float> simulate{plan.sites, view};
  simulate(writer);
  write_market_columns<float>(plan.market_columns, reader, writer);
  return columns;
}

/// Outcome columns of one path.
inline std::vector<float> simulate_path(const StudyPlan& plan, std::uint64_t path) {
  return run_sites(plan, simulate_tape(plan.market, plan.steps, path, plan.tables.data()), path);
}

}  // namespace hashlease::testing
