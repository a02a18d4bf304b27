#include <fmt/format.h>

#include "io/hdf5/hdf5_file.hpp"
#include "io/result/result_groups.hpp"

namespace hashlease {

namespace {

/// Histograms behind each other, as CF's contiguous ragged array: http://cfconventions.org, section 9.3.3.
struct Ragged {
  std::vector<std::string> site;
  std::vector<std::string> quantity;
  std::vector<std::string> period;
  std::vector<std::string> unit;
  std::vector<std::int64_t> bin_offset;
  std::vector<std::int64_t> bin_count;
  std::vector<std::int64_t> path_count;
  std::vector<float> lower;
  std::vector<float> upper;
  std::vector<std::int64_t> count;
};

/// What a column with a histogram is called.
struct Label {
  int site = 0;
  std::string quantity;
  int period = 0;
  std::string units;
};

Label label_of(const ColumnLayout& layout, int column) {
  if (column < layout.outcome_column_count()) {
    return {layout.site_of(column), outcome_name(layout.outcome_of(column)), column % layout.period_count(), "USD"};
  }
  if (column < layout.first_survival_column()) {
    const int number = column - layout.outcome_column_count();
    const PathMeasureRow& row = row_of(static_cast<PathMeasure>(number % kPathMeasureCount));
    return {number / kPathMeasureCount, std::string(row.name), layout.horizon_period(), std::string(row.units)};
  }
  const int number = column - layout.first_survival_column();
  const SurvivalMeasureRow& row = row_of(static_cast<SurvivalMeasure>(number % kSurvivalMeasureCount));
  const int site = layout.purse_sites()[static_cast<std::size_t>(number / kSurvivalMeasureCount)];
  return {site, std::string(row.name), layout.horizon_period(), std::string(row.units)};
}

void add_label(Ragged& ragged, const StudyFrame& frame, int column) {
  const Label label = label_of(frame.layout, column);
  ragged.site.push_back(frame.configuration.site[static_cast<std::size_t>(label.site)].name);
  ragged.quantity.push_back(label.quantity);
  ragged.period.push_back(period_label(frame.layout, label.period));
  ragged.unit.push_back(label.units);
}

void add_histogram(Ragged& ragged, const FloatHistogram& histogram) {
  std::vector<std::int32_t> keys;
  std::vector<std::uint64_t> counts;
  histogram.occupied(keys, counts);
  ragged.bin_offset.push_back(static_cast<std::int64_t>(ragged.lower.size()));
  ragged.bin_count.push_back(static_cast<std::int64_t>(keys.size()));
  ragged.path_count.push_back(static_cast<std::int64_t>(histogram.total()));
  for (std::size_t bin = 0; bin < keys.size(); ++bin) {
    ragged.lower.push_back(FloatHistogram::lower_edge(keys[bin]));
    ragged.upper.push_back(FloatHistogram::upper_edge(keys[bin]));
    ragged.count.push_back(static_cast<std::int64_t>(counts[bin]));
  }
}

class DistributionWriter {
 public:
  explicit DistributionWriter(Hdf5Writer& writer) : writer_(writer) {}

  void write_labels(const std::string& name, const std::vector<std::string>& labels, const std::string& meaning) {
    writer_.write_strings({path(name), {labels.size()}, {path("distribution")}}, labels);
    describe(writer_, path(name), {"", meaning});
  }
  template <class T>
  void write(const std::string& name, const std::string& axis, const std::vector<T>& values, const Meaning& meaning) {
    writer_.write<T>({path(name), {values.size()}, {path(axis)}}, values);
    describe(writer_, path(name), meaning);
  }
  static std::string path(const std::string& name) { return "/distribution/" + name; }

 private:
  Hdf5Writer& writer_;
};

}  // namespace

void write_distribution(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state) {
  Ragged ragged;
  for (int column = 0; column < frame.layout.first_quarter_column(); ++column) {
    if (!frame.layout.has_distribution(column)) continue;
    add_label(ragged, frame, column);
    add_histogram(ragged, state.histograms[static_cast<std::size_t>(column)]);
  }
  writer.create_group("/distribution");
  writer.attribute("/distribution", "long_name", "histograms, their bins one behind the other");
  writer.create_dimension("/distribution/distribution", ragged.site.size());
  writer.create_dimension("/distribution/bin", ragged.lower.size());
  DistributionWriter group(writer);
  group.write_labels("site", ragged.site, "site");
  group.write_labels("quantity", ragged.quantity, "outcome, or measure of the site's whole path");
  group.write_labels("period", ragged.period, "period of the study");
  group.write_labels("value_units", ragged.unit, "units of bin_lower and bin_upper in this distribution");
  group.write("bin_offset", "distribution", ragged.bin_offset, {"1", "first bin of the distribution"});
  group.write("bin_count", "distribution", ragged.bin_count, {"1", "number of bins of the distribution"});
  writer.attribute(DistributionWriter::path("bin_count"), "sample_dimension", "bin");
  group.write("path_count", "distribution", ragged.path_count, {"1", "number of paths in the distribution"});
  group.write("bin_lower", "bin", ragged.lower, {"", "smallest value of the bin"});
  group.write("bin_upper", "bin", ragged.upper, {"", "smallest value above the bin"});
  group.write("count", "bin", ragged.count, {"1", "number of paths in the bin"});
}

}  // namespace hashlease
