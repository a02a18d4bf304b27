#include "commands/backtest_command.hpp"

namespace hashlease {

namespace {

std::string not_empty(const std::string& text) { return text.empty() ? "is empty" : ""; }

/// Where forecasts start, and what they are fitted on.
void add_origin_options(CLI::App& command, BacktestOptions& options) {
  command.add_option("--from", options.first, "first day of origin (default: as the history allows)")
      ->check(not_empty)
      ->type_name("DATE");
  command.add_option("--to", options.last, "last day of origin")->check(not_empty)->type_name("DATE");
  command.add_option("--every", options.every_months, "months between origins (default: 1)")
      ->check(CLI::Range(1, 60))
      ->type_name("MONTHS");
  command.add_option("--window", options.btc_window_days, "days before an origin that the BTC model is fitted on")
      ->check(CLI::Range(90, 10'000))
      ->capture_default_str()
      ->type_name("DAYS");
  command.add_option("--network-window", options.network_window_days, "days that the network's growth is fitted on")
      ->check(CLI::Range(120, 10'000))
      ->capture_default_str()
      ->type_name("DAYS");
  command.add_option("--paths", options.paths, "paths of each forecast")
      ->check(CLI::Range(std::uint64_t{1'024}, std::uint64_t{1'000'000}))
      ->capture_default_str()
      ->type_name("N");
  command.add_option("--significance", options.significance, "level of each test of coverage")
      ->check(CLI::Range(1e-6, 0.5))
      ->capture_default_str()
      ->type_name("P");
}

/// How it is run, and what is written.
void add_run_options(CLI::App& command, BacktestOptions& options) {
  command.add_option("--backend", options.backend, "cpu (default), cuda, or auto: a GPU when there is one")
      ->check(not_empty)
      ->type_name("auto|cpu|cuda");
  command.add_option("--threads", options.threads, "CPU threads (default: all)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  command.add_option("-o,--output", options.output, "write everything to a file too, with every forecast")
      ->check(not_empty)
      ->type_name("FILE.h5");
  command.add_flag("--force", options.force, "overwrite an existing file");
  command.add_flag("--json", options.json, "machine-readable result on standard output");
  command.add_flag("--quiet", options.quiet, "no progress");
}

}  // namespace

void add_backtest_command(CLI::App& application, BacktestOptions& options) {
  CLI::App* command =
      application.add_subcommand("backtest", "test the market of a configuration against what happened");
  command->add_option("configuration", options.configuration, "configuration file (TOML)")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.toml");
  command->add_option("data", options.data, "history: daily BTC and network data, GPU rates (CSV; several files)")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.csv");
  command->add_option("--set", options.set, "override a key: --set market.btc.annual_drift=0.2 (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->add_option("--models", options.models, "models of the BTC price to compare (default: the configured one)")
      ->delimiter(',')
      ->type_name("NAMES");
  command->add_option("--horizons", options.horizons, "months ahead (default: 1,3,12)")
      ->delimiter(',')
      ->check(CLI::Range(1, 120))
      ->type_name("MONTHS");
  add_origin_options(*command, options);
  add_run_options(*command, options);
}

}  // namespace hashlease
