#include "commands/commands.hpp"
#include "io/export/export.hpp"

namespace hashlease {

ExitCode export_command(const ExportOptions& options) {
  ExportRequest request;
  request.file = options.file;
  request.group = options.group;
  request.table = options.table;
  request.variables = options.variables;
  request.format = options.format == "json" ? TableFormat::json : TableFormat::csv;
  request.output = options.output;
  request.existing = options.force ? ExistingFile::replace : ExistingFile::refuse;
  if (options.contents) {
    export_contents(request);
  } else {
    if (request.group.empty()) request.group = "risk";
    export_group(request);
  }
  return ExitCode::done;
}

}  // namespace hashlease
