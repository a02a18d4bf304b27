#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/output/text.hpp"
#include "commands/run/estimate.hpp"
#include "commands/run/study_options.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease check configs/hybrid.toml
  hashlease check configs/hybrid.toml --set run.horizon_months=36 --paths 10000000 --threads 8 --json

Exit codes: 0 the configuration can be run, 2 it cannot: every error is shown with its place.)";

struct CheckOptions : StudyOptions {
  bool json = false;
};

ExitCode check(const CheckOptions& options) {
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

}  // namespace

CLI::App* add_check_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* command = program.add_subcommand("check", "validate a configuration; estimate time, memory and file size");
  add_study(*command, *options);
  add_threads(*command, options->threads);
  add_json(*command, options->json);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return check(*options); });
  return command;
}

}  // namespace hashlease
