#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/run/study_options.hpp"
#include "commands/run/study_run.hpp"
#include "io/files/file.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/verification/result_header.hpp"
#include "io/verification/verify.hpp"
#include "report/report.hpp"

namespace hashlease {

namespace {

/// A task of an array may be started again when its shard is there already. Returns whether it is there and whole; one
/// that is damaged is to be replaced. A result of another study stays an error of the run.
bool finished_before(const std::string& output, const StudyPlan& plan, const PathRange& range, bool& replace) {
  if (kind_of(output) != PathKind::file) return false;
  const Verification verification = verify_file(output, 0.0);
  replace = verification.condition == FileCondition::damaged;
  if (verification.condition != FileCondition::sound) return false;
  const ResultHeader header = read_result_header(Hdf5Reader(output));
  return header.study == make_study_identity(plan.configuration) && header.range == range;
}

}  // namespace

ExitCode run_command(const RunOptions& given) {
  RunOptions options = given;
  const StudyPlan plan = plan_of(options);
  const NamedShard named = parse_shard(options.shard);
  const Shard& shard = named.shard;
  const PathRange range = shard_range(plan.configuration.run.paths, shard);
  const std::string output = output_path(options, named);
  if (!options.report.empty()) {
    if (shard.count > 1) throw InputError("--report: a shard has no report; merge the shards first");
    check_report_output(options.report, options.force);
  }
  if (!named.variable.empty() && !options.quiet) {
    fmt::print(stderr, "shard {} of {}, by {}: {}\n", shard.number, shard.count, named.variable, output);
  }
  if (!named.variable.empty() && !options.force && finished_before(output, plan, range, options.force)) {
    if (!options.quiet) fmt::print(stderr, "it is whole already\n");
    if (options.json) fmt::print("{}\n", nlohmann::ordered_json{{"file", output}, {"already_done", true}}.dump(2));
    return ExitCode::done;
  }
  const ExitCode code = run_study(options, plan, range, output);
  if (code == ExitCode::done && !options.report.empty()) {
    replace_text(options.report, study_page(read_study_result(output), {}));
    if (!options.quiet) fmt::print(stderr, "{} written\n", options.report);
  }
  return code;
}

}  // namespace hashlease
