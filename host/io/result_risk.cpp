#include <fmt/format.h>

#include "io/hdf5_file.hpp"
#include "io/result_groups.hpp"

namespace hashlease {

namespace {

std::string in_group(const std::string& name) { return "/risk/" + name; }

/// Axes of a table, by name, and their lengths.
struct Axes {
  std::vector<std::string> paths;
  Shape lengths;
};

class RiskWriter {
 public:
  RiskWriter(Hdf5Writer& writer, const StudyFrame& frame, const RiskTables& tables)
      : writer_(writer),
        lengths_{{"site", static_cast<std::uint64_t>(tables.site_count)},
                 {"site_b", static_cast<std::uint64_t>(tables.site_count)},
                 {"outcome", kOutcomeCount},
                 {"period", static_cast<std::uint64_t>(tables.period_count)},
                 {"annual_period", static_cast<std::uint64_t>(tables.annual_period_count)},
                 {"probability", tables.quantile_probabilities.size()},
                 {"confidence_level", tables.confidence_levels.size()}} {
    const ColumnLayout& layout = frame.layout;
    write_site_axis(writer, in_group("site"), frame);
    write_site_axis(writer, in_group("site_b"), frame);
    writer.write_strings({in_group("outcome"), {kOutcomeCount}, {in_group("outcome")}},
                         {kOutcomeNames.begin(), kOutcomeNames.end()});
    describe(writer, in_group("outcome"), {"", "outcome of a site"});
    write_period_axis(writer, in_group("period"), frame, 0, layout.period_count());
    write_period_axis(writer, in_group("annual_period"), frame, layout.month_count(), layout.period_count());
    write<double>("probability", "probability", tables.quantile_probabilities, {"1", "probability below the quantile"});
    write<double>("confidence_level", "confidence_level", tables.confidence_levels, {"1", "confidence level"});
  }

  /// A table over axes such as "site outcome period".
  template <class T>
  void write(const std::string& name, const std::string& axes, const std::vector<T>& values, const Meaning& meaning) {
    const Axes found = axes_of(axes);
    writer_.write<T>({in_group(name), found.lengths, found.paths}, values);
    describe(writer_, in_group(name), meaning);
    for (const std::string& path : found.paths) {
      const std::string axis = name_of(path);
      if (axis == "period" || axis == "annual_period") name_period_coordinates(writer_, in_group(name), axis);
    }
  }
  void write_counts(const std::string& name, const std::string& axes, const std::vector<std::uint64_t>& counts,
                    const std::string& meaning) {
    write(name, axes, std::vector<std::int64_t>(counts.begin(), counts.end()), {"1", meaning});
  }
  void write_flags(const std::string& name, const std::string& axes, const std::vector<std::int8_t>& flags,
                   const std::string& meaning) {
    write(name, axes, flags, {"", meaning});
    writer_.attribute(in_group(name), "flag_values", std::vector<std::int8_t>{0, 1});
    writer_.attribute(in_group(name), "flag_meanings", "from_histogram exact");
  }
  /// A measure and its standard error.
  void write(const std::string& name, const std::string& axes, const EstimateArray& array, const Meaning& meaning,
             const std::string& other_ancillaries = "") {
    const std::string error = name + "_standard_error";
    write(name, axes, array.value, meaning);
    writer_.attribute(in_group(name), "ancillary_variables", error + other_ancillaries);
    write(error, axes, array.standard_error, {meaning.units, "standard error of the " + meaning.long_name});
  }
  void cell_methods(const std::string& name, const std::string& methods) {
    writer_.attribute(in_group(name), "cell_methods", methods);
  }

 private:
  Axes axes_of(const std::string& names) const {
    Axes axes;
    for (std::size_t begin = 0; begin < names.size();) {
      const std::size_t end = std::min(names.find(' ', begin), names.size());
      const std::string name = names.substr(begin, end - begin);
      axes.paths.push_back(in_group(name));
      axes.lengths.push_back(lengths_.at(name));
      begin = end + 1;
    }
    return axes;
  }

  Hdf5Writer& writer_;
  std::map<std::string, std::uint64_t> lengths_;
};

constexpr const char* kByPeriod = "site outcome period";

void write_moments(RiskWriter& group, const RiskTables& tables) {
  group.write_counts("count", kByPeriod, tables.count, "number of paths on which the outcome is finite");
  group.write("mean", kByPeriod, tables.mean, {"USD", "mean over paths"});
  group.cell_methods("mean", "period: sum realization: mean");
  group.write("standard_deviation", kByPeriod, tables.standard_deviation, {"USD", "standard deviation over paths"});
  group.cell_methods("standard_deviation", "period: sum realization: standard_deviation");
  group.write("skewness", kByPeriod, tables.skewness, {"1", "skewness over paths"});
  group.write("excess_kurtosis", kByPeriod, tables.excess_kurtosis,
              {"1", "excess kurtosis over paths, 0 for a normal"});
  group.write("minimum", kByPeriod, tables.minimum, {"USD", "smallest outcome of a path"});
  group.cell_methods("minimum", "period: sum realization: minimum");
  group.write("maximum", kByPeriod, tables.maximum, {"USD", "largest outcome of a path"});
  group.cell_methods("maximum", "period: sum realization: maximum");
  group.write("loss_reference", kByPeriod, tables.loss_reference, {"USD", "outcome from which losses are counted"});
}

void write_quantiles(RiskWriter& group, const RiskTables& tables) {
  const std::string axes = "site outcome period probability";
  const QuantileArray& quantile = tables.quantile;
  group.write("quantile", axes, EstimateArray{quantile.value, quantile.standard_error}, {"USD", "quantile over paths"},
              " quantile_ci_low quantile_ci_high quantile_exact");
  group.write("quantile_ci_low", axes, quantile.ci_low, {"USD", "lower end of the 95 % interval of the quantile"});
  group.write("quantile_ci_high", axes, quantile.ci_high, {"USD", "upper end of the 95 % interval of the quantile"});
  group.write_flags("quantile_exact", axes, quantile.exact, "whether the quantile is an exact order statistic");
}

void write_losses(RiskWriter& group, const RiskTables& tables) {
  const std::string axes = "site outcome period confidence_level";
  group.write("value_at_risk", axes, tables.value_at_risk,
              {"USD", "value at risk of the loss: loss reference - outcome"}, " tail_exact");
  group.write("expected_shortfall", axes, tables.expected_shortfall,
              {"USD", "expected shortfall of the loss: loss reference - outcome"}, " tail_exact");
  group.write_flags("tail_exact", axes, tables.tail_exact, "whether value at risk and expected shortfall are exact");
  group.write("cash_flow_at_risk", "site period confidence_level", tables.cash_flow_at_risk,
              {"USD", "cash flow at risk: mean cash flow - its quantile at 1 - confidence level"});
}

void write_volatilities(RiskWriter& group, const RiskTables& tables) {
  group.write("revenue_coefficient_of_variation", "site annual_period", tables.revenue_coefficient_of_variation,
              {"1", "revenue volatility, first definition: standard deviation over mean across paths"});
  group.write(
      "revenue_log_volatility", "site", tables.revenue_log_volatility,
      {"1/sqrt(year)",
       "revenue volatility, second definition: annualised deviation of monthly log revenue per day, mean over paths"});
  group.write_counts("revenue_log_volatility_undefined", "site", tables.revenue_log_volatility_undefined,
                     "number of paths on which a month earns nothing, so that it is not defined");
  group.write("mining_ai_correlation", "site", tables.mining_ai_correlation,
              {"1", "correlation of mining and AI revenue over the horizon"});
  group.write("revenue_correlation", "site site_b", tables.revenue_correlation,
              {"1", "correlation of the horizon revenue of two sites"});
}

}  // namespace

void write_risk(Hdf5Writer& writer, const StudyFrame& frame, const RiskTables& tables) {
  writer.create_group("/risk");
  writer.attribute("/risk", "long_name", "measures of every outcome, each with its standard error");
  // xarray cuts labels and leaves units out when it prints a dataset; attributes it prints whole.
  std::string sites;
  for (const SiteConfiguration& site : frame.configuration.site) sites += (sites.empty() ? "" : ", ") + site.name;
  writer.attribute("/risk", "sites", sites);
  writer.attribute("/risk", "money", "USD, as the units of each variable say");
  RiskWriter group(writer, frame, tables);
  write_moments(group, tables);
  write_quantiles(group, tables);
  write_losses(group, tables);
  write_volatilities(group, tables);
}

}  // namespace hashlease
