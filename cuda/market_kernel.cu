#include "cuda/cuda_error.hpp"
#include "cuda/kernel_usage.cuh"
#include "cuda/launch_shape.cuh"
#include "cuda/market_kernel.hpp"
#include "market/market_forms.hpp"

namespace hashlease::cuda {

namespace {

/// Constants of the study become operands of the arithmetic. The plan is larger than the parameters that a kernel of
/// CUDA 12.0 may have.
__constant__ MarketPlan market_plan;

template <Conditions kConditions>
using AnyMarketSimulator = MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses, kConditions>;

template <class Simulator>
inline constexpr int kHeldFloats = sizeof(typename Simulator::Held) / sizeof(float);

/// Blocks that a multiprocessor is to hold at once: what every number of a thread has a register with.
template <int kProfiles, Conditions kConditions>
inline constexpr int kResidentBlocks = kProfiles == 1   ? 7
                                       : kProfiles <= 4 ? 6
                                                        : 5;
template <int kProfiles>
inline constexpr int kResidentBlocks<kProfiles, Conditions::every_model> = kProfiles <= 4 ? 5 : 4;

/// Parameters as in MarketPathSimulator; path_floats is of no use here.
template <int kProfiles, int kClasses, Conditions kConditions>
__global__ void __launch_bounds__(kMostThreads, kResidentBlocks<kProfiles, kConditions>)
    simulate_market(const MarketStep* __restrict__ steps, const float* __restrict__ tables, std::uint64_t first_path,
                    std::uint32_t path_count, TapeWriter tape, int) {
  using Simulator = MarketPathSimulator<float, kProfiles, kClasses, kConditions>;
  using Held = typename Simulator::Held;
  static_assert(sizeof(Held) / sizeof(float) % 2 == 1, "threads of a warp are to read different banks");
  __shared__ Held held_of_block[kMostThreads];
  const std::uint32_t path = thread_number();
  if (path >= path_count) return;
  const Simulator simulate{market_plan, steps, tables};
  typename Simulator::Sums sums;
  simulate.run(make_path_lanes<float>(first_path + path), TapeWriter{tape.values + path, tape.stride, tape.drivers},
               held_of_block[threadIdx.x], sums);
}

extern __shared__ float memory_of_block[];

/// The same for any study: arrays whose size only the plan knows lie in shared memory, path_floats for each thread.
template <Conditions kConditions>
__global__ void __launch_bounds__(kMostThreads, kResidentBlocks<kMaxMiningProfiles, kConditions>)
    simulate_any_market(const MarketStep* __restrict__ steps, const float* __restrict__ tables,
                        std::uint64_t first_path, std::uint32_t path_count, TapeWriter tape, int path_floats) {
  using Simulator = AnyMarketSimulator<kConditions>;
  const std::uint32_t path = thread_number();
  if (path >= path_count) return;
  const Simulator simulate{market_plan, steps, tables};
  float* own = memory_of_block + threadIdx.x * static_cast<std::uint32_t>(path_floats);
  auto sums = month_sums_at(own + kHeldFloats<Simulator>, market_plan);
  simulate.run(make_path_lanes<float>(first_path + path), TapeWriter{tape.values + path, tape.stride, tape.drivers},
               *reinterpret_cast<typename Simulator::Held*>(own), sums);
}

using MarketKernel = void (*)(const MarketStep*, const float*, std::uint64_t, std::uint32_t, TapeWriter, int);

/// A kernel, and how it is launched.
struct MarketLaunch {
  MarketKernel kernel;
  PathBlock block;
};

template <Conditions kConditions>
MarketLaunch launch_of_any(const MarketPlan& plan) {
  constexpr int kHeld = kHeldFloats<AnyMarketSimulator<kConditions>>;
  constexpr std::size_t kMostSums = sizeof(typename AnyMarketSimulator<kConditions>::Sums);
  static_assert(kFewestThreads * (kHeld * sizeof(float) + kMostSums + sizeof(float)) <= kBlockBytes);
  return {simulate_any_market<kConditions>, path_block((kHeld + month_sums_floats(plan)) | 1)};
}

MarketLaunch launch_of(const MarketPlan& plan) {
  return with_market_form(plan, [&]<int kProfiles, int kClasses, Conditions kConditions>() {
    if constexpr (kProfiles == kMaxMiningProfiles) {
      return launch_of_any<kConditions>(plan);
    } else {
      return MarketLaunch{simulate_market<kProfiles, kClasses, kConditions>, PathBlock{kMostThreads, 0, 0}};
    }
  });
}

}  // namespace

void upload_market_plan(const MarketPlan& plan) {
  HASHLEASE_CUDA_CHECK(cudaMemcpyToSymbol(market_plan, &plan, sizeof plan));
  HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(nullptr));
}

cudaError_t market_kernel_status() {
  cudaFuncAttributes attributes{};
  return cudaFuncGetAttributes(&attributes, simulate_market<1, 1, Conditions::none>);
}

KernelUsage market_kernel_usage(const MarketPlan& plan) {
  const MarketLaunch launch = launch_of(plan);
  return usage_of("market", reinterpret_cast<const void*>(launch.kernel), launch.block.threads, launch.block.bytes);
}

void launch_market(const MarketPlan& plan, const MarketStep* steps, const float* tables, const PathRange& paths,
                   const TapeWriter& tape, cudaStream_t stream) {
  const auto count = static_cast<std::uint32_t>(paths.count);
  const auto& [kernel, block] = launch_of(plan);
  kernel<<<blocks_for(count, static_cast<std::uint32_t>(block.threads)), block.threads, block.bytes, stream>>>(
      steps, tables, paths.first, count, tape, block.path_floats);
  HASHLEASE_CUDA_CHECK_LAUNCH("simulate_market");
}

}  // namespace hashlease::cuda
