#include <fmt/format.h>

#include <set>

#include "base/error.hpp"
#include "io/groups/group_input.hpp"
#include "io/result/read_tables.hpp"
#include "io/verification/result_header.hpp"
#include "io/verification/verify.hpp"
#include "report/drawing/numbers.hpp"
#include "report/reading/study_result.hpp"
#include "results/groups.hpp"

namespace hashlease {

namespace {

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

/// Distributions that the report draws: of the tail period or the horizon, of these quantities.
void read_histograms(const Hdf5Reader& reader, StudyResult& study) {
  const std::set<std::string> quantities = {"revenue", "cash_flow", "mining_revenue", "ai_revenue", "minimum_dscr"};
  const PeriodAxis& axis = study.axes().period;
  const std::set<std::string> periods = {axis.label[study.axes().tail_period()], axis.label.back()};
  StudyTables labels;
  const ResultGroup group = distribution_group();
  GroupInput(reader).read_along(group, "distribution", &labels);
  const DistributionTables& all = labels.distribution;
  for (std::size_t k = 0; k < all.site.size(); ++k) {
    const std::string quantity = current_name(all.quantity[k], study.format_version);
    if (!quantities.contains(quantity) || !periods.contains(all.period[k])) continue;
    if (all.bin_offset[k] < 0 || all.bin_count[k] < 0) {
      throw Hdf5Error(study.file, "/distribution/bin_offset", "names bins that the file does not have");
    }
    const Shape first = {static_cast<std::uint64_t>(all.bin_offset[k])};
    const Shape count = {static_cast<std::uint64_t>(all.bin_count[k])};
    const auto lower = reader.read_slab<float>("/distribution/bin_lower", first, count);
    const auto upper = reader.read_slab<float>("/distribution/bin_upper", first, count);
    const auto paths = reader.read_slab<std::int64_t>("/distribution/count", first, count);
    study.histograms.push_back({all.site[k],
                                quantity,
                                all.period[k],
                                {lower.begin(), lower.end()},
                                {upper.begin(), upper.end()},
                                {paths.begin(), paths.end()}});
  }
}

std::vector<double> piece(const std::vector<float>& values, std::int64_t first, std::int64_t count) {
  return {values.begin() + first, values.begin() + first + count};
}

/// Cuts the joint distributions, which stand one behind the other, into those of the sites.
void split_joint(StudyResult& study) {
  const JointTables& all = study.tables.joint;
  for (std::size_t k = 0; k < all.site.size(); ++k) {
    const std::int64_t first = all.cell_offset[k];
    const std::int64_t count = all.cell_count[k];
    const auto size = static_cast<std::int64_t>(all.count.size());
    if (first < 0 || count < 0 || first > size || count > size - first) {
      throw Hdf5Error(study.file, "/joint/cell_offset", "names cells that the file does not have");
    }
    study.joint.push_back({all.site[k],
                           piece(all.mining_revenue_lower, first, count),
                           piece(all.mining_revenue_upper, first, count),
                           piece(all.ai_revenue_lower, first, count),
                           piece(all.ai_revenue_upper, first, count),
                           {all.count.begin() + first, all.count.begin() + first + count}});
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
  study.tables = read_study_tables(reader);
  read_histograms(reader, study);
  split_joint(study);
  read_provenance(reader, study);
  return study;
}

}  // namespace hashlease
