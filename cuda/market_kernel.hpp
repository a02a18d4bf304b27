#pragma once

/// The market stage on the device: one thread per path.

#include <cuda_runtime_api.h>

#include "backend/backend.hpp"
#include "market/market_plan.hpp"
#include "market/tape.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease::cuda {

/// Puts the plan into the constant memory of the current device, where launch_market reads it. Nothing may run on the
/// device meanwhile. Complete when it returns.
void upload_market_plan(const MarketPlan& plan);

/// Whether this program holds code that the current device can run; if not, why. Loads the code.
cudaError_t market_kernel_status();

/// How the kernel that launch_market takes for this plan sits on the current device.
KernelUsage market_kernel_usage(const MarketPlan& plan);

/// Starts the market stage of `paths` in `stream`. `plan` is the one last uploaded, `steps` its schedule and `tables`
/// StudyPlan::tables on the device (may be null where the plan points into none).
/// Driver d of month m of path paths.first + k goes to tape.values[(m * tape.drivers + d) * tape.stride + k], so that
/// neighbouring threads write neighbouring floats.
void launch_market(const MarketPlan& plan, const MarketStep* steps, const float* tables, const PathRange& paths,
                   const TapeWriter& tape, cudaStream_t stream);

}  // namespace hashlease::cuda
