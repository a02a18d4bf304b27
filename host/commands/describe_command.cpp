#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <vector>

#include "backtest/backtest_tables.hpp"
#include "commands/commands.hpp"
#include "commands/options/shared_options.hpp"
#include "config/reading/reader.hpp"
#include "config/rendering/describe.hpp"
#include "config/rendering/key_list.hpp"
#include "results/groups.hpp"
#include "results/reference_page.hpp"

namespace hashlease {

namespace {

/// Those of a result file, then that of a backtest.
std::vector<ResultGroup> all_groups() {
  std::vector<ResultGroup> groups = result_groups();
  groups.push_back(backtest_group());
  return groups;
}

constexpr const char* kExamples = R"(Examples:
  hashlease describe
  hashlease describe market.gpu.lease_rate
  hashlease describe site.treasury
  hashlease describe --keys-of configs/hybrid.toml
  hashlease describe --results risk
  hashlease describe --results tail dependence)";

struct DescribeOptions {
  std::vector<std::string> words;  // a key, or words of a result's quantities; empty: all
  std::string keys_of;             // a configuration whose keys are listed, one a line; empty: `words` are explained
  bool results = false;            // quantities of result files instead of keys
  bool markdown = false;           // the whole page instead
};

std::string page_of(const DescribeOptions& options) {
  return options.results ? result_reference_markdown(all_groups()) : parameter_reference_markdown();
}

ExitCode describe(const DescribeOptions& options) {
  if (!options.keys_of.empty()) {
    if (!options.words.empty()) throw InputError("describe: give either a key to explain or --keys-of, not both");
    for (const std::string& listed : keys_of(read_configuration(options.keys_of))) std::puts(listed.c_str());
    return ExitCode::done;
  }
  const std::string words = fmt::format("{}", fmt::join(options.words, " "));
  const std::string text = options.markdown  ? page_of(options)
                           : options.results ? describe_results(all_groups(), words)
                                             : describe_parameters(words);
  std::fputs(text.c_str(), stdout);
  return ExitCode::done;
}

}  // namespace

CLI::App* add_describe_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<DescribeOptions>();
  CLI::App* command =
      program.add_subcommand("describe", "explain configuration keys, or the quantities of results: unit, meaning");
  command
      ->add_option("key", options->words,
                   "a key or section; with --results a name or words of a meaning (default: all)")
      ->type_name("KEY");
  command->add_flag("--results", options->results, "explain the quantities of result files instead of keys");
  command->add_flag("--markdown", options->markdown,
                    "the whole reference page: configs/README.md or results/README.md");
  command->add_option("--keys-of", options->keys_of, "only list the keys of a configuration, as --set takes them")
      ->check(not_empty)
      ->type_name("FILE.toml");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return describe(*options); });
  return command;
}

}  // namespace hashlease
