#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include "base/error.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/verification/result_header.hpp"
#include "io/verification/verify.hpp"
#include "report/drawing/numbers.hpp"
#include "report/reading/read_optional_groups.hpp"
#include "report/reading/study_result.hpp"

namespace hashlease {

namespace {

/// Reads tables of /risk and checks that they have the axes of the study.
class RiskReader {
 public:
  RiskReader(const Hdf5Reader& reader, const StudyResult& study)
      : reader_(reader), study_(study), outcomes_(reader.read_strings("/risk/outcome")) {}

  Grid read(const std::string& name, std::vector<std::size_t> shape, bool with_error = true) const {
    Grid grid;
    grid.shape = std::move(shape);
    const Shape expected(grid.shape.begin(), grid.shape.end());
    grid.value = reader_.read<double>("/risk/" + name, expected);
    if (with_error) grid.standard_error = reader_.read<double>("/risk/" + name + "_standard_error", expected);
    return grid;
  }
  /// A table over site, outcome, period and perhaps one axis more. Its outcomes are put into the order of this program;
  /// those that the file, being of another version, does not have are NaN.
  Grid read_outcomes(const std::string& name, std::optional<std::size_t> last_axis, bool with_error = true) const {
    std::vector<std::size_t> shape = {study_.sites.size(), outcomes_.size(), study_.periods.size()};
    if (last_axis) shape.push_back(*last_axis);
    const Grid stored = read(name, shape, with_error);
    const std::size_t block = study_.periods.size() * last_axis.value_or(1);
    Grid grid;
    grid.shape = shape;
    grid.shape[1] = kOutcomeCount;
    grid.value = in_order(stored.value, block);
    if (with_error) grid.standard_error = in_order(stored.standard_error, block);
    return grid;
  }

 private:
  std::vector<double> in_order(const std::vector<double>& stored, std::size_t block) const {
    std::vector<double> values(study_.sites.size() * kOutcomeCount * block, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t from = 0; from < outcomes_.size(); ++from) {
      const auto found = std::find(kOutcomeNames.begin(), kOutcomeNames.end(), outcomes_[from]);
      if (found == kOutcomeNames.end()) continue;
      const auto to = static_cast<std::size_t>(found - kOutcomeNames.begin());
      for (std::size_t site = 0; site < study_.sites.size(); ++site) {
        std::copy_n(stored.begin() + static_cast<std::ptrdiff_t>((site * outcomes_.size() + from) * block), block,
                    values.begin() + static_cast<std::ptrdiff_t>((site * kOutcomeCount + to) * block));
      }
    }
    return values;
  }

  const Hdf5Reader& reader_;
  const StudyResult& study_;
  std::vector<std::string> outcomes_;
};

std::vector<Period> read_periods(const Hdf5Reader& reader) {
  const std::vector<std::string> labels = reader.read_strings("/risk/period");
  const Shape shape = {labels.size()};
  const auto kinds = reader.read<std::int8_t>("/risk/period_kind", shape);
  const auto starts = reader.read<std::int64_t>("/risk/period_start", shape);
  const auto ends = reader.read<std::int64_t>("/risk/period_end", shape);
  std::vector<Period> periods;
  for (std::size_t k = 0; k < labels.size(); ++k) {
    periods.push_back({labels[k], static_cast<PeriodKind>(kinds[k]), starts[k], ends[k]});
  }
  return periods;
}

void read_header(const Hdf5Reader& reader, StudyResult& study) {
  const ResultHeader header = read_result_header(reader);
  if (header.range.count != header.study.paths) {
    throw InputError(
        fmt::format("{}: is a shard, with {} of the study's {} paths; put the shards together first: hashlease merge "
                    "SHARD.h5 ... -o FILE.h5",
                    study.file, count_text(header.range.count), count_text(header.study.paths)));
  }
  study.title = header.study.title;
  study.identity = header.study.hash;
  study.program_version = header.study.program_version;
  study.format_version = reader.integer_attribute("/", "hashlease_format_version");
  study.seed = reader.integer_attribute("/", "seed");
  study.paths = header.range.count;
  study.configuration_text = header.configuration;
  study.configuration = configuration_of(header.configuration, study.file);
}

void read_risk(const Hdf5Reader& reader, StudyResult& study) {
  study.sites = reader.read_strings("/risk/site");
  study.periods = read_periods(reader);
  study.confidence_levels = reader.read<double>("/risk/confidence_level");
  study.probabilities = reader.read<double>("/risk/probability");
  const RiskReader risk(reader, study);
  const std::size_t sites = study.sites.size();
  const std::size_t levels = study.confidence_levels.size();
  study.mean = risk.read_outcomes("mean", std::nullopt);
  study.standard_deviation = risk.read_outcomes("standard_deviation", std::nullopt);
  study.loss_reference = risk.read_outcomes("loss_reference", std::nullopt, false);
  study.quantile = risk.read_outcomes("quantile", study.probabilities.size());
  study.value_at_risk = risk.read_outcomes("value_at_risk", levels);
  study.expected_shortfall = risk.read_outcomes("expected_shortfall", levels);
  study.cash_flow_at_risk = risk.read("cash_flow_at_risk", {sites, study.periods.size(), levels});
  study.variation = risk.read("revenue_coefficient_of_variation", {sites, study.periods.size() - study.month_count()});
  study.log_volatility = risk.read("revenue_log_volatility", {sites});
  study.stream_correlation = risk.read("mining_ai_correlation", {sites});
  study.site_correlation = risk.read("revenue_correlation", {sites, sites});
}

/// Distributions that the report draws: of one period or the horizon, of these quantities.
void read_histograms(const Hdf5Reader& reader, StudyResult& study) {
  const std::set<std::string> quantities = {"revenue", "cash_flow", "mining_revenue", "ai_revenue",
                                            "minimum_cover_ratio"};
  const std::set<std::string> periods = {study.periods[study.tail_period()].label, study.periods.back().label};
  const std::vector<std::string> site = reader.read_strings("/distribution/site");
  const std::vector<std::string> quantity = reader.read_strings("/distribution/quantity");
  const std::vector<std::string> period = reader.read_strings("/distribution/period");
  const auto offset = reader.read<std::int64_t>("/distribution/bin_offset", {site.size()});
  const auto bins = reader.read<std::int64_t>("/distribution/bin_count", {site.size()});
  for (std::size_t k = 0; k < site.size(); ++k) {
    if (!quantities.contains(quantity.at(k)) || !periods.contains(period.at(k))) continue;
    const Shape first = {static_cast<std::uint64_t>(offset[k])};
    const Shape count = {static_cast<std::uint64_t>(bins[k])};
    const auto lower = reader.read_slab<float>("/distribution/bin_lower", first, count);
    const auto upper = reader.read_slab<float>("/distribution/bin_upper", first, count);
    const auto paths = reader.read_slab<std::int64_t>("/distribution/count", first, count);
    study.histograms.push_back({site[k],
                                quantity[k],
                                period[k],
                                {lower.begin(), lower.end()},
                                {upper.begin(), upper.end()},
                                {paths.begin(), paths.end()}});
  }
}

void read_provenance(const Hdf5Reader& reader, StudyResult& study) {
  constexpr std::pair<const char*, const char*> kTexts[] = {
      {"program", "program"},        {"compiler", "compiler"},
      {"hdf5_version", "HDF5"},      {"cuda_version", "CUDA"},
      {"command_line", "command"},   {"backend", "backend"},
      {"devices", "devices"},        {"instruction_set", "instruction set"},
      {"start_time", "start (UTC)"}, {"end_time", "end (UTC)"},
      {"notices", "notices"}};
  for (const auto& [name, label] : kTexts) {
    if (!reader.has_attribute("/provenance", name)) continue;
    const std::string text = reader.text_attribute("/provenance", name);
    if (!text.empty()) study.provenance.emplace_back(label, text);
  }
  if (reader.has_attribute("/provenance", "wall_time_seconds")) {
    const double seconds = reader.number_attribute("/provenance", "wall_time_seconds");
    study.provenance.emplace_back("wall time", significant_text(seconds, 3) + " s");
  }
}

}  // namespace

StudyResult read_study_result(const std::string& file) {
  require_sound(file);
  StudyResult study;
  study.file = file;
  const Hdf5Reader reader(file);
  read_header(reader, study);
  read_risk(reader, study);
  read_histograms(reader, study);
  read_optional_groups(reader, study);
  read_provenance(reader, study);
  return study;
}

}  // namespace hashlease
