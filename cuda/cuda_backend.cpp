#include "cuda/cuda_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <vector>

#include "backend/backend_group.hpp"
#include "backend/chunk_task.hpp"
#include "base/error.hpp"
#include "cuda/batch_policy.hpp"
#include "cuda/cuda_error.hpp"
#include "cuda/device_study.hpp"
#include "cuda/devices.hpp"
#include "cuda/lane.hpp"
#include "cuda/market_kernel.hpp"
#include "cuda/site_kernel.hpp"
#include "market/tape.hpp"

namespace hashlease::cuda {

namespace {

/// Outcomes of path 0, about which power sums are taken, by the scalar code of the host: the same bits as anywhere.
std::vector<double> reference_outcomes(const StudyPlan& plan) {
  const int drivers = driver_count(plan.market);
  std::vector<float> tape(static_cast<std::size_t>(plan.market.month_count) * static_cast<std::size_t>(drivers));
  std::vector<float> columns(static_cast<std::size_t>(plan.layout.column_count()));
  simulate_chunk_baseline({&plan.market, plan.steps.data(), plan.tables.data(), &plan.sites, plan.months.data(),
                           &plan.market_columns, 0, 1, tape.data(), columns.data(), 1});
  return make_study_state(plan.layout, {columns.begin(), columns.end()}).shift;
}

/// One block at a time on each device: the kernels read their study from its constant memory.
std::mutex& device_in_use(int ordinal) {
  static std::mutex of_map;
  static std::map<int, std::mutex> of_device;
  const std::lock_guard lock(of_map);
  return of_device[ordinal];
}

class CudaBackend : public Backend {
 public:
  CudaBackend(const StudyPlan& plan, const Device& device, const CudaLimits& limits)
      : plan_(plan), device_(device), limits_(limits), shift_(reference_outcomes(plan)) {
    HASHLEASE_CUDA_CHECK(cudaSetDevice(device_.ordinal));
    study_ = std::make_unique<DeviceStudy>(plan_, shift_);
    plan_batches();
  }

  ~CudaBackend() override {
    // Memory is freed on the device that it belongs to, whichever thread is the last to hold the backend.
    static_cast<void>(cudaSetDevice(device_.ordinal));
  }

  std::string description() const override { return fmt::format("cuda, {}", device_.name); }

  std::vector<KernelUsage> kernels() const override {
    HASHLEASE_CUDA_CHECK(cudaSetDevice(device_.ordinal));
    std::vector<KernelUsage> usage = site_kernel_usage(plan_.sites);
    usage.insert(usage.begin(), market_kernel_usage(plan_.market));
    return usage;
  }

  BlockResult simulate(const PathRange& range, const BlockProgress& progress) override {
    const std::lock_guard lock(device_in_use(device_.ordinal));
    HASHLEASE_CUDA_CHECK(cudaSetDevice(device_.ordinal));
    return with_fitting_batch(batch_paths_, [&](std::uint64_t batch_paths) {
      try {
        make_lanes(batch_paths);
        return simulate_block(range, batch_paths, progress);
      } catch (...) {
        // Whatever is in flight belongs to a block that is given up.
        lanes_.clear();
        throw;
      }
    });
  }

 private:
  void plan_batches() {
    std::size_t free_bytes = limits_.memory_bytes;
    std::size_t total_bytes = 0;
    if (free_bytes == 0) HASHLEASE_CUDA_CHECK(cudaMemGetInfo(&free_bytes, &total_bytes));
    histogram_columns_ = choose_histogram_columns(
        study_->histogram_columns().size(),
        sizeof(std::uint32_t) * static_cast<std::uint64_t>(FloatHistogram::kKeyCount), free_bytes);
    batch_paths_ =
        choose_batch_paths(study_->lane_memory(histogram_columns_), free_bytes, plan_.configuration.run.paths);
  }

  void make_lanes(std::uint64_t batch_paths) {
    while (lanes_.size() < static_cast<std::size_t>(kLaneCount)) {
      lanes_.push_back(std::make_unique<Lane>(*study_, batch_paths, histogram_columns_));
    }
  }

  /// Batches go to the lanes in turn, so that one is on the device while the host takes in the other's results.
  BlockResult simulate_block(const PathRange& range, std::uint64_t batch_paths, const BlockProgress& progress) {
    BlockResult block;
    block.range = range;
    block.state = make_study_state(plan_.layout, shift_);
    block.kept.assign(plan_.layout.kept_columns().size(), std::vector<float>(range.count));
    study_->upload_constants();
    std::uint64_t done = 0;
    const auto finish = [&](Lane& lane) {
      if (!lane.is_busy()) return;
      done += lane.finish(block);
      if (progress) progress(done, block.state);
    };
    std::size_t turn = 0;
    for (PathRange rest = range; rest.count > 0; turn = (turn + 1) % lanes_.size()) {
      finish(*lanes_[turn]);
      const PathRange batch = next_chunk(rest, batch_paths);
      lanes_[turn]->start(batch, block);
      rest = {batch.end(), rest.end() - batch.end()};
    }
    for (std::size_t k = 0; k < lanes_.size(); ++k) finish(*lanes_[(turn + k) % lanes_.size()]);
    for (const auto& lane : lanes_) lane->take_histograms(block);
    return block;
  }

  const StudyPlan& plan_;
  Device device_;
  CudaLimits limits_;
  std::vector<double> shift_;
  std::unique_ptr<DeviceStudy> study_;
  std::uint64_t histogram_columns_ = 0;  // counted at a time by each lane
  std::uint64_t batch_paths_ = 0;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

/// "NVIDIA H200", "4 x NVIDIA H200" or "2 x NVIDIA A100, NVIDIA L4".
std::string names_of(const std::vector<Device>& devices) {
  std::string names;
  for (auto first = devices.begin(); first != devices.end();) {
    const auto end = std::find_if(first, devices.end(), [&](const Device& other) { return other.name != first->name; });
    if (!names.empty()) names += ", ";
    names += end - first == 1 ? first->name : fmt::format("{} x {}", end - first, first->name);
    first = end;
  }
  return names;
}

}  // namespace

std::unique_ptr<Backend> make_cuda_backend(const StudyPlan& plan, const CudaLimits& limits) {
  std::string reason;
  const std::vector<Device> devices = find_devices(reason);
  if (devices.empty()) throw BackendAbsent("--backend cuda: " + reason);
  if (devices.size() == 1) return std::make_unique<CudaBackend>(plan, devices.front(), limits);
  std::vector<std::unique_ptr<Backend>> members;
  for (const Device& device : devices) members.push_back(std::make_unique<CudaBackend>(plan, device, limits));
  return make_backend_group(std::move(members), plan, "cuda, " + names_of(devices));
}

}  // namespace hashlease::cuda
