#include "report/reading/read_optional_groups.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "io/hdf5/hdf5_file.hpp"
#include "vocabulary/survival_columns.hpp"

namespace hashlease {

namespace {

/// One series of a market variable; those of a GPU class are entries of the second axis.
MarketSeries read_market_series(const Hdf5Reader& reader, const StudyResult& study, const std::string& name,
                                const std::vector<std::string>& classes, std::size_t gpu_class, bool is_of_class) {
  const std::string path = "/market/" + name + "_quantile";
  const std::size_t probabilities = study.probabilities.size();
  Shape count = {study.month_count(), probabilities};
  Shape offset = {0, 0};
  if (is_of_class) {
    count.insert(count.begin() + 1, 1);
    offset.insert(offset.begin() + 1, gpu_class);
  }
  MarketSeries series;
  series.name = name;
  if (is_of_class) series.gpu_class = classes.at(gpu_class);
  series.unit = reader.text_attribute("/market/" + name, "units");
  series.is_at_month_end = reader.text_attribute("/market/" + name, "cell_methods").find("month: point") == 0;
  series.quantile.shape = {study.month_count(), probabilities};
  series.quantile.value = reader.read_slab<double>(path, offset, count);
  series.quantile.standard_error = reader.read_slab<double>(path + "_standard_error", offset, count);
  return series;
}

void read_market(const Hdf5Reader& reader, StudyResult& study) {
  if (!reader.exists("/market")) return;
  if (reader.read<double>("/market/probability") != study.probabilities) {
    throw Hdf5Error(reader.path(), "/market/probability", "differs from that of /risk");
  }
  std::vector<std::string> classes;
  if (reader.exists("/market/gpu_class")) classes = reader.read_strings("/market/gpu_class");
  for (const MarketVariableName& variable : kMarketVariableNames) {
    const std::string name(variable.name);
    if (!reader.exists("/market/" + name + "_quantile")) continue;
    const bool is_of_class = reader.shape("/market/" + name + "_quantile").size() == 3;
    for (std::size_t k = 0; k < (is_of_class ? classes.size() : 1); ++k) {
      study.market.push_back(read_market_series(reader, study, name, classes, k, is_of_class));
    }
  }
}

/// A table and its standard errors, of a shape that is known.
Grid read_grid(const Hdf5Reader& reader, const std::string& path, std::vector<std::size_t> shape) {
  Grid grid;
  grid.shape = std::move(shape);
  const Shape expected(grid.shape.begin(), grid.shape.end());
  grid.value = reader.read<double>(path, expected);
  grid.standard_error = reader.read<double>(path + "_standard_error", expected);
  return grid;
}

std::vector<double> read_cells(const Hdf5Reader& reader, const std::string& name, const Shape& first,
                               const Shape& count) {
  const auto values = reader.read_slab<float>("/joint/" + name, first, count);
  return {values.begin(), values.end()};
}

void read_joint(const Hdf5Reader& reader, StudyResult& study) {
  if (!reader.exists("/joint")) return;
  const std::vector<std::string> sites = reader.read_strings("/joint/site");
  const auto offset = reader.read<std::int64_t>("/joint/cell_offset", {sites.size()});
  const auto cells = reader.read<std::int64_t>("/joint/cell_count", {sites.size()});
  for (std::size_t k = 0; k < sites.size(); ++k) {
    const Shape first = {static_cast<std::uint64_t>(offset[k])};
    const Shape count = {static_cast<std::uint64_t>(cells[k])};
    const auto paths = reader.read_slab<std::int64_t>("/joint/count", first, count);
    study.joint.push_back({sites[k],
                           read_cells(reader, "mining_revenue_lower", first, count),
                           read_cells(reader, "mining_revenue_upper", first, count),
                           read_cells(reader, "ai_revenue_lower", first, count),
                           read_cells(reader, "ai_revenue_upper", first, count),
                           {paths.begin(), paths.end()}});
  }
}

void read_tail_dependence(const Hdf5Reader& reader, StudyResult& study) {
  if (!reader.exists("/risk/tail_probability")) return;
  study.tail_probabilities = reader.read<double>("/risk/tail_probability");
  study.tail_dependence =
      read_grid(reader, "/risk/mining_ai_tail_dependence", {study.sites.size(), study.tail_probabilities.size()});
}

void read_convergence(const Hdf5Reader& reader, StudyResult& study) {
  if (!reader.exists("/convergence")) return;
  Convergence convergence;
  const auto counts = reader.read<std::int64_t>("/convergence/path_count");
  convergence.path_counts.assign(counts.begin(), counts.end());
  convergence.confidence_levels = reader.read<double>("/convergence/confidence_level");
  const std::vector<std::size_t> shape = {counts.size(), study.sites.size()};
  convergence.mean_revenue = read_grid(reader, "/convergence/mean_revenue", shape);
  convergence.mean_cash_flow = read_grid(reader, "/convergence/mean_cash_flow", shape);
  convergence.expected_shortfall = read_grid(reader, "/convergence/expected_shortfall",
                                             {counts.size(), study.sites.size(), convergence.confidence_levels.size()});
  study.convergence = std::move(convergence);
}

Grid read_bare_grid(const Hdf5Reader& reader, const std::string& path, std::vector<std::size_t> shape) {
  Grid grid;
  grid.shape = std::move(shape);
  grid.value = reader.read<double>(path, Shape(grid.shape.begin(), grid.shape.end()));
  return grid;
}

ProbabilityFigures read_probability(const Hdf5Reader& reader, const std::string& name,
                                    const std::vector<std::size_t>& shape) {
  const std::string path = "/survival/" + name;
  return {read_grid(reader, path, shape), read_bare_grid(reader, path + "_ci_low", shape),
          read_bare_grid(reader, path + "_ci_high", shape)};
}

std::vector<double> read_paths(const Hdf5Reader& reader, const std::string& path, std::size_t size) {
  const auto counts = reader.read<std::int64_t>(path, {size});
  return {counts.begin(), counts.end()};
}

SurvivalMeasureFigures read_survival_measure(const Hdf5Reader& reader, const SurvivalMeasureRow& row, std::size_t sites,
                                             std::size_t probabilities) {
  const std::string path = "/survival/" + std::string(row.name);
  SurvivalMeasureFigures figures;
  if (!reader.exists(path + "_quantile")) return figures;
  figures.mean = read_grid(reader, path, {sites});
  figures.quantile = read_grid(reader, path + "_quantile", {sites, probabilities});
  if (reader.exists(path + "_undefined")) figures.undefined = read_paths(reader, path + "_undefined", sites);
  return figures;
}

void read_survival(const Hdf5Reader& reader, StudyResult& study) {
  if (!reader.exists("/survival")) return;
  if (reader.read<double>("/survival/probability") != study.probabilities) {
    throw Hdf5Error(reader.path(), "/survival/probability", "differs from that of /risk");
  }
  SurvivalFigures survival;
  survival.sites = reader.read_strings("/survival/site");
  survival.quarter_ends = reader.read<std::int64_t>("/survival/quarter_end");
  const std::size_t sites = survival.sites.size();
  const std::vector<std::size_t> by_quarter = {sites, survival.quarter_ends.size()};
  survival.below_lock_up = read_probability(reader, "below_lock_up", by_quarter);
  survival.in_default = read_probability(reader, "in_default", by_quarter);
  survival.defaulted = read_probability(reader, "defaulted", by_quarter);
  survival.insolvent = read_probability(reader, "insolvent", by_quarter);
  survival.paid_back = read_probability(reader, "paid_back", by_quarter);
  survival.equity_lost = read_probability(reader, "equity_lost", {sites});
  survival.cover_ratio_quantile = read_grid(reader, "/survival/cover_ratio_quantile",
                                            {sites, survival.quarter_ends.size(), study.probabilities.size()});
  const auto undefined =
      reader.read<std::int64_t>("/survival/undefined_cover_ratio", {sites, survival.quarter_ends.size()});
  survival.undefined_cover_ratio = {by_quarter, {undefined.begin(), undefined.end()}, {}};
  for (const SurvivalMeasureRow& row : kSurvivalMeasures) {
    survival.measures.push_back(read_survival_measure(reader, row, sites, study.probabilities.size()));
  }
  study.survival = std::move(survival);
}

}  // namespace

void read_optional_groups(const Hdf5Reader& reader, StudyResult& study) {
  read_market(reader, study);
  read_tail_dependence(reader, study);
  read_joint(reader, study);
  read_convergence(reader, study);
  read_survival(reader, study);
}

}  // namespace hashlease
