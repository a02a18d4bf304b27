#pragma once

/// What all lanes of a device share of a study: its plan in device memory. Constant once made.

#include <cstdint>
#include <vector>

#include "cuda/batch_policy.hpp"
#include "cuda/batch_view.hpp"
#include "cuda/device_memory.hpp"
#include "plan/study_plan.hpp"

namespace hashlease::cuda {

class DeviceStudy {
 public:
  /// Copies the schedule, the months and the shifts to the current device. `plan` must outlive it.
  DeviceStudy(const StudyPlan& plan, const std::vector<double>& shift);

  /// Puts the plan into the device's constant memory, which all studies of a process share. Nothing may run on the
  /// device meanwhile.
  void upload_constants() const;

  const StudyPlan& plan() const { return plan_; }
  const MarketStep* steps() const { return steps_.data(); }
  /// StudyPlan::tables, or null where there are none.
  const float* tables() const { return tables_.data(); }
  const MonthPlan* months() const { return months_.data(); }
  const double* shift() const { return shift_.data(); }
  const ColumnPair* pairs() const { return pairs_.data(); }
  std::uint32_t pair_count() const { return static_cast<std::uint32_t>(pairs_.size()); }
  std::uint32_t column_count() const { return static_cast<std::uint32_t>(plan_.layout.column_count()); }
  /// Numbers of the columns with a histogram: on the host, and the same on the device.
  const std::vector<std::uint32_t>& histogram_columns() const { return histogram_columns_; }
  const std::uint32_t* device_histogram_columns() const { return device_histogram_columns_.data(); }
  /// Floats of the tape of one path.
  std::uint64_t tape_floats() const;

  /// Memory of a lane that counts `histogram_columns` histograms at a time.
  LaneMemory lane_memory(std::uint64_t histogram_columns) const;

 private:
  const StudyPlan& plan_;
  std::vector<std::uint32_t> histogram_columns_;
  DeviceBuffer<MarketStep> steps_;
  DeviceBuffer<float> tables_;
  DeviceBuffer<MonthPlan> months_;
  DeviceBuffer<double> shift_;
  DeviceBuffer<ColumnPair> pairs_;
  DeviceBuffer<std::uint32_t> device_histogram_columns_;
};

}  // namespace hashlease::cuda
