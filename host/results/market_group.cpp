#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

using MarketRows = Rows<StudyTables, &StudyTables::market>;

constexpr const char* kNotes =
    R"(Present unless `run.market_distribution` is false. Prices and stocks of the last day of a month, means of the month for what
is paid through it. Statistics run over paths; quantiles lie within one bin of a histogram, 2^-9 of their size.)";

/// Four quantities of a market variable, by its name; what is of a GPU class has an axis more.
void add_variable(MarketRows& rows, MarketVariable which) {
  const MarketVariableRow& row = row_of(which);
  const std::string name(row.name);
  const std::string units(row.units);
  const std::string axes = is_of_gpu_class(which) ? "month gpu_class" : "month";
  const std::string method = "month: " + std::string(row.month_method) + " realization: ";
  const auto table = [which](MarketTables& market) -> MarketTable& {
    if (market.variables.size() < kMarketVariables.size()) market.variables.resize(kMarketVariables.size());
    return market.variables[static_cast<std::size_t>(which)];
  };
  const auto add = [&](const std::string& suffix, const std::string& all_axes, const std::string& of_paths,
                       EstimateArray MarketTable::*field) -> RowList& {
    return rows.add_estimate(
        {name + suffix, all_axes, units, since(2), of_paths + " over paths of the " + std::string(row.long_name)},
        MarketRows::found_by<EstimateArray>(
            [table, field](MarketTables& market) -> EstimateArray& { return table(market).*field; }));
  };
  add("", axes, "mean", &MarketTable::mean).cell_methods(method + "mean");
  add("_standard_deviation", axes, "standard deviation", &MarketTable::standard_deviation)
      .cell_methods(method + "standard_deviation");
  add("_quantile", axes + " probability", "quantile", &MarketTable::quantile);
  rows.add({name + "_count", axes, "1", since(2), "number of paths with a finite " + name}, StoredType::int64,
           [table](void* root) -> DataPointer { return &table(static_cast<StudyTables*>(root)->market).count; });
}

}  // namespace

ResultGroup market_group() {
  MarketRows rows("market", "distribution of the market, month by month");
  rows.page("the market, month by month", kNotes);
  rows.present_when("market kept", [](const MarketTables& market) { return !market.variables.empty(); });
  rows.period_axis<&StudyAxes::month>("month", since(2));
  rows.label_axis<&StudyAxes::gpu_class>("gpu_class", since(2), "GPU class").axis_only("the market has GPU classes");
  rows.number_axis<&StudyAxes::probability>("probability", "1", since(2), "probability below the quantile");
  for (int number = 0; number < kMarketVariableCount; ++number) {
    add_variable(rows, static_cast<MarketVariable>(number));
  }
  return rows.take();
}

}  // namespace hashlease
