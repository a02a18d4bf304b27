#include "backtest/uniformity_tests.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hashlease {

namespace {

/// Limit law of A^2 (Marsaglia & Marsaglia 2004, adinf).
double anderson_darling_limit(double z) {
  if (z <= 0.0) return 0.0;
  if (z < 2.0) {
    const double polynomial =
        2.00012 + (0.247105 - (0.0649821 - (0.0347962 - (0.011672 - 0.00168691 * z) * z) * z) * z) * z;
    return std::exp(-1.2337141 / z) / std::sqrt(z) * polynomial;
  }
  return std::exp(-std::exp(1.0776 - (2.30695 - (0.43424 - (0.082433 - (0.008056 - 0.0003146 * z) * z) * z) * z) * z));
}

/// What a sample of n adds to the limit law's value x (Marsaglia & Marsaglia 2004, errfix).
double anderson_darling_correction(int n, double x) {
  const double count = n;
  if (x > 0.8) {
    return (-130.2137 + (745.2337 - (1705.091 - (1950.646 - (1116.360 - 255.7844 * x) * x) * x) * x) * x) / count;
  }
  const double cut = 0.01265 + 0.1757 / count;
  if (x < cut) {
    const double t = x / cut;
    return std::sqrt(t) * (1.0 - t) * (49.0 * t - 102.0) * (0.0037 / (count * count) + 0.00078 / count + 0.00006) /
           count;
  }
  const double t = (x - cut) / (0.8 - cut);
  const double g = -0.00022633 + (6.54034 - (14.6538 - (14.458 - (8.259 - 1.91864 * t) * t) * t) * t) * t;
  return g * (0.04213 + 0.01365 / count) / count;
}

}  // namespace

UniformityTest anderson_darling(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  double sum = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    sum += (2.0 * static_cast<double>(k) + 1.0) * (std::log(values[k]) + std::log1p(-values[n - 1 - k]));
  }
  const double statistic = -static_cast<double>(n) - sum / static_cast<double>(n);
  const double limit = anderson_darling_limit(statistic);
  const double law = limit + anderson_darling_correction(static_cast<int>(n), limit);
  return {statistic, std::clamp(1.0 - law, 0.0, 1.0)};
}

std::vector<int> uniform_histogram(const std::vector<double>& values, int bins) {
  std::vector<int> counts(static_cast<std::size_t>(bins), 0);
  for (const double value : values) {
    ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>(value * bins), 0, bins - 1))];
  }
  return counts;
}

}  // namespace hashlease
