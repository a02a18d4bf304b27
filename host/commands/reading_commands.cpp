#include "commands/reading_commands.hpp"

namespace hashlease {

namespace {

std::string not_empty(const std::string& text) { return text.empty() ? "is empty" : ""; }

}  // namespace

void add_replay_command(CLI::App& app, ReplayOptions& options) {
  CLI::App* command =
      app.add_subcommand("replay", "the ledger of one path, month by month, from the result file alone");
  command->add_option("file", options.file, "result file")->required()->type_name("FILE.h5");
  CLI::Option* path = command->add_option("--path", options.path, "number of the path, from 0")->type_name("N");
  command->add_option("--worst", options.worst, "the K-th lowest path of a site by a measure that /tail keeps")
      ->type_name("SITE MEASURE K")
      ->expected(3)
      ->excludes(path);
  command->add_option("--site", options.site, "only this site")->check(not_empty)->type_name("NAME");
  command->add_option("--format", options.format, "table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str()
      ->type_name("FORMAT");
  command->add_option("-o,--output", options.output, "output file (default: standard output)")
      ->check(not_empty)
      ->type_name("FILE");
  command->add_flag("--all", options.all, "also what is zero in every month, and the market beside --site");
  command->add_flag("--force", options.force, "overwrite an existing file");
}

void add_export_command(CLI::App& app, ExportOptions& options) {
  CLI::App* command = app.add_subcommand("export", "write a group of a result as CSV or JSON");
  command->add_option("file", options.file, "result file")->required()->check(not_empty)->type_name("FILE.h5");
  command->add_option("--group", options.group, "group of the file (default: risk)")
      ->check(not_empty)
      ->type_name("NAME");
  command
      ->add_option("--table", options.table,
                   "a table of the group by its axes, as --contents lists them, \"all\" for one long table, or "
                   "\"attributes\" (default: the only table, or all)")
      ->check(not_empty)
      ->type_name("AXES");
  command->add_option("--variables", options.variables, "only these variables: --variables mean,quantile")
      ->delimiter(',')
      ->type_name("NAMES");
  command->add_option("--format", options.format, "csv or json (default: csv)")
      ->check(CLI::IsMember({"csv", "json"}))
      ->type_name("csv|json");
  command->add_option("-o,--output", options.output, "file to write (default: standard output)")
      ->check(not_empty)
      ->type_name("FILE");
  command->add_flag("--contents", options.contents, "list groups, tables, columns, units and meanings instead");
  command->add_flag("--force", options.force, "overwrite an existing file");
}

}  // namespace hashlease
