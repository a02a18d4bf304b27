#include "stats/measures/convergence.hpp"

#include <algorithm>
#include <optional>

#include "stats/measures/tail.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kLevels = 2;

class ConvergenceFiller {
 public:
  ConvergenceFiller(const StudyState& state, const ColumnLayout& layout, const LossSettings& losses)
      : state_(state), layout_(layout), losses_(losses), totals_(state, layout) {}

  ConvergenceTables fill() {
    const std::vector<PathRange>& ranges = state_.ranges;
    if (ranges.size() != 1 || ranges[0].first != 0) return {};
    const std::uint64_t paths = ranges[0].count;
    for (std::uint64_t count = kFirstPrefixPaths; count < paths; count *= 2) tables_.path_counts.push_back(count);
    tables_.path_counts.push_back(paths);
    const std::size_t levels = std::min(kLevels, losses_.confidence_levels.size());
    tables_.confidence_levels.assign(losses_.confidence_levels.begin(),
                                     losses_.confidence_levels.begin() + static_cast<std::ptrdiff_t>(levels));
    const std::size_t rows = tables_.path_counts.size();
    const auto sites = static_cast<std::size_t>(layout_.site_count());
    for (auto* array : {&tables_.mean_revenue, &tables_.mean_cash_flow}) array->resize({rows, sites});
    for (auto* array : {&tables_.value_at_risk, &tables_.expected_shortfall}) array->resize({rows, sites, levels});
    for (int site = 0; site < layout_.site_count(); ++site) fill_site(site);
    return std::move(tables_);
  }

 private:
  /// Moments of headline column 2 site + which (revenue, cash flow) over the first paths.
  ColumnMoments moments(int site, std::size_t which, std::size_t row) const {
    const std::size_t headline = 2 * static_cast<std::size_t>(site) + which;
    const int column = layout_.headline_columns()[headline];
    if (row + 1 == tables_.path_counts.size()) return totals_.moments(column);
    const double* sums =
        state_.sums.prefixes()[row + static_cast<std::size_t>(kFirstPrefixLevel)].data() + headline * kPrefixSums;
    return column_moments(sums, static_cast<std::uint64_t>(sums[kPowerSums]),
                          state_.shift[static_cast<std::size_t>(column)]);
  }

  void fill_site(int site) {
    FloatHistogram histogram;  // of the first octaves
    for (std::size_t row = 0; row < tables_.path_counts.size(); ++row) {
      const std::size_t index = row * static_cast<std::size_t>(layout_.site_count()) + static_cast<std::size_t>(site);
      tables_.mean_revenue.put(index, mean_estimate(moments(site, 0, row)));
      const ColumnMoments cash_flow = moments(site, 1, row);
      tables_.mean_cash_flow.put(index, mean_estimate(cash_flow));
      if (row + 1 == tables_.path_counts.size()) {
        fill_tails(index, totals_.distribution(layout_.convergence_column(site), cash_flow), cash_flow);
        continue;
      }
      histogram.merge(state_.octaves[static_cast<std::size_t>(site)][row]);
      const std::optional<double> constant =
          cash_flow.is_constant() ? std::optional<double>(static_cast<float>(cash_flow.mean)) : std::nullopt;
      fill_tails(index, ColumnDistribution(histogram, {}, {}, constant), cash_flow);
    }
  }

  void fill_tails(std::size_t index, const ColumnDistribution& distribution, const ColumnMoments& moments) {
    const std::size_t levels = tables_.confidence_levels.size();
    for (std::size_t level = 0; level < levels; ++level) {
      const TailEstimate tail =
          tail_estimate(distribution, moments, tables_.confidence_levels[level], losses_.reference);
      tables_.value_at_risk.put(index * levels + level, tail.value_at_risk);
      tables_.expected_shortfall.put(index * levels + level, tail.expected_shortfall);
    }
  }

  const StudyState& state_;
  const ColumnLayout& layout_;
  const LossSettings& losses_;
  StudyTotals totals_;
  ConvergenceTables tables_;
};

}  // namespace

ConvergenceTables compute_convergence(const StudyState& state, const ColumnLayout& layout, const LossSettings& losses) {
  return ConvergenceFiller(state, layout, losses).fill();
}

}  // namespace hashlease
