#include <fmt/format.h>

#include <charconv>

#include "commands/commands.hpp"
#include "commands/output/text.hpp"
#include "config/findings/nearest.hpp"
#include "io/files/file.hpp"
#include "io/runs/replay_source.hpp"
#include "replay/ledger_text.hpp"

namespace hashlease {

namespace {

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
    throw InputError(fmt::format("--worst: the rank '{}' is no whole number from 1", text));
  }
  return worst_path(options.file, options.worst[0], options.worst[1], rank);
}

void write_text(const std::string& text, const std::string& output, bool force) {
  if (output.empty() || output == "-") {
    fmt::print("{}", text);
    return;
  }
  if (kind_of(output) != PathKind::absent && !force) {
    throw InputError(fmt::format("{}: exists already; --force overwrites it", output));
  }
  replace_text(output, text);
}

}  // namespace

ExitCode replay_command(const ReplayOptions& options) {
  if (options.path.has_value() == !options.worst.empty()) {
    throw InputError("replay: name one path, by --path N or by --worst SITE MEASURE K");
  }
  const Configuration configuration = study_of_result(options.file);
  const LedgerTextOptions text_options{chosen_sites(configuration, options.site), options.site.empty() || options.all,
                                       options.all};
  const std::uint64_t path = chosen_path(options);
  const StudyPlan plan = make_study_plan(configuration);
  const PathLedger ledger = replay_path(plan, path);
  if (options.format == "csv") {
    write_text(ledger_csv(plan, ledger, text_options), options.output, options.force);
  } else if (options.format == "json") {
    write_text(ledger_json(plan, ledger, text_options), options.output, options.force);
  } else {
    const std::string title = fmt::format("{}: path {} of {} ({})\n\n", options.file, grouped(path),
                                          grouped(configuration.run.paths), configuration.title);
    write_text(title + ledger_table(plan, ledger, text_options), options.output, options.force);
  }
  return ExitCode::done;
}

}  // namespace hashlease
