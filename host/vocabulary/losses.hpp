#pragma once

#include <vector>

namespace hashlease {

/// What the loss of a period is counted from.
enum class LossReference { mean, zero };

/// How losses are measured: `run.confidence_levels` and `run.loss_reference`.
struct LossSettings {
  std::vector<double> confidence_levels;  // each in (0.5, 1)
  LossReference reference = LossReference::mean;
};

}  // namespace hashlease
