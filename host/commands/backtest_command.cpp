#include <CLI/CLI.hpp>
#include <memory>

#include "commands/backtest/backtest_run.hpp"
#include "commands/commands.hpp"
#include "commands/options/shared_options.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease backtest configs/hybrid.toml btc_network_daily.csv --models gbm,merton --from 2018-01-01
  hashlease backtest configs/hybrid.toml btc_network_daily.csv gpu.csv --horizons 1,3 -o backtest.h5
  hashlease backtest configs/hybrid.toml btc_network_daily.csv --set market.btc.annual_drift=0.2 --every 3 --json)";

/// Where forecasts start, and what they are fitted on.
void add_origin_options(CLI::App& command, BacktestOptions& options) {
  add_date(command, "--from", options.first, "first day that a forecast starts from (default: as the history allows)");
  add_date(command, "--to", options.last, "last day that a forecast starts from (default: as the history allows)");
  command.add_option("--every", options.every_months, "months from one forecast to the next (default: 1)")
      ->check(CLI::Range(1, 60))
      ->type_name("MONTHS");
  command.add_option("--window", options.btc_window_days, "days before a forecast that the BTC model is fitted to")
      ->check(CLI::Range(90, 10'000))
      ->capture_default_str()
      ->type_name("DAYS");
  command
      .add_option("--network-window", options.network_window_days,
                  "days before a forecast that the network's growth is fitted to")
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

}  // namespace

CLI::App* add_backtest_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<BacktestOptions>();
  options->command_line = invocation.command_line;
  CLI::App* command = program.add_subcommand("backtest", "test the market of a configuration against what happened");
  add_configuration(*command, options->configuration);
  command->add_option("data", options->data, "history: daily BTC and network data, GPU rates (CSV; several files)")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.csv");
  add_overrides(*command, options->set);
  command->add_option("--models", options->models, "models of the BTC price to compare (default: the configured one)")
      ->delimiter(',')
      ->type_name("NAMES");
  command->add_option("--horizons", options->horizons, "months ahead (default: 1,3,12)")
      ->delimiter(',')
      ->check(CLI::Range(1, 120))
      ->type_name("MONTHS");
  add_origin_options(*command, *options);
  add_backend(*command, options->backend, "cpu");
  add_threads(*command, options->threads);
  add_output(*command, options->output, "also write everything to a file, with every forecast", "FILE.h5");
  add_force(*command, options->force);
  add_json(*command, options->json);
  add_quiet(*command, options->quiet, "progress");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return run_backtest(*options); });
  return command;
}

}  // namespace hashlease
