/// What the statistics cost per value, by instruction set and with or without a histogram.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "plan/column_layout.hpp"
#include "stats/state/study_state.hpp"
#include "stats/sums/leaf_kernel.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kChunk = 1024;

ColumnLayout layout_of(bool monthly_histograms) {
  Configuration configuration;
  configuration.run.horizon_months = 24;
  configuration.run.keep_paths.clear();
  if (monthly_histograms)
    configuration.run.monthly_distribution.assign(kOutcomeNames.begin(), kOutcomeNames.begin() + kCommonOutcomeCount);
  configuration.site.resize(3);
  return ColumnLayout(configuration);
}

std::vector<float> random_values(std::size_t count) {
  std::mt19937_64 words(1);
  std::normal_distribution<double> normal;
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(1e6 * std::exp(0.4 * normal(words)));
  return values;
}

/// Argument 1: every column has a histogram; 0: only years and the horizon.
void accumulate(benchmark::State& bench) {
  const ColumnLayout layout = layout_of(bench.range(0) != 0);
  const auto columns = static_cast<std::size_t>(layout.column_count());
  const std::vector<float> values = random_values(columns * kChunk);
  StudyState state = make_study_state(layout, std::vector<double>(columns, 1e6));
  ChunkSums sums = make_chunk_sums(layout);
  const OutcomeChunk chunk{{0, kChunk}, values.data(), kChunk};
  for (auto step : bench) {
    accumulate_columns(state, layout, chunk, 0, static_cast<int>(columns), sums);
    benchmark::DoNotOptimize(sums.values.data());
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(values.size()));
  bench.counters["s_per_value"] = benchmark::Counter(
      static_cast<double>(values.size()), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(accumulate)->Arg(0)->Arg(1);

void leaf(benchmark::State& bench, LeafKernel kernel, bool with_keys) {
  const std::vector<float> values = random_values(64 * kChunk);
  std::vector<double> powers(kPowerSums);
  std::vector<std::uint32_t> keys(kLeafPaths);
  for (auto step : bench) {
    for (std::size_t first = 0; first < values.size(); first += kLeafPaths) {
      kernel(values.data() + first, 1e6, powers.data(), with_keys ? keys.data() : nullptr);
      benchmark::ClobberMemory();
    }
  }
  bench.counters["s_per_value"] = benchmark::Counter(
      static_cast<double>(values.size()), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Kernels of the instruction sets that this machine has.
[[maybe_unused]] const int registered = [] {
  for (const NamedLeafKernel& entry : available_leaf_kernels()) {
    for (const bool with_keys : {false, true}) {
      const std::string name = std::string("leaf/") + entry.name + (with_keys ? "/keys" : "");
      benchmark::RegisterBenchmark(
          name.c_str(), [entry, with_keys](benchmark::State& bench) { leaf(bench, entry.kernel, with_keys); });
    }
  }
  return 0;
}();

}  // namespace
}  // namespace hashlease
