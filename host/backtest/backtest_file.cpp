#include "backtest/backtest_file.hpp"

#include "backtest/backtest_tables.hpp"
#include "base/version.hpp"
#include "io/groups/group_output.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/result/stored_groups.hpp"
#include "results/format.hpp"

namespace hashlease {

namespace {

void write_backtest_root(Hdf5Writer& writer, const BacktestFacts& facts) {
  const std::string program = std::string("hashlease ") + kProgramVersion;
  writer.attribute("/", "Conventions", "CF-1.10");
  writer.attribute("/", "title", facts.title);
  writer.attribute("/", "source", program + ": backtest of a Monte Carlo simulation");
  writer.attribute("/", "history", "simulated by " + program);
  writer.attribute("/", "hashlease_content", "backtest");
  writer.attribute("/", "hashlease_format_version", kFormatVersion);
  writer.attribute("/", "hashlease_version", kProgramVersion);
  writer.attribute("/", "paths", facts.paths);
  writer.attribute("/", "every_months", std::int64_t{facts.every_months});
  writer.attribute("/", "btc_window_days", facts.btc_window_days);
  writer.attribute("/", "network_window_days", facts.network_window_days);
  writer.attribute("/", "significance", facts.significance);
}

void write_backtest_provenance(Hdf5Writer& writer, const BacktestFacts& facts) {
  writer.create_group("/provenance");
  writer.attribute("/provenance", "long_name",
                   "how this file came about; the only group that differs between equal backtests");
  writer.attribute("/provenance", "compiler", compiler_text());
  writer.attribute("/provenance", "hdf5_version", hdf5_library_version());
  writer.attribute("/provenance", "command_line", facts.command_line);
  writer.attribute("/provenance", "data", facts.sources);
  std::string notices;
  for (const std::string& notice : facts.notices) notices += (notices.empty() ? "" : "\n") + notice;
  writer.attribute("/provenance", "notices", notices);
  writer.attribute("/provenance", "wall_time_seconds", facts.seconds);
}

}  // namespace

void write_backtest(const std::string& output, ExistingFile existing, const Configuration& configuration,
                    const BacktestFacts& facts, const std::vector<ForecastSeries>& series,
                    const std::vector<SeriesEvaluation>& evaluations) {
  const BacktestResult tables = backtest_result(series, evaluations);
  publish(output, existing, [&](Hdf5Writer& writer) {
    write_backtest_root(writer, facts);
    write_group(writer, backtest_group(), &tables);
    write_config(writer, configuration);
    write_backtest_provenance(writer, facts);
  });
}

}  // namespace hashlease
