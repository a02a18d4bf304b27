#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/run/study_options.hpp"
#include "commands/run/study_run.hpp"
#include "io/files/file.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/verification/result_header.hpp"
#include "io/verification/verify.hpp"
#include "report/report.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease run configs/hybrid.toml -o results/hybrid.h5
  hashlease run configs/hybrid.toml -o results/hybrid.h5 --report results/hybrid.html
  hashlease run configs/hybrid.toml --set market.btc.annual_volatility=0.8 -o results/volatile.h5
  hashlease run configs/hybrid.toml --paths 10000 --json --quiet
  hashlease run configs/overnight.toml --shard 2/8 -o results/overnight.2.h5

Exit codes: 0 done, 1 the run failed, 2 bad usage or configuration, 130 or 143 interrupted (run again to resume).)";

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

ExitCode run(RunOptions options) {
  const StudyPlan plan = plan_of(options);
  const NamedShard named = parse_shard(options.shard);
  const Shard& shard = named.shard;
  const PathRange range = shard_range(plan.configuration.run.paths, shard);
  const std::string output = output_path(options, named);
  if (!options.report.empty()) {
    if (shard.count > 1) throw InputError("--report: a shard has no report; merge the shards first");
    check_outputs({output, options.report}, {options.configuration}, ExistingFile::replace);
    check_report_output(options.report, options.force);
  }
  if (!named.variable.empty() && !options.quiet) {
    fmt::print(stderr, "shard {} of {}, by {}: {}\n", shard.number, shard.count, named.variable, output);
  }
  if (!named.variable.empty() && !options.force && finished_before(output, plan, range, options.force)) {
    if (!options.quiet) fmt::print(stderr, "{} is already complete; nothing to do\n", output);
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

}  // namespace

CLI::App* add_run_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<RunOptions>();
  options->command_line = invocation.command_line;
  CLI::App* command = program.add_subcommand("run", "simulate a study and write its result file");
  add_study(*command, *options);
  add_threads(*command, options->threads);
  add_output(*command, options->output, "result file (default: named after the configuration)", "FILE.h5");
  add_block_paths(*command, options->block_paths);
  add_backend(*command, options->backend, "run.backend");
  command
      ->add_option(
          "--shard", options->shard,
          "simulate only shard k of n, k from 1; see merge. auto takes both numbers from Slurm, AWS Batch or Open MPI, "
          "auto/n takes k alone, from Kubernetes too; the result of -o FILE.h5 is then FILE.shard-k-of-n.h5")
      ->check(not_empty)
      ->type_name("K/N");
  command
      ->add_option("--instruction-set", options->instruction_set, "CPU: baseline, avx2 or avx512 (default: the best)")
      ->check(not_empty)
      ->type_name("baseline|avx2|avx512");
  add_audit(*command, options->audit_percent);
  command->add_option("--report", options->report, "also write the report on the result; see report")
      ->check(not_empty)
      ->type_name("FILE.html");
  command->add_flag("--keep-parts", options->keep_parts, "keep FILE.h5.parts after the result is written");
  add_force(*command, options->force);
  add_json(*command, options->json);
  add_quiet(*command, options->quiet);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return run(*options); });
  return command;
}

}  // namespace hashlease
