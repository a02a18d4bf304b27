#include "cuda/device_study.hpp"

#include "cuda/batch_results.hpp"
#include "cuda/lane.hpp"
#include "cuda/market_kernel.hpp"
#include "cuda/site_kernel.hpp"
#include "market/tape.hpp"

namespace hashlease::cuda {

namespace {

std::vector<ColumnPair> column_pairs(const ColumnLayout& layout) {
  std::vector<ColumnPair> pairs;
  for (const auto& [a, b] : layout.correlated_columns()) {
    pairs.push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)});
  }
  return pairs;
}

}  // namespace

DeviceStudy::DeviceStudy(const StudyPlan& plan, const std::vector<double>& shift)
    : plan_(plan),
      histogram_columns_(distribution_columns(plan.layout)),
      steps_(copy_to_device<MarketStep>(plan.steps)),
      tables_(copy_to_device<float>(plan.tables)),
      months_(copy_to_device<MonthPlan>(plan.months)),
      shift_(copy_to_device<double>(shift)),
      pairs_(copy_to_device<ColumnPair>(column_pairs(plan.layout))),
      device_histogram_columns_(copy_to_device<std::uint32_t>(histogram_columns_)) {}

void DeviceStudy::upload_constants() const {
  upload_market_plan(plan_.market);
  upload_site_plans(plan_.market, plan_.sites);
}

std::uint64_t DeviceStudy::tape_floats() const {
  return static_cast<std::uint64_t>(plan_.market.month_count) * static_cast<std::uint64_t>(driver_count(plan_.market));
}

LaneMemory DeviceStudy::lane_memory(std::uint64_t histogram_columns) const {
  // Measured in full at two sizes: everything of a lane grows in proportion to its paths, or not at all.
  const std::uint64_t small = Lane::device_bytes(*this, kLeafPaths, histogram_columns);
  const std::uint64_t large = Lane::device_bytes(*this, kMaxBatchPaths, histogram_columns);
  const std::uint64_t bytes_per_path = (large - small) / (kMaxBatchPaths - kLeafPaths) + 1;
  const auto copied =
      static_cast<std::uint64_t>(plan_.layout.kept_columns().size() + plan_.layout.followed_columns().size());
  return {small, bytes_per_path, copied * sizeof(float)};
}

}  // namespace hashlease::cuda
