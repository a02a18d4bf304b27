#include "commands/calibrate_command.hpp"

#include <fmt/format.h>

#include "calibrate/market_file/calibration_report.hpp"
#include "calibrate/market_file/market_text.hpp"
#include "io/files/file.hpp"

namespace hashlease {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{16} << 20;

std::string not_empty(const std::string& text) { return text.empty() ? "is empty" : ""; }

void add_dates(CLI::App& command, CalibrateOptions& options) {
  const auto add = [&](const char* name, std::string& place, const char* what) {
    command.add_option(name, place, what)->check(not_empty)->type_name("DATE");
  };
  add("--until", options.until, "last day that is used, and the start of the market (default: the last of the data)");
  add("--since", options.since, "first day of every sample without one of its own (default: the first of the data)");
  add("--network-since", options.network_since, "first day of the sample of hashrate and difficulty");
  add("--fee-since", options.fee_since, "first day of the sample of fees (default: 30 days after the last halving)");
  add("--power-since", options.power_since, "first day of the sample of power prices");
}

void add_inputs(CLI::App& command, CalibrateOptions& options) {
  command
      .add_option("data", options.data,
                  "histories: BTC and network by day (Coin Metrics' community columns, or NAME=FILE.csv with the "
                  "columns date,value), GPU rental rates, hourly power prices; told apart by their headers")
      ->required()
      ->check(not_empty)
      ->type_name("DATA.csv");
  command.add_option("-o,--output", options.output, "market file to write")
      ->required()
      ->check(not_empty)
      ->type_name("MARKET.toml");
  command.add_option("--gpu", options.gpu, "GPU rental rates: date, gpu, provider, market, usd_per_gpu_hour")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("FILE.csv");
  command.add_option("--power", options.power, "hourly prices of power: hour_start_utc, NAME_usd_per_mwh")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("FILE.csv");
  command
      .add_option("--gpu-class", options.gpu_classes,
                  "GPU class that the market file has (default: all); studies simulate every class of their market")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("NAME");
  command.add_option("--hub", options.hub, "price column of the power file, by part of its name (default: the first)")
      ->check(not_empty)
      ->type_name("NAME");
}

std::optional<std::int64_t> day_or_nothing(const char* option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = text.size() == 10 ? day_of(text) : std::nullopt;
  if (!day) throw InputError(fmt::format("{} {}: is no date; a date is like 2024-11-23", option, text));
  return day;
}

CalibrationOptions calibration_options(const CalibrateOptions& options) {
  CalibrationOptions result;
  result.model = btc_model_named(options.model).value();  // the option takes no other word
  result.command_line = options.command_line;
  result.until = day_or_nothing("--until", options.until);
  result.since = day_or_nothing("--since", options.since);
  result.network_since = day_or_nothing("--network-since", options.network_since);
  result.fee_since = day_or_nothing("--fee-since", options.fee_since);
  result.power_since = day_or_nothing("--power-since", options.power_since);
  result.gpu_classes = options.gpu_classes;
  result.most_jumps = options.most_jumps;
  result.block_height = options.block_height;
  return result;
}

/// Files that may not be written: what is read, and what is there already.
void check_outputs(const CalibrateOptions& options, const std::vector<std::string>& files) {
  for (const std::string& output : {options.output, options.report}) {
    if (output.empty()) continue;
    for (const std::string& file : files) {
      if (output == file) throw InputError(fmt::format("{}: is both input and output", output));
    }
    const PathKind kind = kind_of(output);
    if (kind == PathKind::folder) throw InputError(fmt::format("{}: is a folder", output));
    if (kind != PathKind::absent && !options.force) {
      throw InputError(fmt::format("{}: is there already; --force overwrites it", output));
    }
    if (kind_of(folder_of(output)) != PathKind::folder) {
      throw InputError(fmt::format("{}: there is no folder {}", output, folder_of(output)));
    }
  }
  if (options.output == options.report) throw InputError("-o and --report name the same file");
}

}  // namespace

void add_calibrate_command(CLI::App& application, CalibrateOptions& options) {
  CLI::App* command = application.add_subcommand(
      "calibrate", "fit the market to histories and write a market file that studies include");
  add_inputs(*command, options);
  command->add_option("--model", options.model, "model of BTC that is written (all are fitted)")
      ->check(CLI::IsMember(std::vector<std::string>(kBtcModelNames.begin(), kBtcModelNames.end())))
      ->capture_default_str()
      ->type_name("NAME");
  add_dates(*command, options);
  command->add_option("--most-jumps", options.most_jumps, "upper bound of merton's jumps a year (default 12)")
      ->check(CLI::Range(0.1, 366.0))
      ->type_name("N");
  command
      ->add_option("--block-height", options.block_height, "height of the last block, where no halving is in the data")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{6'929'999}))
      ->type_name("N");
  command->add_option("--base", options.base, "market file to take sections from that there is no data for")
      ->check(not_empty)
      ->type_name("MARKET.toml");
  command->add_option("--report", options.report, "write all fits as JSON")->check(not_empty)->type_name("FILE.json");
  command->add_flag("--json", options.json, "all fits as JSON on standard output, in place of the table");
  command->add_flag("--quiet", options.quiet, "no table");
  command->add_flag("--force", options.force, "overwrite files that are there");
}

ExitCode calibrate_command(const CalibrateOptions& options) {
  const CalibrationOptions what = calibration_options(options);
  std::vector<std::string> files = options.data;
  files.insert(files.end(), options.gpu.begin(), options.gpu.end());
  files.insert(files.end(), options.power.begin(), options.power.end());
  if (!options.base.empty()) files.push_back(options.base);
  check_outputs(options, files);
  std::string base;
  if (!options.base.empty()) {
    if (kind_of(options.base) != PathKind::file)
      throw InputError(fmt::format("{}: there is no such file", options.base));
    base = read_text(options.base, kMostBytes);
    files.pop_back();
  }
  const Calibration calibration = calibrate(read_market_history(files, options.hub), what);
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

}  // namespace hashlease
