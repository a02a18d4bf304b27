#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/output/text.hpp"
#include "io/runs/status.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

std::string_view stage_name(StudyStage stage) {
  switch (stage) {
    case StudyStage::finished: return "finished";
    case StudyStage::running: return "running";
    default: return "interrupted";
  }
}

std::string_view condition_name(FileCondition condition) {
  switch (condition) {
    case FileCondition::sound: return "sound";
    case FileCondition::damaged: return "damaged";
    case FileCondition::unfinished: return "unfinished";
    case FileCondition::foreign: return "foreign";
    default: return "newer_format";
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

}  // namespace

ExitCode status_command(const std::string& file, bool json) {
  const StudyStatus status = read_status(file);
  if (json) {
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

ExitCode verify_command(const std::string& file, double time_limit_seconds, bool json) {
  const Verification verification = verify_file(file, time_limit_seconds);
  if (json) {
    const nlohmann::ordered_json document = {
        {"file", file}, {"condition", condition_name(verification.condition)}, {"text", verification.text}};
    fmt::print("{}\n", document.dump(2));
  } else {
    fmt::print("{}: {}: {}\n", file, condition_name(verification.condition), verification.text);
  }
  return verification.condition == FileCondition::sound ? ExitCode::done : ExitCode::run_failed;
}

}  // namespace hashlease
