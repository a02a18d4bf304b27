/// Nanoseconds per value of words, normals and each elementary function on one core, per instruction set.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "support/random_kernels.hpp"

namespace hashlease::bench {
namespace {

void time_kernel(benchmark::State& state, const RandomKernel& kernel) {
  constexpr std::size_t kCount = 4096;  // in and out stay in the first-level cache
  std::vector<float> in(kCount);
  std::vector<float> out(kCount);
  for (std::size_t k = 0; k < kCount; ++k) in[k] = 0.001F + 4.0F * static_cast<float>(k) / kCount;
  for (auto step : state) {
    kernel.run(in.data(), out.data(), kCount);
    benchmark::ClobberMemory();
  }
  const double values = static_cast<double>(state.iterations()) * kCount * kernel.values_per_lane;
  state.counters["ns/value"] =
      benchmark::Counter(values * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

const int kRegistered = [] {
  for (const RandomKernelTable* table : {&kBaselineRandomKernels, &kAvx2RandomKernels, &kAvx512RandomKernels}) {
    if (!table->runs_here()) continue;
    for (const RandomKernel& kernel : table->kernels) {
      const std::string name = std::string("random/") + kernel.name + '/' + table->instruction_set;
      benchmark::RegisterBenchmark(name.c_str(), time_kernel, kernel);
    }
  }
  return 0;
}();

}  // namespace
}  // namespace hashlease::bench
