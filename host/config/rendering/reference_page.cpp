#include <fmt/format.h>

#include "config/keys/parameters.hpp"
#include "config/rendering/describe.hpp"
#include "config/rendering/parameter_text.hpp"

namespace hashlease {
namespace {

constexpr const char* kPreface = R"(# Configuration

This page is written by the program from its table of parameters (`hashlease describe` prints the same); a test keeps
the two equal.

| file | study |
|---|---|
| `hybrid.toml` | the headline study: 100 MW that mine, serve AI, or do both; one million paths |
| `mining-only.toml` | its mining site alone, with older machines in 30 of the 100 MW |
| `ai-only.toml` | its AI site alone |
| `smoke.toml` | all three sites in about a second |
| `overnight.toml` | the headline study with 300 million paths |
| `models/*.toml` | BTC by GARCH, Bates, regimes and bootstrap, and the other models of the market, one small study each |
| `cases/` | sixteen situations of miners and GPU clouds, listed in [cases/README.md](cases/README.md) |
| `markets/2024-11-23.toml` | the market they share, as `hashlease calibrate` makes it; each figure names its sample |
| `markets/stated-2024-11-23.toml` | the market of the cases: figures chosen by hand, each with its reason |
| `markets/2025-06-01.toml` | the market of that day as `hashlease calibrate` wrote it |
| `markets/sticky-china.toml`, `markets/bust.toml` | stated assumptions on it: lease rates that stick, and a bust |
| `bench/yardstick.toml` | the study that other libraries are measured against |

## How a file is read

- A configuration is a [TOML](https://toml.io) file. `hashlease check FILE` reports everything wrong with it at once,
  with line and column; a key that is not known is an error.
- **Units** are fixed: a key takes its number in the unit named below. Rates are per year of 365.25 days, shares are
  fractions of 1. An integer is accepted where a number is expected, and `1e6` where an integer is.
- **Market files.** `[market] include = "markets/2024-11-23.toml"` starts from another file, relative to the one that
  names it. Its tables stand at the top: `[btc]`, `[network]`, `[power]`, `[gpu_demand]`, `[[gpu]]`, `[dependence]`. Every
  key of `[market]` in the including file overrides the one in the market file; a `[[market.gpu]]` of the same `class`
  overrides key by key, and one of a new class is added.
- **History.** A `file` with a `column` is a CSV file with a header line, or an HDF5 file and a dataset of one axis, relative
  to the file that names it. What is read goes into the configuration (`btc_rows`, `table`, ...), so a result holds it.
- **Options.** `--set KEY=VALUE` overrides both, with the path of the key, where entries of arrays of tables go by their
  names: `--set run.paths=1000`, `--set market.gpu.H100.lease_rate=8`, `--set site.mining-only.asic.S21.efficiency=20`,
  `--set site.hybrid.blend.mining-only=0.3`. The value is TOML; one that is not is taken as text.
- **Tables.** A site has a treasury or covenants where its table `[site.treasury]` or `[site.covenant]` is written, whatever
  the values in it: `opening_cash = 0` is a treasury without cash, no table is none. An option that names a key of the table
  writes the table. 
- **Names** of sites, fleets and GPU classes have 1 to 64 bytes without `.`, `/`, `=`, quotes and control characters, and
  are unique where they stand.

## Keys
)";

std::string in_cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

std::string code(const std::string& text) { return text.empty() ? text : fmt::format("`{}`", text); }

void write_rows(const Section& section, std::string& page) {
  if (section.parameters.empty()) return;
  page += "\n| key | takes | bounds | unit | default | meaning |\n|---|---|---|---|---|---|\n";
  for (const Parameter& row : section.parameters) {
    Parameter plain = row;
    plain.unit = {};
    page += fmt::format("| {} | {} | {} | {} | {} | {} |\n", code(std::string(row.key)), in_cell(kind_text(row)),
                        bounds_text(plain), row.unit, row.required() ? "required" : code(fallback_text(row)),
                        in_cell(std::string(row.meaning)));
  }
}

void write_section(const Section& section, const std::string& path, std::string& page) {
  if (!path.empty()) {
    const std::string name = section.repeated ? fmt::format("[[{}]]", path) : fmt::format("[{}]", path);
    page += fmt::format("\n### `{}`\n{}", name, section.meaning);
    if (section.repeated) {
      page +=
          fmt::format(" {} to {} of them, named by `{}`.", section.count.least, section.count.most, section.name_key);
    }
    page += "\n";
  }
  write_rows(section, page);
  for (const Section& child : section.sections) {
    write_section(child, path.empty() ? std::string(child.key) : fmt::format("{}.{}", path, child.key), page);
  }
}

}  // namespace

std::string parameter_reference_markdown() {
  std::string page = kPreface;
  write_section(configuration_section(), "", page);
  return page;
}

}  // namespace hashlease
