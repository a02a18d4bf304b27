#include "cuda/cuda_error.hpp"
#include "cuda/launch_shape.cuh"
#include "cuda/market_kernel.hpp"
#include "market/market_path.hpp"

namespace hashlease::cuda {

namespace {

/// Constants of the study become operands of the arithmetic. The plan is larger than the parameters that a kernel of
/// CUDA 12.0 may have.
__constant__ MarketPlan market_plan;

constexpr int kMarketThreads = 128;

/// Parameters as in MarketPathSimulator.
template <int kProfiles, int kClasses, Conditions kConditions = Conditions::none>
__global__ void __launch_bounds__(kMarketThreads)
    simulate_market(const MarketStep* __restrict__ steps, const float* __restrict__ tables, std::uint64_t first_path,
                    std::uint32_t path_count, TapeWriter tape) {
  const std::uint32_t path = thread_number();
  if (path >= path_count) return;
  const MarketPathSimulator<float, kProfiles, kClasses, kConditions> simulate{market_plan, steps, tables};
  simulate(make_path_lanes<float>(first_path + path), TapeWriter{tape.values + path, tape.stride, tape.drivers});
}

}  // namespace

void upload_market_plan(const MarketPlan& plan) {
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(market_plan, &plan, sizeof plan));
  HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(nullptr));
}

cudaError_t market_kernel_status() {
  cudaFuncAttributes attributes{};
  return cudaFuncGetAttributes(&attributes, simulate_market<1, 1>);
}

void launch_market(const MarketPlan& plan, const MarketStep* steps, const float* tables, const PathRange& paths,
                   const TapeWriter& tape, cudaStream_t stream) {
  const auto count = static_cast<std::uint32_t>(paths.count);
  const std::uint32_t blocks = blocks_for(count, kMarketThreads);
  // The choice of host/backend/simulate_chunk.hpp; every choice gives the same bits.
  const Conditions conditions = conditions_of(plan);
  const bool is_small = plan.mining_profile_count <= 4 && plan.gpu_class_count <= 2;
  auto* kernel = &simulate_market<kMaxMiningProfiles, kMaxGpuClasses, Conditions::none>;
  if (conditions == Conditions::every_model && is_small) {
    kernel = &simulate_market<4, 2, Conditions::every_model>;
  } else if (conditions == Conditions::every_model) {
    kernel = &simulate_market<kMaxMiningProfiles, kMaxGpuClasses, Conditions::every_model>;
  } else if (conditions == Conditions::regime_and_links) {
    kernel = &simulate_market<kMaxMiningProfiles, kMaxGpuClasses, Conditions::regime_and_links>;
  } else if (plan.mining_profile_count <= 1 && plan.gpu_class_count <= 1) {
    kernel = &simulate_market<1, 1, Conditions::none>;
  } else if (is_small) {
    kernel = &simulate_market<4, 2, Conditions::none>;
  }
  kernel<<<blocks, kMarketThreads, 0, stream>>>(steps, tables, paths.first, count, tape);
  HASHLEASE_CUDA_CHECK_LAUNCH("simulate_market");
}

}  // namespace hashlease::cuda
