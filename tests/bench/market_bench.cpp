/// The market stage, and the whole CPU backend, on the headline study: path-steps per second of each instruction set
/// and of all threads. `items_per_second` are path-steps. Run from the source folder: build/bench
/// --benchmark_filter=Market

#include <benchmark/benchmark.h>

#include <memory>
#include <new>
#include <vector>

#include "backend/backend.hpp"
#include "backend/instruction_sets.hpp"
#include "config/reading/reader.hpp"
#include "market/tape.hpp"
#include "plan/study_plan.hpp"

namespace hashlease {
namespace {

constexpr std::uint64_t kPaths = 1024;

const StudyPlan& headline() {
  static const StudyPlan plan =
      make_study_plan(read_configuration(std::string(HASHLEASE_SOURCE_DIR) + "/configs/hybrid.toml"));
  return plan;
}

struct AlignedBuffer {
  explicit AlignedBuffer(std::size_t floats)
      : values(static_cast<float*>(::operator new (floats * sizeof(float), std::align_val_t{64}))) {}
  AlignedBuffer(const AlignedBuffer&) = delete;
  AlignedBuffer& operator=(const AlignedBuffer&) = delete;
  ~AlignedBuffer() { ::operator delete (values, std::align_val_t{64}); }
  float* values;
};

/// Stages of one core, without statistics; `paths` a call.
void stages_alone(benchmark::State& state, const InstructionSet& set, ChunkStages stages) {
  const StudyPlan& plan = headline();
  AlignedBuffer tape(static_cast<std::size_t>(plan.market.month_count * driver_count(plan.market) * kMaxLaneWidth));
  AlignedBuffer columns(static_cast<std::size_t>(plan.layout.column_count()) * (kPaths + 16));
  ChunkTask task{&plan.market,
                 plan.steps.data(),
                 plan.tables.data(),
                 &plan.sites,
                 plan.months.data(),
                 &plan.market_columns,
                 0,
                 kPaths,
                 tape.values,
                 columns.values,
                 static_cast<long>(kPaths + 16),
                 stages};
  if (set.name == "baseline") task.path_count = 64;
  if (stages == ChunkStages::sites) {  // which needs a tape
    task.stages = ChunkStages::market;
    set.simulate(task);
    task.stages = stages;
  }
  for (auto _ : state) {
    set.simulate(task);
    task.first_path += task.path_count;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(task.path_count) * plan.market.step_count);
}

/// Everything but the file: simulation and statistics on a number of threads.
void whole_backend(benchmark::State& state) {
  const StudyPlan& plan = headline();
  BackendOptions options;
  options.threads = static_cast<int>(state.range(0));
  const std::unique_ptr<Backend> backend = make_cpu_backend(plan, options);
  const std::uint64_t paths = 32768;
  for (auto _ : state) benchmark::DoNotOptimize(backend->simulate({0, paths}, nullptr));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths) * plan.market.step_count);
}

const int registered = [] {
  for (const InstructionSet& set : instruction_sets()) {
    for (const auto& [name, stages] : {std::pair{"Market/", ChunkStages::market},
                                       {"Sites/", ChunkStages::sites},
                                       {"MarketAndSites/", ChunkStages::both}}) {
      benchmark::RegisterBenchmark((name + set.name).c_str(), [&set, stages = stages](benchmark::State& state) {
        stages_alone(state, set, stages);
      });
    }
  }
  for (int threads = 1; threads <= available_threads(); threads *= 2) {
    benchmark::RegisterBenchmark("WholeBackend", whole_backend)->Arg(threads)->UseRealTime();
  }
  return 0;
}();

}  // namespace
}  // namespace hashlease
