#include "cuda/cuda_error.hpp"
#include "cuda/launch_shape.cuh"
#include "cuda/site_kernel.hpp"

namespace hashlease::cuda {

namespace {

/// The site stage asks the market plan only how drivers are numbered.
__constant__ MarketPlan market_plan;
__constant__ SitesPlan sites_plan;

constexpr int kSiteThreads = 128;

__global__ void __launch_bounds__(kSiteThreads)
    simulate_sites(const MonthPlan* __restrict__ months, std::uint32_t path_count, TapeReader tape,
                   ColumnWriter columns) {
  const std::uint32_t path = thread_number();
  if (path >= path_count) return;
  const SitePathSimulator<float> simulate{market_plan, sites_plan, months};
  simulate(TapeReader{tape.values + path, tape.stride, tape.drivers},
           ColumnWriter{columns.values + path, columns.stride});
}

}  // namespace

void upload_site_plans(const MarketPlan& market, const SitesPlan& sites) {
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(market_plan, &market, sizeof market));
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(sites_plan, &sites, sizeof sites));
  HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(nullptr));
}

void launch_sites(const MonthPlan* months, std::uint64_t path_count, const TapeReader& tape,
                  const ColumnWriter& columns, cudaStream_t stream) {
  const auto count = static_cast<std::uint32_t>(path_count);
  simulate_sites<<<blocks_for(count, kSiteThreads), kSiteThreads, 0, stream>>>(months, count, tape, columns);
  HASHLEASE_CUDA_CHECK_LAUNCH("simulate_sites");
}

}  // namespace hashlease::cuda
