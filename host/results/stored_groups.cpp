// Groups that code of their own writes piece by piece: the paths, the configuration and the provenance.

#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"
#include "vocabulary/outcomes.hpp"

namespace hashlease {

namespace {

constexpr const char* kPathsNotes =
    R"(Present when `run.keep_paths` names outcomes and the study has a whole year. Entry i of the axis `path` is path
`first_path` + i (attribute of the group; 0 but for a shard). No index is stored for that axis.)";

constexpr const char* kConfigNotes =
    R"(Besides the text, every value is an attribute under its full key (`market.btc.annual_volatility`), and its unit one under
`KEY.units`; a table that a site does not have (`treasury`, `covenant`) has none. `run.backend` is always "auto" here: a backend does not change results, and the one used is in `/provenance`.)";

constexpr const char* kProvenanceNotes =
    R"(The only group that may differ between two runs of one study. Attributes: `program`, `compiler`, `hdf5_version`,
`cuda_version`, `command_line`, `backend`, `devices`, `instruction_set`, `threads`, `start_time` and `end_time` (UTC),
`wall_time_seconds`, `notices` (what happened on the way, as a resumed run).)";

}  // namespace

ResultGroup paths_group() {
  using PathRows = Rows<StudyTables, &StudyTables::axes>;
  PathRows rows("paths", "outcomes of every path");
  rows.page("outcomes of every path", kPathsNotes);
  rows.group_presence("paths kept");
  rows.label_axis<&StudyAxes::site>("site", since(1), "site");
  rows.period_axis<&StudyAxes::year>("year", since(1));
  rows.bare_axis("path", since(1), "paths of the file");
  for (int number = 0; number < kOutcomeCount; ++number) {
    const auto outcome = static_cast<Outcome>(number);
    const std::string outcome_name(name_of(outcome));
    const std::string when = is_balance(outcome) ? " at the end of the year on each path" : " of the year on each path";
    const std::string name = "annual_" + outcome_name;
    rows.stored({name, "site year path", "USD", since(number < kCommonOutcomeCount ? 1 : 2), outcome_name + when},
                StoredType::float32)
        .cell_methods(is_balance(outcome) ? "year: point" : "year: sum")
        .only("kept: `" + name + "`");
  }
  return rows.take();
}

ResultGroup config_group() {
  RowList rows("config", "configuration of the study with every default written out");
  rows.page("the configuration", kConfigNotes);
  rows.stored({"toml", "", "", since(1), "configuration as TOML; `hashlease run` takes it as it is"}, StoredType::text);
  return rows.take();
}

ResultGroup provenance_group() {
  RowList rows("provenance", "how this file came about; the only group that differs between equal studies");
  rows.page("how the file came about", kProvenanceNotes);
  rows.bare_axis("block", since(1), "files that were put together");
  rows.stored({"block_first_path", "block", "1", since(1), "first path of each file that was put together"},
              StoredType::int64);
  rows.stored({"block_path_count", "block", "1", since(1), "number of paths of each file that was put together"},
              StoredType::int64);
  return rows.take();
}

}  // namespace hashlease
