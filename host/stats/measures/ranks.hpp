#pragma once

#include <cstdint>

namespace hashlease {

/// n * p where a product within rounding of a whole number is that number: 100 * 0.07 is 7, not 7.000000000000001.
/// `p` is a decimal fraction rounded to double, so the product is off by some parts in 2^52 at most.
double rounded_product(std::uint64_t n, double p);

/// Rank of the p-quantile in a sample of n >= 1: ceil(n p), at least 1 and at most n (the inverse of the empirical
/// distribution function, type 1 of Hyndman & Fan 1996).
std::uint64_t quantile_rank(std::uint64_t n, double p);

/// Rank (from the lowest outcome) of the a-quantile of losses reference - x: n - ceil(n a) + 1.
std::uint64_t loss_rank(std::uint64_t n, double level);

/// The order statistics that say how well a p-quantile is known: the number of values below it is binomial with
/// deviation sqrt(n p (1 - p)).
struct RankInterval {
  double deviation = 0.0;     // sqrt(n p (1 - p))
  double low = 0.0;           // n p - deviation, at least 1: not a whole number
  double high = 0.0;          // n p + deviation, at most n
  std::uint64_t ci_low = 0;   // ranks that hold the quantile between them with 95 %; 0: below the sample
  std::uint64_t ci_high = 0;  // n + 1: above the sample
};
RankInterval rank_interval(std::uint64_t n, double p);

}  // namespace hashlease
