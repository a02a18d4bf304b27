#include "stats/measures/ranks.hpp"

#include <algorithm>
#include <cmath>

namespace hashlease {
namespace {

/// 97.5 % point of the normal distribution.
constexpr double kTwoSided95 = 1.959963984540054;

}  // namespace

double rounded_product(std::uint64_t n, double p) {
  const long double product = static_cast<long double>(n) * static_cast<long double>(p);
  const long double nearest = std::round(product);
  const bool is_whole = std::fabs(product - nearest) <= std::ldexp(product, -51);
  return static_cast<double>(is_whole ? nearest : product);
}

std::uint64_t quantile_rank(std::uint64_t n, double p) {
  const auto rank = static_cast<std::uint64_t>(std::ceil(rounded_product(n, p)));
  return std::clamp(rank, std::uint64_t{1}, n);
}

std::uint64_t loss_rank(std::uint64_t n, double level) { return n - quantile_rank(n, level) + 1; }

RankInterval rank_interval(std::uint64_t n, double p) {
  const double center = rounded_product(n, p);
  const auto count = static_cast<double>(n);
  RankInterval interval;
  interval.deviation = std::sqrt(center * (1.0 - p));
  interval.low = std::clamp(center - interval.deviation, 1.0, count);
  interval.high = std::clamp(center + interval.deviation, 1.0, count);
  const double low = std::ceil(center - kTwoSided95 * interval.deviation);
  const double high = std::floor(center + kTwoSided95 * interval.deviation) + 1.0;
  interval.ci_low = low < 1.0 ? 0 : static_cast<std::uint64_t>(low);
  interval.ci_high = high > count ? n + 1 : static_cast<std::uint64_t>(high);
  return interval;
}

}  // namespace hashlease
