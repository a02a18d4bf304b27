#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "commands/commands.hpp"
#include "config/rendering/json_schema.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease schema > hashlease.schema.json
  hashlease schema --market > market.schema.json

An editor that knows JSON Schema completes and checks keys with a first line of the study such as
  #:schema ./hashlease.schema.json)";

}  // namespace

CLI::App* add_schema_command(CLI::App& program, Invocation& invocation) {
  const auto market = std::make_shared<bool>(false);
  CLI::App* command = program.add_subcommand("schema", "print the JSON Schema of a configuration, for editors");
  command->add_flag("--market", *market, "schema of a market file, as market.include names one");
  command->footer(kExamples);
  when_chosen(*command, invocation, [market] {
    std::fputs(json_schema(*market ? SchemaOf::market : SchemaOf::study).c_str(), stdout);
    return ExitCode::done;
  });
  return command;
}

}  // namespace hashlease
