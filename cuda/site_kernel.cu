#include "cuda/cuda_error.hpp"
#include "cuda/kernel_usage.cuh"
#include "cuda/launch_shape.cuh"
#include "cuda/site_kernel.hpp"

namespace hashlease::cuda {

namespace {

/// The site stage asks the market plan how drivers are numbered, and for the keys of its draws.
__constant__ MarketPlan market_plan;
/// Both together are more than the 64 KiB of constant memory; all threads read the same words of it, from the cache.
__device__ SitesPlan sites_plan;

constexpr int kSiteThreads = 128;

__global__ void __launch_bounds__(kSiteThreads)
    simulate_sites(const MonthPlan* __restrict__ months, MarketColumnsPlan market_columns, PathRange paths,
                   TapeReader tape, ColumnWriter columns) {
  const std::uint32_t path = thread_number();
  if (path >= paths.count) return;
  const TapeReader own_tape{tape.values + path, tape.stride, tape.drivers};
  const ColumnWriter own_columns{columns.values + path, columns.stride};
  const MarketView<float> view{market_plan, months, own_tape, make_path_lanes<float>(paths.first + path)};
  const SitePathSimulator<float> simulate{sites_plan, view};
  simulate(own_columns);
  write_market_columns<float>(market_columns, own_tape, own_columns);
}

}  // namespace

void upload_site_plans(const MarketPlan& market, const SitesPlan& sites) {
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(market_plan, &market, sizeof market));
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(sites_plan, &sites, sizeof sites));
  HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(nullptr));
}

KernelUsage site_kernel_usage() {
  return usage_of("sites", reinterpret_cast<const void*>(simulate_sites), kSiteThreads);
}

void launch_sites(const MonthPlan* months, const MarketColumnsPlan& market_columns, const PathRange& paths,
                  const TapeReader& tape, const ColumnWriter& columns, cudaStream_t stream) {
  const auto count = static_cast<std::uint32_t>(paths.count);
  simulate_sites<<<blocks_for(count, kSiteThreads), kSiteThreads, 0, stream>>>(months, market_columns, paths, tape,
                                                                               columns);
  HASHLEASE_CUDA_CHECK_LAUNCH("simulate_sites");
}

}  // namespace hashlease::cuda
