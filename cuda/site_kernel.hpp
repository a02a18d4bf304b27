#pragma once

/// The site stage on the device: one thread per path, which walks every site.

#include <cuda_runtime_api.h>

#include <vector>

#include "backend/backend.hpp"
#include "market/market_plan.hpp"
#include "site/market_columns.hpp"
#include "site/site_path.hpp"
#include "site/site_plan.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease::cuda {

/// As upload_market_plan, for launch_sites.
void upload_site_plans(const MarketPlan& market, const SitesPlan& sites);

/// How the kernels that launch_sites takes for these sites sit on the current device.
std::vector<KernelUsage> site_kernel_usage(const SitesPlan& sites);

/// Starts the site stage of `paths` in `stream`, on the tape that launch_market wrote there. `sites` is the plan last
/// uploaded, `months` is on the device. Column c of path k goes to columns.values[c * columns.stride + k]; those of the
/// market are copied from the tape.
void launch_sites(const SitesPlan& sites, const MonthPlan* months, const MarketColumnsPlan& market_columns,
                  const PathRange& paths, const TapeReader& tape, const ColumnWriter& columns, cudaStream_t stream);

}  // namespace hashlease::cuda
