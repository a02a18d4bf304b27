/// The site stage beside the market stage, on one core: the same paths with none, some and all of the sites, over some
/// and all of the months. What a site costs is the difference. `items_per_second` are paths.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "backend/instruction_sets.hpp"
#include "config/reading/reader.hpp"
#include "market/tape.hpp"
#include "plan/study_plan.hpp"

namespace hashlease {
namespace {

constexpr std::uint64_t kPaths = 1024;

struct Release {
  void operator()(float* values) const { ::operator delete (values, std::align_val_t{64}); }
};
std::unique_ptr<float, Release> aligned(std::size_t floats) {
  return std::unique_ptr<float, Release>(
      static_cast<float*>(::operator new (floats * sizeof(float), std::align_val_t{64})));
}

/// `sites` copies of the sites of a study, one after the other; 0: the market alone.
StudyPlan study(const std::string& file, int sites, int months) {
  Configuration configuration = read_configuration(std::string(HASHLEASE_SOURCE_DIR) + "/configs/" + file);
  configuration.run.horizon_months = months;
  const std::vector<SiteConfiguration> given = configuration.site;
  configuration.site.clear();
  for (int k = 0; k < std::max(sites, 1); ++k) {
    configuration.site.push_back(given[static_cast<std::size_t>(k) % given.size()]);
    configuration.site.back().name = "site " + std::to_string(k);
  }
  StudyPlan plan = make_study_plan(configuration);
  plan.sites.site_count = sites;
  return plan;
}

void paths(benchmark::State& state, const std::string& file) {
  const StudyPlan plan = study(file, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  const auto tape =
      aligned(static_cast<std::size_t>(plan.market.month_count * driver_count(plan.market)) * kMaxLaneWidth);
  const auto columns = aligned(static_cast<std::size_t>(plan.layout.column_count()) * (kPaths + 16));
  ChunkTask task{&plan.market,
                 plan.steps.data(),
                 plan.tables.data(),
                 &plan.sites,
                 plan.months.data(),
                 &plan.market_columns,
                 0,
                 kPaths,
                 tape.get(),
                 columns.get(),
                 static_cast<long>(kPaths + 16)};
  const InstructionSet& set = instruction_sets().back();
  set.simulate(task);  // touches the pages
  for (auto _ : state) {
    set.simulate(task);
    task.first_path += task.path_count;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(task.path_count));
  state.SetLabel(set.name);
}

void mining(benchmark::State& state) { paths(state, "mining-only.toml"); }
void gpus(benchmark::State& state) { paths(state, "ai-only.toml"); }
void contracts(benchmark::State& state) { paths(state, "cases/idle-resale.toml"); }
void conversion_and_debt(benchmark::State& state) { paths(state, "cases/own-ai-datacenter.toml"); }

BENCHMARK(mining)->Args({0, 24})->Args({1, 24})->Args({16, 24})->Args({64, 24})->Args({0, 360})->Args({64, 360});
BENCHMARK(gpus)->Args({0, 24})->Args({16, 24});
BENCHMARK(contracts)->Args({0, 24})->Args({16, 24});
BENCHMARK(conversion_and_debt)->Args({0, 24})->Args({8, 24})->Args({16, 24})->Args({8, 48});

}  // namespace
}  // namespace hashlease
