#include "stats/measures/survival_measures.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "stats/measures/quantiles.hpp"
#include "stats/measures/ranks.hpp"

namespace hashlease {
namespace {

/// Paths by the whole number that their column is; what is no number from 0 to `size` - 1 is left out.
std::vector<std::uint64_t> count_whole(const FloatHistogram& histogram, std::size_t size) {
  std::vector<std::uint64_t> found(size, 0);
  std::vector<std::int32_t> keys;
  std::vector<std::uint64_t> counts;
  histogram.occupied(keys, counts);
  for (std::size_t bin = 0; bin < keys.size(); ++bin) {
    const float value = FloatHistogram::lower_edge(keys[bin]);
    if (value >= 0.0F && value < static_cast<float>(size)) found[static_cast<std::size_t>(value)] += counts[bin];
  }
  return found;
}

/// Order statistic of whole numbers, linear between ranks, 1 the first.
double whole_at(const std::vector<std::uint64_t>& counts, double rank) {
  const auto at = [&](double whole_rank) {
    std::uint64_t passed = 0;
    std::size_t value = 0;
    for (; value + 1 < counts.size(); ++value) {
      passed += counts[value];
      if (static_cast<double>(passed) >= whole_rank) break;
    }
    return static_cast<double>(value);
  };
  const double whole = std::floor(rank);
  const double low = at(whole);
  return rank == whole ? low : low + (rank - whole) * (at(whole + 1.0) - low);
}

/// As quantile_estimate, but exact.
void put_whole_quantiles(const std::vector<std::uint64_t>& counts, EstimateArray& array, std::size_t index) {
  const std::uint64_t n = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  for (std::size_t k = 0; n > 0 && k < kQuantileProbabilities.size(); ++k) {
    const double probability = kQuantileProbabilities[k];
    const RankInterval interval = rank_interval(n, probability);
    Estimate quantile;
    quantile.value = whole_at(counts, static_cast<double>(quantile_rank(n, probability)));
    if (interval.high - interval.low >= 1.0) {
      const double distance = whole_at(counts, interval.high) - whole_at(counts, interval.low);
      quantile.standard_error = interval.deviation * distance / (interval.high - interval.low);
    }
    array.put(index + k, quantile);
  }
}

/// Whole numbers are below it, as the bins of a histogram keep them apart.
constexpr std::size_t kMostWhole = 1024;

class SurvivalFiller {
 public:
  SurvivalFiller(const StudyState& state, const ColumnLayout& layout)
      : state_(state), layout_(layout), totals_(state, layout) {}

  SurvivalTables fill() {
    tables_.sites = layout_.entity_sites();
    tables_.quarter_count = layout_.quarter_count();
    tables_.paths = totals_.paths();
    const std::size_t sites = tables_.sites.size();
    const std::size_t rows = sites * quarters();
    tables_.tested.assign(rows, 0);
    tables_.undefined_dscr.assign(rows, 0);
    for (auto* array : {&tables_.below_lock_up, &tables_.in_default, &tables_.defaulted, &tables_.insolvent,
                        &tables_.paid_back, &tables_.minimum_dscr_here}) {
      array->resize({sites, quarters()});
    }
    tables_.dscr_quantile.resize({sites, quarters(), kQuantileProbabilities.size()});
    tables_.equity_lost.resize({sites});
    for (std::size_t site = 0; site < sites; ++site) {
      for (std::size_t quarter = 0; quarter < quarters(); ++quarter) fill_quarter(site, quarter);
      fill_events(site);
    }
    for (int number = 0; number < kSurvivalMeasureCount; ++number) fill_measure(static_cast<SurvivalMeasure>(number));
    return std::move(tables_);
  }

 private:
  std::size_t quarters() const { return static_cast<std::size_t>(tables_.quarter_count); }
  int column(std::size_t site, SurvivalMeasure measure) const {
    return layout_.survival_column(static_cast<int>(site), measure);
  }
  std::vector<std::uint64_t> whole_numbers(int column, std::size_t size) const {
    return count_whole(state_.histograms[static_cast<std::size_t>(column)], size);
  }

  void fill_quarter(std::size_t site, std::size_t quarter) {
    const auto column_of = [&](QuarterColumn kind) {
      return layout_.quarter_column(static_cast<int>(site), kind, static_cast<int>(quarter));
    };
    const std::vector<std::uint64_t> standing = whole_numbers(column_of(QuarterColumn::standing), kStandingCount);
    const auto paths_with = [&](Standing flag) {
      std::uint64_t paths = 0;
      for (std::size_t flags = 0; flags < standing.size(); ++flags) {
        if ((flags & static_cast<std::size_t>(flag)) != 0) paths += standing[flags];
      }
      return paths;
    };
    const std::size_t row = site * quarters() + quarter;
    tables_.tested[row] = paths_with(kTested);
    tables_.undefined_dscr[row] = paths_with(kUndefinedDscr);
    tables_.below_lock_up.put(row, paths_with(kBelowLockUp), tables_.paths);
    tables_.in_default.put(row, paths_with(kInDefault), tables_.paths);
    tables_.insolvent.put(row, paths_with(kInsolvent), tables_.paths);
    totals_.put_quantiles(column_of(QuarterColumn::dscr), tables_.dscr_quantile, row * kQuantileProbabilities.size());
  }

  /// Paths on which the event of a month has happened at the end of each quarter.
  void fill_cumulative(std::size_t site, SurvivalMeasure month_of_event, ProbabilityArray& array) {
    const std::vector<std::uint64_t> months = whole_numbers(column(site, month_of_event), 3 * quarters() + 1);
    std::uint64_t happened = 0;
    for (std::size_t month = 1; month < months.size(); ++month) {
      happened += months[month];
      if (month % 3 == 0) array.put(site * quarters() + month / 3 - 1, happened, tables_.paths);
    }
  }

  void fill_events(std::size_t site) {
    fill_cumulative(site, SurvivalMeasure::default_month, tables_.defaulted);
    fill_cumulative(site, SurvivalMeasure::payback_month, tables_.paid_back);
    const auto lowest = whole_numbers(column(site, SurvivalMeasure::minimum_dscr_quarter), quarters() + 1);
    for (std::size_t quarter = 0; quarter < quarters(); ++quarter) {
      tables_.minimum_dscr_here.put(site * quarters() + quarter, lowest[quarter + 1], tables_.paths);
    }
    tables_.equity_lost.put(site, whole_numbers(column(site, SurvivalMeasure::equity_lost), 2)[1], tables_.paths);
  }

  void fill_measure(SurvivalMeasure measure) {
    PathMeasureTable& table = tables_.measures.emplace_back();
    const std::size_t count = tables_.sites.size();
    const std::size_t quantiles = kQuantileProbabilities.size();
    table.mean.resize({count});
    table.standard_deviation.resize({count});
    table.quantile.resize({count, quantiles});
    for (std::size_t site = 0; site < count; ++site) {
      const int of_site = column(site, measure);
      const ColumnMoments moments = totals_.moments(of_site);
      table.mean.put(site, mean_estimate(moments));
      table.standard_deviation.put(site, standard_deviation_estimate(moments));
      table.undefined.push_back(totals_.paths() - totals_.count(of_site));
      if (row_of(measure).is_whole) {
        put_whole_quantiles(whole_numbers(of_site, kMostWhole), table.quantile, site * quantiles);
      } else {
        totals_.put_quantiles(of_site, table.quantile, site * quantiles);
      }
    }
    clear_subnormal(table.quantile);
  }

  const StudyState& state_;
  const ColumnLayout& layout_;
  StudyTotals totals_;
  SurvivalTables tables_;
};

}  // namespace

std::uint64_t SurvivalTables::undefined_tests(std::size_t site) const {
  const auto quarters = static_cast<std::ptrdiff_t>(quarter_count);
  const auto first = undefined_dscr.begin() + static_cast<std::ptrdiff_t>(site) * quarters;
  return std::accumulate(first, first + quarters, std::uint64_t{0});
}

SurvivalTables compute_survival(const StudyState& state, const ColumnLayout& layout) {
  if (layout.entity_sites().empty()) return {};
  return SurvivalFiller(state, layout).fill();
}

}  // namespace hashlease
