#include "stats/measures/quantiles.hpp"

#include <cmath>

#include "stats/measures/ranks.hpp"

namespace hashlease {

double quantile_standard_error(const ColumnDistribution& distribution, double probability) {
  const RankInterval interval = rank_interval(distribution.count(), probability);
  // Fewer than one rank apart, the distance says nothing of the density.
  if (!(interval.high - interval.low >= 1.0)) return std::numeric_limits<double>::quiet_NaN();
  const double distance = distribution.value_at(interval.high) - distribution.value_at(interval.low);
  return interval.deviation * distance / (interval.high - interval.low);
}

QuantileEstimate quantile_estimate(const ColumnDistribution& distribution, double probability) {
  QuantileEstimate estimate;
  const std::uint64_t n = distribution.count();
  if (n == 0) return estimate;
  const OrderStatistic order_statistic = distribution.order_statistic(quantile_rank(n, probability));
  estimate.value = order_statistic.value;
  estimate.exact = order_statistic.exact;
  estimate.standard_error = quantile_standard_error(distribution, probability);
  const RankInterval interval = rank_interval(n, probability);
  if (interval.ci_low >= 1) estimate.ci_low = distribution.order_statistic(interval.ci_low).value;
  if (interval.ci_high <= n) estimate.ci_high = distribution.order_statistic(interval.ci_high).value;
  return estimate;
}

void add_quantile_ranks(std::vector<std::uint64_t>& ranks, std::uint64_t n, double probability) {
  if (n == 0) return;
  const RankInterval interval = rank_interval(n, probability);
  ranks.push_back(quantile_rank(n, probability));
  for (const double rank : {interval.low, interval.high}) {
    ranks.push_back(static_cast<std::uint64_t>(std::floor(rank)));
    ranks.push_back(static_cast<std::uint64_t>(std::ceil(rank)));
  }
  ranks.push_back(interval.ci_low);
  ranks.push_back(interval.ci_high);
}

}  // namespace hashlease
