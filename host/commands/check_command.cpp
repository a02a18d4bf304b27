#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/output/text.hpp"
#include "commands/run/estimate.hpp"
#include "commands/run/study_options.hpp"

namespace hashlease {

ExitCode check_command(const RunOptions& options) {
  const StudyPlan plan = plan_of(options);
  const RunConfiguration& run = plan.configuration.run;
  const PathRange range{0, run.paths};
  const StudyEstimate estimate = estimate_study(plan, range, 0, options.threads);
  if (options.json) {
    const nlohmann::ordered_json json = {{"configuration", options.configuration},
                                         {"valid", true},
                                         {"paths", run.paths},
                                         {"steps", plan.market.step_count},
                                         {"months", plan.market.month_count},
                                         {"sites", plan.layout.site_count()},
                                         {"threads", estimate.threads},
                                         {"cpu_seconds", estimate.seconds},
                                         {"memory_bytes", estimate.memory_bytes},
                                         {"file_bytes", estimate.file_bytes},
                                         {"parts_bytes", estimate.parts_bytes}};
    fmt::print("{}\n", json.dump(2));
    return ExitCode::done;
  }
  fmt::print("{}: valid\n", options.configuration);
  fmt::print("  study    {}\n", plan.configuration.title);
  fmt::print("  paths    {}, {} {} steps over {} months from {}, {} site{}\n", grouped(run.paths),
             plan.market.step_count, run.step == StepKind::daily ? "daily" : "weekly", plan.market.month_count,
             to_string(run.start_date), plan.layout.site_count(), plan.layout.site_count() == 1 ? "" : "s");
  fmt::print("  time     about {} on {} CPU thread{}\n", duration(estimate.seconds), estimate.threads,
             estimate.threads == 1 ? "" : "s");
  fmt::print("  memory   about {}\n", bytes(estimate.memory_bytes));
  fmt::print("  file     about {}, and {} of parts until it is done\n", bytes(estimate.file_bytes),
             bytes(estimate.parts_bytes));
  return ExitCode::done;
}

}  // namespace hashlease
