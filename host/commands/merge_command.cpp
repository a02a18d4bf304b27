#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "commands/output/summary.hpp"
#include "io/runs/merge.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

ExitCode merge_command(const MergeOptions& options) {
  Provenance provenance;
  provenance.command_line = options.command_line;
  provenance.backend = "merge";
  const ExistingFile existing = options.force ? ExistingFile::replace : ExistingFile::refuse;
  const MergedResult merged = merge_results(options.shards, options.output, existing, provenance);
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

}  // namespace hashlease
