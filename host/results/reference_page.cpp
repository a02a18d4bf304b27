// The page on result files.

#include <fmt/format.h>

#include <map>

#include "results/format.hpp"
#include "results/reference_page.hpp"

namespace hashlease {

namespace {

constexpr const char* kPreface = R"PAGE(# Result files

What `hashlease run` leaves here: one HDF5 file per study, complete in itself (labels, units, configuration, provenance),
and while a run is not finished the folder `FILE.h5.parts`. Format version {}.

## Opening one

```python
import xarray as xr
risk = xr.open_dataset("results/hybrid.h5", group="risk")
print(risk["mean"].sel(outcome="revenue", period="year 1").to_series())           # USD
print(risk["mean_standard_error"].sel(outcome="revenue", period="year 1").to_series())
print(risk["expected_shortfall"].sel(outcome="cash_flow", period="horizon", confidence_level=0.95).to_series())
paths = xr.open_dataset("results/hybrid.h5", group="paths")                       # one value per path
print(paths["annual_revenue"].sel(year="year 1").quantile([0.05, 0.5, 0.95], "path"))
```

The file follows the netCDF-4 conventions, so xarray's default engine, `engine="h5netcdf"`, h5py, `ncdump`, `h5dump` and
other readers of HDF5 open it without options. [READING.md](READING.md) has tested snippets for several, and `hashlease export`
writes any group as CSV or JSON; [notebooks](notebooks/) has worked examples. `hashlease status FILE.h5` shows how far a study
is, also while it runs; `hashlease verify FILE.h5` shows whether every byte is as it was written.

## How it is written

Paths are simulated in blocks. Each finished block is a file of its own in `FILE.h5.parts`: written under a temporary name,
brought to the disk, renamed, and then listed with its paths and SHA-256 in `manifest.json`, which is replaced as a whole. A
run that is killed or whose disk fills up goes on from there when it is started again. A block is stored while the next is
simulated, and blocks grow until they take seconds (`--block-paths` fixes them). At the end the blocks are put together
under the name `FILE.h5.tmp`, read back, verified, and renamed to `FILE.h5`.

- The same study gives the same bytes outside `/provenance`, whatever the backend, threads, blocks and shards:
  `h5diff --exclude-path /provenance A.h5 B.h5` says nothing.
- Numeric datasets are chunked (at most 1 MiB) with Fletcher-32 checksums; library version bounds 1.10; no compression, no
  object times. Every axis has a dimension scale.
- Behind the end of the HDF5 file stands one line, `HASHLEASE-SHA256` and 64 digits: the SHA-256 of every byte before its
  line break. HDF5 does not read that far.
- A study is identified by the SHA-256 of its configuration (`/config/toml`), which leaves out what does not change results.
- Readers refuse a newer `hashlease_format_version`. Older ones: version 2 is read by `report`, `export`, `verify`, `status` and
  `replay`, which know its former names (`cover_ratio` for `dscr`); `merge` refuses it, so that no file mixes names. Version 1:
  `verify` (its bytes), `report`, `export` and xarray read it; `status`, which takes up the state, refuses it by name.

## What is in it

Attributes of the root: `Conventions`, `title`, `source`, `history`, `hashlease_content` ("result"),
`hashlease_format_version`, `hashlease_version`, `study_identity`, `state_hash`, `seed`, `paths` (in this file), `first_path`,
`study_paths` (in the whole study; more than `paths` in a shard).

In the tables, type `dimension` is an axis without coordinate values, `string` a variable-length UTF-8 string; money is USD;
dates are days since 1970-01-01 in the proleptic Gregorian calendar; "since" is a format version. Floating-point variables
have `_FillValue` NaN. "Beside it" lists what a quantity has with it under its own name: `X_standard_error` is the standard
error of `X`, `X_ci_low` and `X_ci_high` are the ends of its 95 % interval, `X_exact` says whether it is exact; `X` names them in
`ancillary_variables`. `hashlease describe --results WORDS` finds quantities by name and meaning.


)PAGE";

std::string comma_separated(const std::string& axes) {
  std::string text;
  for (const std::string& axis : words_of(axes)) text += (text.empty() ? "" : ", ") + axis;
  return text;
}

std::string row_line(const ResultGroup& group, const QuantityRow& row, const std::string& beside,
                     const std::string& presence) {
  return fmt::format("| `/{}/{}` | {} | {} | {} | {} | {} | {} | {} |\n", group.name, row.name, beside,
                     type_name(row.type), comma_separated(row.axes), row.units,
                     presence.empty() ? group.presence : presence, row.since, row.meaning);
}

/// Suffixes of what stands beside each quantity.
std::map<std::string, std::string> suffixes_of(const ResultGroup& group) {
  std::map<std::string, std::string> suffixes;
  for (const QuantityRow& row : group.quantities) {
    if (row.beside.empty()) continue;
    std::string& text = suffixes[row.beside];
    text += (text.empty() ? "`" : ", `") + row.name.substr(row.beside.size()) + "`";
  }
  return suffixes;
}

/// When a quantity is there: its own words, or those of an axis that may be absent.
std::string presence_of(const ResultGroup& group, const QuantityRow& row) {
  if (!row.presence.empty()) return row.presence;
  for (const std::string& axis : words_of(row.axes)) {
    const std::string& presence = group.row(axis).presence;
    if (!presence.empty()) return presence;
  }
  return "";
}

std::string group_section(const ResultGroup& group) {
  std::string text = fmt::format("\n### /{}: {}\n\n{}\n\n", group.name, group.title, group.notes);
  text += "| path | beside it | type | axes | unit | present | since | meaning |\n|---|---|---|---|---|---|---|---|\n";
  for (const AxisRow& axis : group.axes) {
    text += row_line(group, axis.scale, "", axis.scale.presence);
    for (const QuantityRow& companion : axis.companions) text += row_line(group, companion, "", axis.scale.presence);
  }
  std::map<std::string, std::string> suffixes = suffixes_of(group);
  for (const QuantityRow& row : group.quantities) {
    if (row.beside.empty()) text += row_line(group, row, suffixes[row.name], presence_of(group, row));
  }
  return text;
}

}  // namespace

std::string result_reference_markdown(const std::vector<ResultGroup>& groups) {
  std::string text = kPreface;
  const std::string_view place = "{}";
  text.replace(text.find(place), place.size(), std::to_string(kFormatVersion));
  for (const ResultGroup& group : groups) text += group_section(group);
  return text;
}

}  // namespace hashlease
