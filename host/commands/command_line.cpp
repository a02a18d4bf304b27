#include "commands/command_line.hpp"
#include "commands/run/audit_option.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>

#include "commands/backtest_command.hpp"
#include "commands/bench_command.hpp"
#include "commands/calibrate_command.hpp"
#include "commands/commands.hpp"
#include "commands/documentation/documentation_commands.hpp"
#include "commands/reading_commands.hpp"
#include "commands/report_command.hpp"
#include "commands/slurm/slurm_command.hpp"
#include "config/reading/history_file.hpp"
#include "io/hdf5/history_dataset.hpp"
#include "io/parts/shard.hpp"

namespace hashlease {

namespace {

constexpr const char* kAbout =
    "hashlease: how volatile, and how survivable, is the revenue of a datacenter that mines bitcoin, rents out GPUs, "
    "or does both?";

constexpr const char* kExamples = R"(
Examples:
  hashlease check configs/hybrid.toml
  hashlease run configs/hybrid.toml -o results/hybrid.h5
  hashlease run configs/hybrid.toml --set market.btc.annual_volatility=0.8 -o results/volatile.h5
  hashlease run configs/overnight.toml --shard 2/8 -o results/overnight.2.h5
  hashlease merge results/overnight.*.h5 -o results/overnight.h5
  hashlease slurm configs/overnight.toml --shards 16 --gpus 1 -o results/overnight.h5
  hashlease describe market.gpu.lease_rate
  hashlease replay results/hybrid.h5 --worst hybrid cash_flow 1
  hashlease report results/hybrid.h5 -o results/hybrid.html
  hashlease export results/hybrid.h5 --group risk --format csv -o risk.csv
  hashlease backtest configs/hybrid.toml btc_network_daily.csv --models gbm,merton --from 2018-01-01
  hashlease calibrate btc.csv gpu.csv power.csv --since 2018-01-01 -o configs/markets/today.toml

Exit codes: 0 done, 1 the run failed, 2 bad usage or configuration, 130 or 143 interrupted (run again to resume).)";

/// Everything that the sub-commands' options are parsed into.
struct Arguments {
  RunOptions run;
  MergeOptions merge;
  ReplayOptions replay;
  ExportOptions exported;
  DocumentationOptions documentation;
  ReportOptions report;
  SlurmOptions slurm;
  BacktestOptions backtest;
  CalibrateOptions calibration;
  BenchOptions bench;
  std::string key;
  std::string keys_of;
  std::string file;
  double time_limit = 600.0;
};

/// An empty word is mostly an unset variable of a script, and must not pass for an option that was not given.
std::string not_empty(const std::string& text) { return text.empty() ? "is empty" : ""; }

void add_study_options(CLI::App& command, RunOptions& options) {
  command.add_option("configuration", options.configuration, "configuration file (TOML)")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.toml");
  command.add_option("--set", options.set, "override a key: --set market.btc.price=120000 (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--paths", options.paths, "number of paths, over run.paths")->check(not_empty)->type_name("N");
  command.add_option("--seed", options.seed, "seed, over run.seed")->check(not_empty)->type_name("N");
  command.add_option("--threads", options.threads, "CPU threads (default: all)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  command.add_flag("--json", options.json, "machine-readable summary on standard output");
}

void add_run(CLI::App& app, Arguments& arguments) {
  RunOptions& options = arguments.run;
  CLI::App* command = app.add_subcommand("run", "simulate a study and write its result file");
  add_study_options(*command, options);
  command->add_option("-o,--output", options.output, "result file (default: named after the configuration)")
      ->check(not_empty)
      ->type_name("FILE.h5");
  command
      ->add_option("--block-paths", options.block_paths,
                   "paths per block, the unit that is written and resumed; rounded up to a multiple of 64")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->type_name("N");
  command->add_option("--backend", options.backend, "auto (GPU when there is one), cpu or cuda")
      ->check(not_empty)
      ->type_name("auto|cpu|cuda");
  command
      ->add_option(
          "--shard", options.shard,
          "simulate only shard k of n, k from 1; see merge. auto takes both from Slurm, AWS Batch or Open MPI, "
          "auto/n k alone, from Kubernetes too; the result of -o FILE.h5 is then FILE.shard-k-of-n.h5")
      ->check(not_empty)
      ->type_name("K/N");
  command->add_option("--instruction-set", options.instruction_set, "CPU: baseline, avx2 or avx512 (default: the best)")
      ->check(not_empty)
      ->type_name("baseline|avx2|avx512");
  add_audit_option(*command, options);
  command->add_flag("--force", options.force, "overwrite an existing result");
  command->add_option("--report", options.report, "write the report on the result too; see report")
      ->check(not_empty)
      ->type_name("FILE.html");
  command->add_flag("--keep-parts", options.keep_parts, "keep FILE.h5.parts after the result is written");
  command->add_flag("--quiet", options.quiet, "no progress and no table");
}

void add_merge(CLI::App& app, Arguments& arguments) {
  CLI::App* command = app.add_subcommand("merge", "combine the results of shards, exactly");
  command->add_option("shards", arguments.merge.shards, "result files of disjoint path ranges of one study")
      ->required()
      ->type_name("SHARD.h5");
  command->add_option("-o,--output", arguments.merge.output, "result file")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.h5");
  command->add_flag("--force", arguments.merge.force, "overwrite an existing result");
  command->add_flag("--json", arguments.merge.json, "machine-readable summary on standard output");
  command->add_flag("--quiet", arguments.merge.quiet, "no table");
}

void add_others(CLI::App& app, Arguments& arguments) {
  CLI::App* check = app.add_subcommand("check", "validate a configuration; estimate time, memory and file size");
  add_study_options(*check, arguments.run);
  CLI::App* describe = app.add_subcommand("describe", "explain the configuration keys: unit, bounds, default, meaning");
  describe->add_option("key", arguments.key, "a key or section (default: all)")->type_name("KEY");
  describe->add_option("--keys-of", arguments.keys_of, "only list the keys of a configuration, as --set takes them")
      ->check(not_empty)
      ->type_name("FILE.toml");
  CLI::App* status = app.add_subcommand("status", "how far a run is, and its current estimates");
  status->add_option("file", arguments.file, "result file, finished or not")->required()->type_name("FILE.h5");
  status->add_flag("--json", arguments.run.json, "machine-readable on standard output");
  CLI::App* verify = app.add_subcommand("verify", "recompute the checksums of a result file");
  verify->add_option("file", arguments.file, "result file")->required()->type_name("FILE.h5");
  verify->add_option("--time-limit", arguments.time_limit, "seconds before the check is given up (default 600)")
      ->check(CLI::Range(0.1, 1e6))
      ->type_name("S");
  verify->add_flag("--json", arguments.run.json, "machine-readable on standard output");
}

std::string command_line_text(int argc, char** argv) {
  std::string text;
  for (int k = 0; k < argc; ++k) text += (k == 0 ? "" : " ") + quoted_word(argv[k]);
  return text;
}

ExitCode dispatch(const CLI::App& app, const Arguments& arguments) {
  if (app.get_subcommands().empty()) {
    std::string names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
      names += (names.empty() ? "" : ", ") + command->get_name();
    }
    throw InputError(fmt::format("a sub-command is required: {}; see hashlease --help", names));
  }
  const std::string name = app.get_subcommands().front()->get_name();
  if (name == "run") return run_command(arguments.run);
  if (name == "check") return check_command(arguments.run);
  if (name == "describe") return describe_command(arguments.key, arguments.keys_of);
  if (run_documentation_command(name, app, arguments.documentation)) return ExitCode::done;
  if (name == "merge") return merge_command(arguments.merge);
  if (name == "replay") return replay_command(arguments.replay);
  if (name == "report") return report_command(arguments.report);
  if (name == "bench") return bench_command(arguments.bench);
  if (name == "slurm") return slurm_command(arguments.slurm);
  if (name == "backtest") return backtest_command(arguments.backtest);
  if (name == "calibrate") return calibrate_command(arguments.calibration);
  if (name == "export") return export_command(arguments.exported);
  if (name == "status") return status_command(arguments.file, arguments.run.json);
  return verify_command(arguments.file, arguments.time_limit, arguments.run.json);
}

int fail(ExitCode code, const std::exception& error) {
  fmt::print(stderr, "{}\n", error.what());
  return static_cast<int>(code);
}

/// What the command line can say, into `arguments`.
void define_commands(CLI::App& app, Arguments& arguments) {
  app.footer(kExamples);
  app.require_subcommand(0, 1);  // none is reported by dispatch, so that a misspelled one is reported by its name
  app.set_version_flag("--version", version_text);
  add_run(app, arguments);
  add_others(app, arguments);
  add_merge(app, arguments);
  add_replay_command(app, arguments.replay);
  add_documentation_commands(app, arguments.documentation);
  add_report_command(app, arguments.report);
  add_export_command(app, arguments.exported);
  add_slurm_command(app, arguments.slurm);
  add_backtest_command(app, arguments.backtest);
  add_calibrate_command(app, arguments.calibration);
  add_bench_command(app, arguments.bench);
}

/// An exit code when there is nothing left to do: help was asked for, or what was asked for is none of ours.
std::optional<ExitCode> parse(CLI::App& app, int argc, const char* const* argv, std::ostream& out,
                              std::ostream& error) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem, out, error) == 0 ? ExitCode::done : ExitCode::bad_input;
  }
}

}  // namespace

std::optional<ExitCode> parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& error) {
  CLI::App app(kAbout, "hashlease");
  Arguments arguments;
  define_commands(app, arguments);
  return parse(app, argc, argv, out, error);
}

int run_command_line(int argc, char** argv) {
  dataset_reader() = read_history_dataset;
  CLI::App app(kAbout, "hashlease");
  Arguments arguments;
  define_commands(app, arguments);
  arguments.run.command_line = arguments.merge.command_line = arguments.backtest.command_line =
      arguments.calibration.command_line = command_line_text(argc, argv);
  if (const std::optional<ExitCode> code = parse(app, argc, argv, std::cout, std::cerr)) {
    return static_cast<int>(*code);
  }
  try {
    const ExitCode code = dispatch(app, arguments);
    // A full disk behind `> summary.json` shows here at the latest.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw RunError("standard output cannot be written: what it should hold is lost");
    }
    return static_cast<int>(code);
  } catch (const InputError& error) {
    return fail(ExitCode::bad_input, error);
  } catch (const RunError& error) {
    return fail(ExitCode::run_failed, error);
  } catch (const std::bad_alloc&) {
    return fail(ExitCode::run_failed,
                RunError("out of memory: fewer --threads, fewer sites or a smaller --block-paths would do"));
  } catch (const std::exception& error) {
    return fail(ExitCode::run_failed, error);
  }
}

}  // namespace hashlease
