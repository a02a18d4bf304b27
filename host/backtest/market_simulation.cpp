#include "backtest/market_simulation.hpp"

#include <algorithm>

#include "plan/study_plan.hpp"

namespace hashlease {

std::vector<std::vector<float>> simulate_market(const Configuration& configuration,
                                                const std::vector<PredictedMonth>& wanted,
                                                const SimulationOptions& options) {
  Configuration market = configuration;
  market.site.clear();
  market.run.keep_paths.clear();
  market.run.monthly_distribution.clear();
  market.run.tail_paths = 0;
  market.run.market_distribution = true;
  market.run.horizon_months = 1;
  for (const PredictedMonth& month : wanted) {
    market.run.horizon_months = std::max<std::int64_t>(market.run.horizon_months, month.months);
  }
  StudyPlan plan = make_study_plan(market);
  for (const PredictedMonth& month : wanted) {
    plan.layout.keep(plan.layout.market_column(month.variable, month.gpu_class, month.months - 1));
  }
  const std::unique_ptr<Backend> backend = make_backend(options.backend, plan, options.backend_options);
  return backend->simulate({0, market.run.paths}, {}).kept;
}

}  // namespace hashlease
