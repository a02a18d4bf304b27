#include "cuda/cuda_error.hpp"
#include "cuda/kernel_usage.cuh"
#include "cuda/launch_shape.cuh"
#include "cuda/market_kernel.hpp"
#include "market/market_path.hpp"

namespace hashlease::cuda {

namespace {

/// Constants of the study become operands of the arithmetic. The plan is larger than the parameters that a kernel of
/// CUDA 12.0 may have.
__constant__ MarketPlan market_plan;

/// Blocks that a multiprocessor is to hold at once; 0: the assembler chooses, which leaves that of up to
/// four profiles short of a few registers.
template <int kProfiles, Conditions kConditions>
inline constexpr int kResidentBlocks = kConditions == Conditions::every_model ? 0
                                       : kProfiles == 1                       ? 7
                                                                              : 6;

/// Parameters as in MarketPathSimulator.
template <int kProfiles, int kClasses, Conditions kConditions = Conditions::none>
__global__ void __launch_bounds__(kMarketThreads, kResidentBlocks<kProfiles, kConditions>)
    simulate_market(const MarketStep* __restrict__ steps, const float* __restrict__ tables, std::uint64_t first_path,
                    std::uint32_t path_count, TapeWriter tape) {
  const std::uint32_t path = thread_number();
  if (path >= path_count) return;
  const MarketPathSimulator<float, kProfiles, kClasses, kConditions> simulate{market_plan, steps, tables};
  simulate(make_path_lanes<float>(first_path + path), TapeWriter{tape.values + path, tape.stride, tape.drivers});
}

using MarketKernel = void (*)(const MarketStep*, const float*, std::uint64_t, std::uint32_t, TapeWriter);

/// The choice of host/backend/simulate_chunk.hpp; every choice gives the same bits.
MarketKernel kernel_of(const MarketPlan& plan) {
  const Conditions conditions = conditions_of(plan);
  const bool is_small = plan.mining_profile_count <= 4 && plan.gpu_class_count <= 2;
  if (conditions == Conditions::every_model) {
    return is_small ? simulate_market<4, 2, Conditions::every_model>
                    : simulate_market<kMaxMiningProfiles, kMaxGpuClasses, Conditions::every_model>;
  }
  if (conditions == Conditions::regime_and_links) {
    return simulate_market<kMaxMiningProfiles, kMaxGpuClasses, Conditions::regime_and_links>;
  }
  if (plan.mining_profile_count <= 1 && plan.gpu_class_count <= 1) return simulate_market<1, 1>;
  return is_small ? simulate_market<4, 2> : simulate_market<kMaxMiningProfiles, kMaxGpuClasses>;
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

KernelUsage market_kernel_usage(const MarketPlan& plan) {
  return usage_of("market", reinterpret_cast<const void*>(kernel_of(plan)), kMarketThreads);
}

void launch_market(const MarketPlan& plan, const MarketStep* steps, const float* tables, const PathRange& paths,
                   const TapeWriter& tape, cudaStream_t stream) {
  const auto count = static_cast<std::uint32_t>(paths.count);
  kernel_of(plan)<<<blocks_for(count, kMarketThreads), kMarketThreads, 0, stream>>>(steps, tables, paths.first, count,
                                                                                    tape);
  HASHLEASE_CUDA_CHECK_LAUNCH("simulate_market");
}

}  // namespace hashlease::cuda
