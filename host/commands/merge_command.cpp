#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "commands/output/summary.hpp"
#include "io/runs/merge.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease merge results/overnight.*.h5 -o results/overnight.h5
  hashlease merge results/overnight.shard-*-of-16.h5 -o results/overnight.h5 --force --quiet

Exit codes: 0 done, 1 reading or writing failed, 2 a shard is missing, damaged or of another study (the message has the
commands that make the missing ones).)";

struct MergeOptions {
  std::vector<std::string> shards;
  std::string output;
  bool force = false;
  bool json = false;
  bool quiet = false;
};

ExitCode merge(const MergeOptions& options, const std::string& command_line) {
  Provenance provenance;
  provenance.command_line = command_line;
  provenance.backend = "merge";
  const MergedResult merged = merge_results(options.shards, options.output, existing_file(options.force), provenance);
  const ColumnLayout layout(merged.configuration);
  if (options.json) {
    nlohmann::ordered_json json = summary_json(merged.configuration.title, merged.result.tables);
    json["state_hash"] = state_hash(merged.result.state, layout);
    json["file"] = options.output;
    fmt::print("{}\n", json.dump(2));
  } else if (!options.quiet) {
    fmt::print("{}{} written\n", summary_table(merged.result.tables, merged.configuration.run.loss_reference),
               options.output);
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_merge_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<MergeOptions>();
  CLI::App* command = program.add_subcommand("merge", "combine the results of shards, exactly");
  command->add_option("shards", options->shards, "result files of disjoint path ranges of one study")
      ->required()
      ->check(not_empty)
      ->type_name("SHARD.h5");
  add_output(*command, options->output, "result file of the whole study", "FILE.h5")->required();
  add_force(*command, options->force);
  add_json(*command, options->json);
  add_quiet(*command, options->quiet, "table");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options, &invocation] { return merge(*options, invocation.command_line); });
  return command;
}

}  // namespace hashlease
