#include "stats/measures/tail.hpp"

#include <cmath>

#include "stats/measures/quantiles.hpp"
#include "stats/measures/ranks.hpp"

namespace hashlease {
namespace {

/// What the influence functions need, all about q.
struct TailMoments {
  double p;  // 1 - level
  double n;
  double offset;    // mean - q
  double variance;  // of x
  double first;     // E[(x - q) 1{x <= q}]
  double second;    // E[(x - q)^2 1{x <= q}]
};

/// Standard error of mean - t, or of t alone for reference 0; both arguments are per path.
double error_of(const TailMoments& tail, double variance_of_t, double covariance_with_x, LossReference reference) {
  const double variance =
      reference == LossReference::zero ? variance_of_t : tail.variance + variance_of_t - 2.0 * covariance_with_x;
  return std::sqrt(std::fmax(variance, 0.0) / tail.n);
}

double value_at_risk_error(const TailMoments& tail, double quantile_error, LossReference reference) {
  const double spread = std::sqrt(tail.p * (1.0 - tail.p));
  const double inverse_density = quantile_error * std::sqrt(tail.n) / spread;
  // Cov(x, (p - 1{x <= q}) / f) = (p mean - E[x 1{x <= q}]) / f
  const double covariance = (tail.p * tail.offset - tail.first) * inverse_density;
  return error_of(tail, spread * spread * inverse_density * inverse_density, covariance, reference);
}

double expected_shortfall_error(const TailMoments& tail, LossReference reference) {
  const double variance = (tail.second - tail.first * tail.first) / (tail.p * tail.p);
  // Cov(x, (x - q) 1{x <= q}) = E[(x - q)^2 1] + (q - mean) E[(x - q) 1]
  const double covariance = (tail.second - tail.offset * tail.first) / tail.p;
  return error_of(tail, variance, covariance, reference);
}

}  // namespace

TailEstimate tail_estimate(const ColumnDistribution& distribution, const ColumnMoments& moments, double level,
                           LossReference reference) {
  TailEstimate estimate;
  const std::uint64_t n = distribution.count();
  if (n == 0) return estimate;
  const std::uint64_t rank = loss_rank(n, level);
  const OrderStatistic q = distribution.order_statistic(rank);
  const LowerTail below = distribution.lower_tail(rank - 1, q.value);
  const double mean = reference == LossReference::mean ? moments.mean : 0.0;
  const auto count = static_cast<double>(n);
  // n (1 - a), a whole number where n a is one.
  const double tail_size = count - rounded_product(n, level);
  estimate.exact = q.exact && below.exact;
  estimate.value_at_risk.value = mean - q.value;
  estimate.expected_shortfall.value = mean - q.value - below.sum / tail_size;
  const double quantile_error = quantile_standard_error(distribution, 1.0 - level);
  if (std::isnan(quantile_error)) return estimate;
  const TailMoments tail{tail_size / count,   count, moments.mean - q.value, moments.variance, below.sum / count,
                         below.square / count};
  estimate.value_at_risk.standard_error = value_at_risk_error(tail, quantile_error, reference);
  estimate.expected_shortfall.standard_error = expected_shortfall_error(tail, reference);
  return estimate;
}

void add_tail_ranks(std::vector<std::uint64_t>& ranks, std::uint64_t n, double level) {
  if (n == 0) return;
  const std::uint64_t rank = loss_rank(n, level);
  ranks.push_back(rank);
  if (rank > 1) ranks.push_back(rank - 1);
  add_quantile_ranks(ranks, n, 1.0 - level);
}

}  // namespace hashlease
