#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "commands/commands.hpp"
#include "commands/options/shared_options.hpp"
#include "commands/output/text.hpp"
#include "io/runs/status.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease status results/hybrid.h5
  hashlease status results/overnight.h5 --json

Exit codes: 0 done, 1 the result is damaged, 2 bad usage, or neither a result nor unfinished parts of one.)";

struct StatusOptions {
  std::string file;
  bool json = false;
};

std::string_view stage_name(StudyStage stage) {
  switch (stage) {
    case StudyStage::finished: return "finished";
    case StudyStage::running: return "running";
    default: return "interrupted";
  }
}

nlohmann::ordered_json number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json status_json(const std::string& file, const StudyStatus& status) {
  nlohmann::ordered_json json = {{"file", file},
                                 {"title", status.study.title},
                                 {"stage", stage_name(status.stage)},
                                 {"first_path", status.range.first},
                                 {"paths", status.range.count},
                                 {"paths_done", status.paths_done},
                                 {"study", status.study.hash}};
  json["notices"] = status.notices;
  for (std::size_t site = 0; site < status.configuration.site.size(); ++site) {
    json["sites"].push_back({{"site", status.configuration.site[site].name},
                             {"annual_revenue", number(status.estimates.annual_revenue.value[site])},
                             {"standard_error", number(status.estimates.annual_revenue.standard_error[site])}});
  }
  return json;
}

ExitCode status(const StatusOptions& options) {
  const std::string& file = options.file;
  const StudyStatus status = read_status(file);
  if (options.json) {
    fmt::print("{}\n", status_json(file, status).dump(2));
    return ExitCode::done;
  }
  const double share = 100.0 * static_cast<double>(status.paths_done) / static_cast<double>(status.range.count);
  fmt::print("{}: {}, {} of {} paths ({:.1f} %)\n", file, stage_name(status.stage), grouped(status.paths_done),
             grouped(status.range.count), share);
  for (const std::string& notice : status.notices) fmt::print("  {}\n", notice);
  for (std::size_t site = 0; status.paths_done > 0 && site < status.configuration.site.size(); ++site) {
    fmt::print(
        "  {}: mean annual revenue {} million USD\n", status.configuration.site[site].name,
        millions(status.estimates.annual_revenue.value[site], status.estimates.annual_revenue.standard_error[site]));
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_status_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<StatusOptions>();
  CLI::App* command = program.add_subcommand("status", "show how far a run is, and its current estimates");
  add_result(*command, options->file, "result file, finished or not");
  add_json(*command, options->json);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return status(*options); });
  return command;
}

}  // namespace hashlease
