#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "io/export/export.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease export results/hybrid.h5 --contents
  hashlease export results/hybrid.h5 --group risk --format csv -o risk.csv
  hashlease export results/hybrid.h5 --group risk --table site,outcome,period --variables mean,standard_deviation
  hashlease export results/hybrid.h5 --group provenance --table attributes --format json)";

struct ExportOptions {
  std::string file;
  std::string group;  // empty: risk; with `contents`: all
  std::string table;
  std::vector<std::string> variables;
  std::string format = "csv";
  std::string output;
  bool contents = false;  // say what can be exported, instead of exporting
  bool force = false;
};

ExitCode export_table(const ExportOptions& options) {
  check_outputs({options.output}, {options.file}, existing_file(options.force));
  ExportRequest request;
  request.file = options.file;
  request.group = options.group;
  request.table = options.table;
  request.variables = options.variables;
  request.format = options.format == "json" ? TableFormat::json : TableFormat::csv;
  request.output = options.output;
  if (options.contents) {
    export_contents(request);
  } else {
    if (request.group.empty()) request.group = "risk";
    export_group(request);
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_export_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* command = program.add_subcommand("export", "write a group of a result as CSV or JSON");
  add_result(*command, options->file);
  command->add_option("--group", options->group, "group of the file (default: risk)")
      ->check(not_empty)
      ->type_name("NAME");
  command
      ->add_option("--table", options->table,
                   "a table of the group by its axes, as --contents lists them, \"all\" for one long table, or "
                   "\"attributes\" (default: the only table, or all)")
      ->check(not_empty)
      ->type_name("AXES");
  command->add_option("--variables", options->variables, "only these variables: --variables mean,quantile")
      ->delimiter(',')
      ->type_name("NAMES");
  add_format(*command, options->format, {"csv", "json"});
  add_output(*command, options->output, "file to write (default: standard output)", "FILE");
  command->add_flag("--contents", options->contents, "list groups, tables, columns, units and meanings instead");
  add_force(*command, options->force);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return export_table(*options); });
  return command;
}

}  // namespace hashlease
