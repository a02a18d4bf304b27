#pragma once

/// Body of the CPU loop, included by one source file per instruction set with its own `Real`.

#include "backend/chunk_task.hpp"
#include "market/market_path.hpp"
#include "site/site_path.hpp"

namespace hashlease {

/// Market stage of one register of paths. Small studies get a copy whose sums fit the registers, where there are
/// registers of paths: the scalar code takes minutes to compile as it is, and nobody waits for its speed.
template <class Real>
HASHLEASE_FUNCTION void simulate_market(const ChunkTask& task, const PathLanes<Real>& paths, const TapeWriter& tape) {
  const MarketPlan& plan = *task.market;
  const Conditions conditions = conditions_of(plan);
  if constexpr (LaneTypes<Real>::width > 1) {
    const bool is_small = plan.mining_profile_count <= 4 && plan.gpu_class_count <= 2;
    if (conditions == Conditions::every_model && is_small) {
      MarketPathSimulator<Real, 4, 2, Conditions::every_model>{plan, task.steps, task.tables}(paths, tape);
      return;
    }
    if (conditions == Conditions::none && is_small) {
      if (plan.mining_profile_count <= 1 && plan.gpu_class_count <= 1) {
        MarketPathSimulator<Real, 1, 1>{plan, task.steps}(paths, tape);
      } else {
        MarketPathSimulator<Real, 4, 2>{plan, task.steps}(paths, tape);
      }
      return;
    }
  }
  constexpr int kProfiles = kMaxMiningProfiles;
  constexpr int kClasses = kMaxGpuClasses;
  if (conditions == Conditions::every_model) {
    MarketPathSimulator<Real, kProfiles, kClasses, Conditions::every_model>{plan, task.steps, task.tables}(paths, tape);
  } else if (conditions == Conditions::regime_and_links) {
    MarketPathSimulator<Real, kProfiles, kClasses, Conditions::regime_and_links>{plan, task.steps}(paths, tape);
  } else {
    MarketPathSimulator<Real, kProfiles, kClasses>{plan, task.steps}(paths, tape);
  }
}

template <class Real>
HASHLEASE_FUNCTION void simulate_chunk(const ChunkTask& task) {
  constexpr int width = LaneTypes<Real>::width;
  const int drivers = driver_count(*task.market);
  for (std::uint64_t done = 0; done < task.path_count; done += width) {
    const PathLanes<Real> paths = make_path_lanes<Real>(task.first_path + done);
    if (task.stages != ChunkStages::sites) simulate_market<Real>(task, paths, TapeWriter{task.tape, width, drivers});
    if (task.stages == ChunkStages::market) continue;
    const TapeReader tape{task.tape, width, drivers};
    const ColumnWriter columns{task.columns + done, task.column_stride};
    const SitePathSimulator<Real> simulate_sites{*task.sites, MarketView<Real>{*task.market, task.months, tape, paths}};
    simulate_sites(columns);
    write_market_columns<Real>(*task.market_columns, tape, columns);
  }
}

}  // namespace hashlease
