#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "io/parts/study_identity.hpp"
#include "io/runs/replay_source.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease configuration results/hybrid.h5
  hashlease configuration results/hybrid.h5 -o configs/hybrid-again.toml
  hashlease configuration results/hybrid.h5 -o configs/hybrid-again.toml --force

`hashlease run` makes the same study of it: every default and all history is written out.)";

struct ConfigurationOptions {
  std::string file;
  std::string output;
  bool force = false;
};

ExitCode print_configuration(const ConfigurationOptions& options) {
  check_outputs({options.output}, {options.file}, existing_file(options.force));
  require_sound(options.file);
  write_output(options.output, identity_text(study_of_result(options.file)));
  if (!is_standard_output(options.output)) fmt::print(stderr, "{} written\n", options.output);
  return ExitCode::done;
}

}  // namespace

CLI::App* add_configuration_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<ConfigurationOptions>();
  CLI::App* command = program.add_subcommand("configuration", "print the configuration of a result as TOML");
  add_result(*command, options->file);
  add_output(*command, options->output, "configuration to write (default: standard output)", "STUDY.toml");
  add_force(*command, options->force);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return print_configuration(*options); });
  return command;
}

}  // namespace hashlease
