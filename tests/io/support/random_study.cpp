#include "io/support/random_study.hpp"

#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/reading/reader.hpp"
#include "io/parts/part_store.hpp"
#include "io/result/result_file.hpp"

namespace hashlease::test {

namespace {

/// SplitMix64, Steele, Lea, Flood (2014): https://doi.org/10.1145/2714064.2660195
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

double uniform(std::uint64_t word) { return (static_cast<double>(word >> 11) + 0.5) * 0x1p-53; }

/// Whole numbers where a survival column holds such, undefined on a path in four where it may be.
float random_survival(const ColumnLayout& layout, int column, std::uint64_t word) {
  if (column >= layout.first_quarter_column()) {
    const int kind = (column - layout.first_quarter_column()) / layout.quarter_count() % kQuarterColumnCount;
    const bool is_standing = static_cast<QuarterColumn>(kind) == QuarterColumn::standing;
    return is_standing ? static_cast<float>(word % kStandingCount) : static_cast<float>(3.0 * uniform(word));
  }
  const int number = (column - layout.first_survival_column()) % kSurvivalMeasureCount;
  const SurvivalMeasureRow& row = row_of(static_cast<SurvivalMeasure>(number));
  if (!row.undefined.empty() && word % 4 == 0) return std::numeric_limits<float>::quiet_NaN();
  if (!row.is_whole) return static_cast<float>(uniform(word));
  return static_cast<float>(row.undefined.empty() ? word / 4 % 2 : 1 + word / 4 % 8);
}

}  // namespace

Configuration small_study(std::uint64_t paths, std::vector<std::string> options) {
  options.insert(options.begin(),
                 {"run.paths=" + std::to_string(paths), "run.keep_paths=[\"annual_revenue\", \"annual_cash_flow\"]",
                  "run.tail_paths=20", "run.stop_on_non_finite=false", "run.horizon_months=12"});
  return read_configuration(std::filesystem::path(HASHLEASE_SOURCE_DIR) / "configs" / "smoke.toml", options);
}

Configuration financed_study(std::uint64_t paths, std::vector<std::string> options) {
  Configuration study = small_study(paths, std::move(options));
  SiteConfiguration& site = study.site.at(0);
  site.power_mw += 1.0;
  site.power.demand_response_rate = 1000.0;
  site.treasury.is_present = true;
  site.treasury.opening_cash = 1e6;
  site.treasury.payout_share = 0.5;
  DebtConfiguration loan;
  loan.name = "loan";
  loan.principal = 1e6;
  site.debt.push_back(loan);
  ColocationConfiguration hall;
  hall.name = "hall";
  hall.critical_mw = 0.5;
  hall.rate_per_kw_month = 100.0;
  hall.tenant_capex_per_mw = 1e6;
  site.colocation.push_back(hall);
  study.run.path_measures = {"peak_funding_need", "lowest_monthly_cash_flow"};
  study.run.keep_paths.clear();
  for (const std::string_view outcome : kOutcomeNames) study.run.keep_paths.push_back("annual_" + std::string(outcome));
  return study;
}

float random_outcome(const ColumnLayout& layout, int column, std::uint64_t path) {
  constexpr float kUndefined = std::numeric_limits<float>::quiet_NaN();
  const std::uint64_t word = mix(mix(path) + static_cast<std::uint64_t>(column));
  if (column >= layout.first_survival_column() && column < layout.first_market_column()) {
    return random_survival(layout, column, word);
  }
  if (column >= layout.outcome_column_count()) return word % 10 == 0 ? kUndefined : static_cast<float>(uniform(word));
  if (path != 0 && mix(~path) % 1000 == 0) return kUndefined;
  const double scale = 1e6 * (1 + column % 7);
  return static_cast<float>(scale * (1.0 + 0.3 * std::log(uniform(word)) + 0.3 * uniform(mix(word))));
}

BlockResult random_block(const ColumnLayout& layout, const PathRange& range) {
  std::vector<double> shift;
  for (int column = 0; column < layout.column_count(); ++column) shift.push_back(random_outcome(layout, column, 0));
  BlockResult block{range, make_study_state(layout, shift), {}};
  block.kept.resize(layout.kept_columns().size());
  ChunkSums sums = make_chunk_sums(layout);
  std::vector<float> values;
  for (PathRange rest = range; rest.count > 0;) {
    const PathRange piece = next_chunk(rest, 256);
    values.resize(static_cast<std::size_t>(layout.column_count()) * piece.count);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = random_outcome(layout, static_cast<int>(i / piece.count), piece.first + i % piece.count);
    }
    const OutcomeChunk chunk{piece, values.data(), piece.count};
    accumulate_columns(block.state, layout, chunk, 0, layout.column_count(), sums);
    finish_chunk(block.state, layout, chunk, sums);
    for (std::size_t kept = 0; kept < block.kept.size(); ++kept) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(
                                              static_cast<std::uint64_t>(layout.kept_columns()[kept]) * piece.count);
      block.kept[kept].insert(block.kept[kept].end(), first, first + static_cast<std::ptrdiff_t>(piece.count));
    }
    rest = {piece.end(), rest.count - piece.count};
  }
  return block;
}

std::vector<PathRange> cut(const PathRange& range, std::uint64_t block_paths) {
  std::vector<PathRange> blocks;
  for (std::uint64_t first = range.first; first < range.end(); first += block_paths) {
    blocks.push_back({first, std::min(block_paths, range.end() - first)});
  }
  return blocks;
}

void write_random_result(const std::string& path, const Configuration& configuration, const PathRange& range,
                         std::uint64_t block_paths) {
  const ColumnLayout layout(configuration);
  PartStore store = PartStore::open(path, configuration, range);
  for (const PathRange& block : cut(range, block_paths)) store.write_block(random_block(layout, block), layout);
  Provenance provenance;
  provenance.command_line = "hashlease run smoke.toml";
  provenance.backend = "cpu, baseline, 1 thread";
  provenance.start_time = "2024-11-23T21:00:00Z";
  provenance.end_time = "2024-11-23T21:00:01Z";
  assemble(configuration, store.sources(), path, ExistingFile::refuse, provenance);
  store.remove();
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hashlease-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder can be created");
  folder_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::optional<std::string> h5diff(const std::string& a, const std::string& b) {
  if (std::system("h5diff --version > /dev/null 2>&1") != 0) return std::nullopt;
  FILE* output = ::popen(("h5diff --exclude-path /provenance '" + a + "' '" + b + "' 2>&1").c_str(), "r");
  if (output == nullptr) throw std::runtime_error("h5diff cannot be started");
  std::string text;
  for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) text += static_cast<char>(c);
  const int status = ::pclose(output);
  if (status != 0 && text.empty()) text = "h5diff failed";
  return text;
}

void flip_byte(const std::string& path, std::uint64_t offset, unsigned char mask) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(static_cast<char>(byte ^ mask));
  if (!file) throw std::runtime_error("a byte cannot be changed: " + path);
}

}  // namespace hashlease::test
