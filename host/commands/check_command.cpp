#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/output/text.hpp"
#include "commands/run/estimate.hpp"
#include "commands/run/study_options.hpp"
#include "report/drawing/numbers.hpp"
#include "results/equipment.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease check configs/hybrid.toml
  hashlease check configs/hybrid.toml --set run.horizon_months=36 --paths 10000000 --threads 8 --json

Exit codes: 0 the configuration can be run, 2 it cannot: every error is shown with its place.)";

struct CheckOptions : StudyOptions {
  bool json = false;
};

constexpr std::size_t kMostSites = 16;

/// Figures with as much as configurations are written with.
std::string amount(double value, const char* unit) { return fmt::format("{} {}", significant_text(value, 4), unit); }

/// "5.71 EH/s on 100 MW, 19,608 GPUs on 25 MW of IT": what stands at a site.
/// With a conversion the machines do not stand there together.
std::string equipment_text(const EquipmentTables& equipment, std::size_t site, bool converts) {
  const char* const before = converts ? " before its conversion" : "";
  const char* const after = converts ? " after it" : "";
  std::vector<std::string> parts;
  if (equipment.mining_power[site] > 0.0) {
    parts.push_back(fmt::format("{} of mining on {}{}", amount(equipment.hashrate[site], "EH/s"),
                                amount(equipment.mining_power[site], "MW"), before));
  }
  if (equipment.gpu_power[site] > 0.0) {
    parts.push_back(fmt::format(
        "{} GPUs on {} ({} of IT){}", count_text(static_cast<std::uint64_t>(std::llround(equipment.gpu_count[site]))),
        amount(equipment.gpu_power[site], "MW"), amount(equipment.gpu_it_power[site], "MW"), after));
  }
  if (equipment.hall_it_power[site] > 0.0) {
    parts.push_back(fmt::format("halls for {} of IT{}", amount(equipment.hall_it_power[site], "MW"), after));
  }
  return parts.empty() ? "no equipment" : fmt::format("{}", fmt::join(parts, "; "));
}

void print_equipment(const Configuration& configuration, const EquipmentTables& equipment) {
  const std::vector<SiteConfiguration>& sites = configuration.site;
  for (std::size_t site = 0; site < std::min(sites.size(), kMostSites); ++site) {
    fmt::print("  site     {}: {}\n", sites[site].name,
               equipment_text(equipment, site, !sites[site].conversion.empty()));
  }
  if (sites.size() > kMostSites) fmt::print("           and {} more; --json has all\n", sites.size() - kMostSites);
}

nlohmann::ordered_json equipment_json(const Configuration& configuration, const EquipmentTables& equipment) {
  nlohmann::ordered_json sites = nlohmann::ordered_json::array();
  for (std::size_t site = 0; site < configuration.site.size(); ++site) {
    sites.push_back({{"site", configuration.site[site].name},
                     {"hashrate", equipment.hashrate[site]},
                     {"mining_power", equipment.mining_power[site]},
                     {"gpu_count", equipment.gpu_count[site]},
                     {"gpu_power", equipment.gpu_power[site]},
                     {"gpu_it_power", equipment.gpu_it_power[site]},
                     {"hall_it_power", equipment.hall_it_power[site]}});
  }
  return sites;
}

ExitCode check(const CheckOptions& options) {
  const StudyPlan plan = plan_of(options);
  const RunConfiguration& run = plan.configuration.run;
  const PathRange range{0, run.paths};
  const StudyEstimate estimate = estimate_study(plan, range, 0, options.threads);
  const EquipmentTables equipment = equipment_tables(plan.configuration);
  if (options.json) {
    const nlohmann::ordered_json json = {{"configuration", options.configuration},
                                         {"valid", true},
                                         {"paths", run.paths},
                                         {"steps", plan.market.step_count},
                                         {"months", plan.market.month_count},
                                         {"sites", plan.layout.site_count()},
                                         {"equipment", equipment_json(plan.configuration, equipment)},
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
  print_equipment(plan.configuration, equipment);
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
