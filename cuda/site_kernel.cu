#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "cuda/cuda_error.hpp"
#include "cuda/kernel_usage.cuh"
#include "cuda/launch_shape.cuh"
#include "cuda/site_kernel.hpp"
#include "site/site_states.hpp"

namespace hashlease::cuda {

namespace {

/// The site stage asks the market plan how drivers are numbered, and for the keys of its draws.
__constant__ MarketPlan market_plan;
/// Both together are more than the 64 KiB of constant memory; all threads read the same words of it, from the cache.
__device__ SitesPlan sites_plan;

static_assert(kFewestThreads * (sizeof(SiteStateArrays<float>) + sizeof(float)) <= kBlockBytes);

/// Blocks of kMostThreads that a multiprocessor is to hold at once: what leaves every number of a thread a register.
template <SiteKind kKind>
inline constexpr int kResidentBlocks = kKind == SiteKind::with_entity ? 2 : 4;

extern __shared__ float states_of_block[];

/// Runs the sites of a kind.
template <SiteKind kKind>
__global__ void __launch_bounds__(kMostThreads, kResidentBlocks<kKind>)
    simulate_sites(const MonthPlan* __restrict__ months, MarketColumnsPlan market_columns, SiteStateCounts counts,
                   PathRange paths, TapeReader tape, ColumnWriter columns) {
  const std::uint32_t path = thread_number();
  if (path >= paths.count) return;
  const TapeReader own_tape{tape.values + path, tape.stride, tape.drivers};
  const ColumnWriter own_columns{columns.values + path, columns.stride};
  const MarketView<float> view{market_plan, months, own_tape, make_path_lanes<float>(paths.first + path)};
  const SitePathSimulator<float> simulate{sites_plan, view};
  float* own_states = states_of_block + threadIdx.x * static_cast<std::uint32_t>(site_state_floats(counts));
  simulate.run<kKind>(site_states_at(own_states, counts), own_columns);
  write_market_columns<float>(market_columns, own_tape, own_columns);
}

using SiteKernel = void (*)(const MonthPlan*, MarketColumnsPlan, SiteStateCounts, PathRange, TapeReader, ColumnWriter);

/// The kernels that a study needs, with their names.
std::vector<std::pair<const char*, SiteKernel>> kernels_of(const SitesPlan& sites) {
  const EntityPlan* end = sites.entity + sites.site_count;
  const auto with_entity =
      std::count_if(sites.entity, end, [](const EntityPlan& entity) { return entity.is_kept != 0; });
  std::vector<std::pair<const char*, SiteKernel>> kernels;
  if (with_entity < sites.site_count) kernels.emplace_back("sites", simulate_sites<SiteKind::without_entity>);
  if (with_entity > 0) kernels.emplace_back("sites with a treasury or debt", simulate_sites<SiteKind::with_entity>);
  return kernels;
}

}  // namespace

void upload_site_plans(const MarketPlan& market, const SitesPlan& sites) {
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(market_plan, &market, sizeof market));
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(sites_plan, &sites, sizeof sites));
  HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(nullptr));
}

std::vector<KernelUsage> site_kernel_usage(const SitesPlan& sites) {
  const PathBlock block = path_block(site_state_floats(count_site_states(sites)));
  std::vector<KernelUsage> usage;
  for (const auto& [name, kernel] : kernels_of(sites)) {
    usage.push_back(usage_of(name, reinterpret_cast<const void*>(kernel), block.threads, block.bytes));
  }
  return usage;
}

void launch_sites(const SitesPlan& sites, const MonthPlan* months, const MarketColumnsPlan& market_columns,
                  const PathRange& paths, const TapeReader& tape, const ColumnWriter& columns, cudaStream_t stream) {
  const auto count = static_cast<std::uint32_t>(paths.count);
  const SiteStateCounts counts = count_site_states(sites);
  const PathBlock block = path_block(site_state_floats(counts));
  const std::uint32_t blocks = blocks_for(count, static_cast<std::uint32_t>(block.threads));
  // The first kernel copies the columns of the market.
  MarketColumnsPlan to_copy = market_columns;
  for (const auto& [name, kernel] : kernels_of(sites)) {
    kernel<<<blocks, block.threads, block.bytes, stream>>>(months, to_copy, counts, paths, tape, columns);
    HASHLEASE_CUDA_CHECK_LAUNCH("simulate_sites");
    to_copy.series_count = 0;
  }
}

}  // namespace hashlease::cuda
