#pragma once

/// Body of the CPU loop, included by one source file per instruction set with its own `Real`. Host code, also for nvcc.

#include "backend/chunk_task.hpp"
#include "market/market_forms.hpp"
#include "site/site_path.hpp"

namespace hashlease {

/// One form of the market stage as a function of its own. Each form and the site stage are more code than a compiler
/// assigns registers well to at once: all in one function ran at 0.88 of the speed. Static, so that no code compiled
/// for one instruction set, or by another compiler, is lent to another through the linker.
template <class Real, int kProfiles, int kClasses, Conditions kConditions>
[[gnu::noinline]] static void simulate_market_as(const ChunkTask& task, const PathLanes<Real>& paths,
                                                 const TapeWriter& tape) {
  MarketPathSimulator<Real, kProfiles, kClasses, kConditions>{*task.market, task.steps, task.tables}(paths, tape);
}

/// Market stage of one register of paths, in the form of its study where there are registers of paths: the scalar code
/// is the last resort of a CPU that has none, and does without small forms.
template <class Real>
static void simulate_market(const ChunkTask& task, const PathLanes<Real>& paths, const TapeWriter& tape) {
  if constexpr (LaneTypes<Real>::width > 1) {
    with_market_form(*task.market, [&]<int kProfiles, int kClasses, Conditions kConditions>() {
      simulate_market_as<Real, kProfiles, kClasses, kConditions>(task, paths, tape);
    });
  } else {
    with_market_conditions(*task.market, [&]<Conditions kConditions>() {
      simulate_market_as<Real, kMaxMiningProfiles, kMaxGpuClasses, kConditions>(task, paths, tape);
    });
  }
}

/// Site stage of the same paths, from their tape into their columns.
template <class Real>
[[gnu::noinline]] static void simulate_sites(const ChunkTask& task, const PathLanes<Real>& paths,
                                             const TapeReader& tape, const ColumnWriter& columns) {
  const SitePathSimulator<Real> simulate{*task.sites, MarketView<Real>{*task.market, task.months, tape, paths}};
  simulate(columns);
  write_market_columns<Real>(*task.market_columns, tape, columns);
}

template <class Real>
static void simulate_chunk(const ChunkTask& task) {
  constexpr int width = LaneTypes<Real>::width;
  const int drivers = driver_count(*task.market);
  for (std::uint64_t done = 0; done < task.path_count; done += width) {
    const PathLanes<Real> paths = make_path_lanes<Real>(task.first_path + done);
    if (task.stages != ChunkStages::sites) simulate_market<Real>(task, paths, TapeWriter{task.tape, width, drivers});
    if (task.stages == ChunkStages::market) continue;
    const TapeReader tape{task.tape, width, drivers};
    const ColumnWriter columns{task.columns + done, task.column_stride};
    simulate_sites<Real>(task, paths, tape, columns);
  }
}

}  // namespace hashlease
