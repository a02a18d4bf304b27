#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "commands/commands.hpp"
#include "commands/options/shared_options.hpp"
#include "config/reading/reader.hpp"
#include "config/rendering/describe.hpp"
#include "config/rendering/key_list.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease describe
  hashlease describe market.gpu.lease_rate
  hashlease describe site.treasury
  hashlease describe --keys-of configs/hybrid.toml)";

struct DescribeOptions {
  std::string key;      // empty: all
  std::string keys_of;  // a configuration whose keys are listed, one a line; empty: `key` is explained
};

ExitCode describe(const DescribeOptions& options) {
  if (!options.keys_of.empty()) {
    if (!options.key.empty()) throw InputError("describe: give either a key to explain or --keys-of, not both");
    for (const std::string& listed : keys_of(read_configuration(options.keys_of))) std::puts(listed.c_str());
    return ExitCode::done;
  }
  std::fputs(describe_parameters(options.key).c_str(), stdout);
  return ExitCode::done;
}

}  // namespace

CLI::App* add_describe_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<DescribeOptions>();
  CLI::App* command =
      program.add_subcommand("describe", "explain the configuration keys: unit, bounds, default, meaning");
  command->add_option("key", options->key, "a key or section (default: all)")->type_name("KEY");
  command->add_option("--keys-of", options->keys_of, "only list the keys of a configuration, as --set takes them")
      ->check(not_empty)
      ->type_name("FILE.toml");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return describe(*options); });
  return command;
}

}  // namespace hashlease
