#include "stats/measures/probability.hpp"

#include <cmath>
#include <limits>

namespace hashlease {

void ProbabilityArray::resize(const std::vector<std::size_t>& lengths) {
  share.resize(lengths);
  ci_low.assign(share.value.size(), std::numeric_limits<double>::quiet_NaN());
  ci_high = ci_low;
}

void ProbabilityArray::put(std::size_t index, std::uint64_t count, std::uint64_t paths) {
  if (paths == 0) return;
  constexpr double kNormal = 1.959963984540054;  // 97.5 % quantile of a normal
  const auto n = static_cast<double>(paths);
  const auto k = static_cast<double>(count);
  const double p = k / n;
  const double error = paths > 1 ? std::sqrt(p * (1.0 - p) / (n - 1.0)) : std::numeric_limits<double>::quiet_NaN();
  share.put(index, {p, error});
  const double middle = (k + 0.5 * kNormal * kNormal) / (n + kNormal * kNormal);
  const double half = kNormal / (n + kNormal * kNormal) * std::sqrt(k * (1.0 - p) + 0.25 * kNormal * kNormal);
  ci_low[index] = count == 0 ? 0.0 : middle - half;
  ci_high[index] = count == paths ? 1.0 : middle + half;
}

}  // namespace hashlease
