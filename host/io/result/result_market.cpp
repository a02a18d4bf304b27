#include <fmt/format.h>

#include "io/result/group_writer.hpp"
#include "stats/measures/quantiles.hpp"

namespace hashlease {

namespace {

/// The five variables of a market variable, by its name; what is of a GPU class has an axis more.
void write_variable(GroupWriter& group, const MarketVariableRow& row, const std::string& axes,
                    const MarketTable& table) {
  const std::string name(row.name);
  const std::string units(row.units);
  const std::string meaning(row.long_name);
  group.write(name, axes, table.mean, {units, "mean over paths of the " + meaning});
  group.cell_methods(name, fmt::format("month: {} realization: mean", row.month_method));
  group.write(name + "_standard_deviation", axes, table.standard_deviation,
              {units, "standard deviation over paths of the " + meaning});
  group.cell_methods(name + "_standard_deviation",
                     fmt::format("month: {} realization: standard_deviation", row.month_method));
  group.write(name + "_quantile", axes + " probability", table.quantile,
              {units, "quantile over paths of the " + meaning});
  group.write_counts(name + "_count", axes, table.count, "number of paths with a finite " + name);
}

}  // namespace

void write_market(Hdf5Writer& writer, const StudyFrame& frame, const std::vector<MarketTable>& tables) {
  if (tables.empty()) return;
  GroupWriter group(writer, "market", "distribution of the market, month by month");
  group.period_axis("month", frame, 0, frame.layout.month_count());
  std::vector<std::string> classes;
  for (const GpuClassConfiguration& gpu : frame.configuration.market.gpu) classes.push_back(gpu.name);
  if (!classes.empty()) group.label_axis("gpu_class", classes, "GPU class");
  group.number_axis("probability", {kQuantileProbabilities.begin(), kQuantileProbabilities.end()},
                    {"1", "probability below the quantile"});
  for (std::size_t number = 0; number < tables.size(); ++number) {
    const bool of_class = is_of_gpu_class(static_cast<MarketVariable>(number));
    if (of_class && classes.empty()) continue;
    write_variable(group, kMarketVariables[number], of_class ? "month gpu_class" : "month", tables[number]);
  }
}

}  // namespace hashlease
