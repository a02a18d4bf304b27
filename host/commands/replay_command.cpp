#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <optional>

#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "commands/output/text.hpp"
#include "config/findings/nearest.hpp"
#include "io/runs/replay_source.hpp"
#include "replay/ledger_text.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease replay results/hybrid.h5 --worst hybrid cash_flow 1
  hashlease replay results/hybrid.h5 --path 12345 --site hybrid --all
  hashlease replay results/hybrid.h5 --path 12345 --format csv -o path.csv)";

struct ReplayOptions {
  std::string file;
  std::optional<std::uint64_t> path;
  std::vector<std::string> worst;  // site, measure, rank; empty: not given
  std::string site;                // empty: all
  std::string format = "table";    // table, csv or json
  std::string output;              // empty or "-": standard output
  bool all = false;                // also the market with --site, and items that are zero throughout
  bool force = false;
};

std::vector<int> chosen_sites(const Configuration& configuration, const std::string& name) {
  std::vector<int> sites;
  std::vector<std::string> known;
  for (std::size_t k = 0; k < configuration.site.size(); ++k) {
    known.push_back(configuration.site[k].name);
    if (name.empty() || name == configuration.site[k].name) sites.push_back(static_cast<int>(k));
  }
  if (sites.empty()) throw InputError(fmt::format("--site: unknown site '{}': {}", name, suggestion(name, known)));
  return sites;
}

std::uint64_t chosen_path(const ReplayOptions& options) {
  if (options.worst.empty()) return *options.path;
  std::int64_t rank = 0;
  const std::string& text = options.worst[2];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rank);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw InputError(fmt::format("--worst: the rank '{}' is not a whole number from 1", text));
  }
  return worst_path(options.file, options.worst[0], options.worst[1], rank);
}

/// The ledger of one path of a finished study.
ExitCode replay(const ReplayOptions& options) {
  if (options.path.has_value() == !options.worst.empty()) {
    throw InputError("replay: name one path, either by --path N or by --worst SITE MEASURE K");
  }
  check_outputs({options.output}, {options.file}, existing_file(options.force));
  const Configuration configuration = study_of_result(options.file);
  const LedgerTextOptions text_options{chosen_sites(configuration, options.site), options.site.empty() || options.all,
                                       options.all};
  const std::uint64_t path = chosen_path(options);
  const StudyPlan plan = make_study_plan(configuration);
  const PathLedger ledger = replay_path(plan, path);
  if (options.format == "csv") {
    write_output(options.output, ledger_csv(plan, ledger, text_options));
  } else if (options.format == "json") {
    write_output(options.output, ledger_json(plan, ledger, text_options));
  } else {
    const std::string title = fmt::format("{}: path {} of {} ({})\n\n", options.file, grouped(path),
                                          grouped(configuration.run.paths), configuration.title);
    write_output(options.output, title + ledger_table(plan, ledger, text_options));
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_replay_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<ReplayOptions>();
  CLI::App* command =
      program.add_subcommand("replay", "print the ledger of one path, month by month, from the result file alone");
  add_result(*command, options->file);
  CLI::Option* path = command->add_option("--path", options->path, "number of the path, from 0")->type_name("N");
  command->add_option("--worst", options->worst, "the K-th lowest path of a site by a measure that /tail keeps")
      ->type_name("SITE MEASURE K")
      ->expected(3)
      ->excludes(path);
  command->add_option("--site", options->site, "only this site")->check(not_empty)->type_name("NAME");
  add_format(*command, options->format, {"table", "csv", "json"});
  add_output(*command, options->output, "file to write (default: standard output)", "FILE");
  command->add_flag("--all", options->all,
                    "also show items that are zero in every month, and the market even with --site");
  add_force(*command, options->force);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return replay(*options); });
  return command;
}

}  // namespace hashlease
