#include "stats/measures/market_measures.hpp"

#include "stats/measures/quantiles.hpp"

namespace hashlease {
namespace {

MarketTable compute_table(const StudyTotals& totals, const ColumnLayout& layout, MarketVariable variable) {
  const int classes = is_of_gpu_class(variable) ? layout.gpu_class_count() : 1;
  std::vector<std::size_t> shape = {static_cast<std::size_t>(layout.month_count())};
  if (is_of_gpu_class(variable)) shape.push_back(static_cast<std::size_t>(classes));
  MarketTable table;
  table.mean.resize(shape);
  table.standard_deviation.resize(shape);
  table.count.assign(table.mean.value.size(), 0);
  shape.push_back(kQuantileProbabilities.size());
  table.quantile.resize(shape);
  std::size_t index = 0;
  for (int month = 0; month < layout.month_count(); ++month) {
    for (int gpu_class = 0; gpu_class < classes; ++gpu_class, ++index) {
      const int column = layout.market_column(variable, gpu_class, month);
      const ColumnMoments moments = totals.moments(column);
      table.count[index] = totals.count(column);
      table.mean.put(index, mean_estimate(moments));
      table.standard_deviation.put(index, standard_deviation_estimate(moments));
      totals.put_quantiles(column, table.quantile, index * kQuantileProbabilities.size());
    }
  }
  return table;
}

}  // namespace

std::vector<MarketTable> compute_market_tables(const StudyState& state, const ColumnLayout& layout) {
  std::vector<MarketTable> tables;
  if (!layout.has_market_columns()) return tables;
  const StudyTotals totals(state, layout);
  for (int variable = 0; variable < kMarketVariableCount; ++variable) {
    tables.push_back(compute_table(totals, layout, static_cast<MarketVariable>(variable)));
  }
  return tables;
}

}  // namespace hashlease
