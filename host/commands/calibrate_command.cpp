#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "calibrate/market_file/calibration_report.hpp"
#include "calibrate/market_file/market_text.hpp"
#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "io/files/file.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease calibrate btc.csv gpu.csv power.csv --since 2018-01-01 -o configs/markets/today.toml
  hashlease calibrate btc.csv -o btc.toml --model gjr_garch --report fits.json
  hashlease calibrate power.csv --hub west -o market.toml --base configs/markets/2024-11-23.toml)";

constexpr std::uint64_t kMostBytes = std::uint64_t{16} << 20;

struct CalibrateOptions {
  CalibrationOptions what;
  std::string model{name_of(BtcModel::merton)};  // the one that is written, by its name
  std::vector<std::string> data;                 // files of any kind, recognised by their headers
  std::vector<std::string> gpu;
  std::vector<std::string> power;
  std::string output;
  std::string report;  // JSON; empty: none
  std::string base;    // market file for sections without data; empty: none
  std::string hub;
  bool json = false;
  bool quiet = false;
  bool force = false;
};

void add_dates(CLI::App& command, CalibrationOptions& options) {
  add_date(command, "--until", options.until,
           "last day that is used, and the start of the market (default: the last of the data)");
  add_date(command, "--since", options.since,
           "first day of every sample without one of its own (default: the first of the data)");
  add_date(command, "--network-since", options.network_since, "first day of the sample of hashrate and difficulty");
  add_date(command, "--fee-since", options.fee_since,
           "first day of the sample of fees (default: 30 days after the last halving)");
  add_date(command, "--power-since", options.power_since, "first day of the sample of power prices");
}

void add_inputs(CLI::App& command, CalibrateOptions& options) {
  command
      .add_option("data", options.data,
                  "histories: BTC and network by day (Coin Metrics' community columns, or NAME=FILE.csv with the "
                  "columns date,value), GPU rental rates, hourly power prices; recognised by their headers")
      ->required()
      ->check(not_empty)
      ->type_name("DATA.csv");
  add_output(command, options.output, "market file to write", "MARKET.toml")->required();
  command.add_option("--gpu", options.gpu, "GPU rental rates: date, gpu, provider, market, usd_per_gpu_hour")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("FILE.csv");
  command.add_option("--power", options.power, "hourly prices of power: hour_start_utc, NAME_usd_per_mwh")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("FILE.csv");
  command
      .add_option("--gpu-class", options.what.gpu_classes,
                  "GPU class that the market file has (default: all); studies simulate every class of their market")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("NAME");
  command.add_option("--hub", options.hub, "price column of the power file, by part of its name (default: the first)")
      ->check(not_empty)
      ->type_name("NAME");
}

void add_fits(CLI::App& command, CalibrationOptions& options, std::string& model) {
  command.add_option("--model", model, "model of BTC to write (all are fitted)")
      ->check(CLI::IsMember(std::vector<std::string>(kBtcModelNames.begin(), kBtcModelNames.end())))
      ->capture_default_str()
      ->type_name("NAME");
  add_dates(command, options);
  command.add_option("--most-jumps", options.most_jumps, "upper bound of merton's jumps a year (default: 12)")
      ->check(CLI::Range(0.1, 366.0))
      ->type_name("N");
  command
      .add_option("--block-height", options.block_height, "height of the last block, where no halving is in the data")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{6'929'999}))
      ->type_name("N");
}

/// Every file that is read; a history may be given as NAME=FILE.
std::vector<std::string> inputs_of(const CalibrateOptions& options, const std::vector<std::string>& histories) {
  std::vector<std::string> inputs = histories;
  for (const std::string& history : histories) inputs.push_back(history.substr(history.find('=') + 1));
  if (!options.base.empty()) inputs.push_back(options.base);
  return inputs;
}

ExitCode calibrate_market(const CalibrateOptions& options) {
  std::vector<std::string> histories = options.data;
  histories.insert(histories.end(), options.gpu.begin(), options.gpu.end());
  histories.insert(histories.end(), options.power.begin(), options.power.end());
  check_outputs({options.output, options.report}, inputs_of(options, histories), existing_file(options.force));
  std::string base;
  if (!options.base.empty()) {
    if (kind_of(options.base) != PathKind::file) {
      throw InputError(fmt::format("{}: there is no such file", options.base));
    }
    base = read_text(options.base, kMostBytes);
  }
  CalibrationOptions what = options.what;
  what.model = btc_model_named(options.model).value();  // the option takes no other word
  const Calibration calibration = calibrate(read_market_history(histories, options.hub), what);
  // All texts are made before any is written.
  const std::string market = market_text(calibration, base, options.base, options.output);
  const std::string report = calibration_json(calibration).dump(2) + "\n";
  replace_text(options.output, market);
  if (!options.report.empty()) replace_text(options.report, report);
  if (options.json) {
    fmt::print("{}", report);
  } else if (!options.quiet) {
    fmt::print("{}\n{} written\n", calibration_table(calibration), options.output);
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_calibrate_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<CalibrateOptions>();
  options->what.command_line = invocation.command_line;
  CLI::App* command =
      program.add_subcommand("calibrate", "fit the market to histories and write a market file that studies include");
  add_inputs(*command, *options);
  add_fits(*command, options->what, options->model);
  command->add_option("--base", options->base, "market file that gives the sections without data")
      ->check(not_empty)
      ->type_name("MARKET.toml");
  command->add_option("--report", options->report, "also write all fits as JSON")
      ->check(not_empty)
      ->type_name("FILE.json");
  add_force(*command, options->force);
  add_json(*command, options->json);
  add_quiet(*command, options->quiet, "table");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return calibrate_market(*options); });
  return command;
}

}  // namespace hashlease
