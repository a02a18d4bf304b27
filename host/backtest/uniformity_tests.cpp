#include "backtest/uniformity_tests.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "calibrate/fits/distributions.hpp"

namespace hashlease {

namespace {

/// A square matrix times 2^exponent.
struct ScaledMatrix {
  std::size_t size = 0;
  std::vector<double> entries;
  int exponent = 0;
};

ScaledMatrix product(const ScaledMatrix& a, const ScaledMatrix& b) {
  ScaledMatrix result{a.size, std::vector<double>(a.entries.size(), 0.0), a.exponent + b.exponent};
  for (std::size_t row = 0; row < a.size; ++row) {
    for (std::size_t k = 0; k < a.size; ++k) {
      const double factor = a.entries[row * a.size + k];
      for (std::size_t column = 0; column < a.size; ++column) {
        result.entries[row * a.size + column] += factor * b.entries[k * a.size + column];
      }
    }
  }
  int shift = 0;
  std::frexp(*std::max_element(result.entries.begin(), result.entries.end()), &shift);
  for (double& entry : result.entries) entry = std::ldexp(entry, -shift);
  result.exponent += shift;
  return result;
}

ScaledMatrix power(ScaledMatrix base, int exponent) {
  ScaledMatrix result{base.size, std::vector<double>(base.entries.size(), 0.0), 0};
  for (std::size_t k = 0; k < base.size; ++k) result.entries[k * base.size + k] = 1.0;
  for (; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = product(result, base);
    base = product(base, base);
  }
  return result;
}

/// The matrix H of Marsaglia, Tsang & Wang, with h = k - n d, m = 2 k - 1.
ScaledMatrix kolmogorov_matrix(std::size_t m, double h) {
  ScaledMatrix matrix{m, std::vector<double>(m * m, 0.0), 0};
  const auto at = [&](std::size_t row, std::size_t column) -> double& { return matrix.entries[row * m + column]; };
  for (std::size_t row = 0; row < m; ++row) {
    for (std::size_t column = 0; column < std::min(row + 2, m); ++column) at(row, column) = 1.0;
  }
  for (std::size_t k = 0; k < m; ++k) {
    at(k, 0) -= std::pow(h, static_cast<double>(k + 1));
    at(m - 1, k) -= std::pow(h, static_cast<double>(m - k));
  }
  at(m - 1, 0) += 2.0 * h - 1.0 > 0.0 ? std::pow(2.0 * h - 1.0, static_cast<double>(m)) : 0.0;
  for (std::size_t row = 0; row < m; ++row) {
    for (std::size_t column = 0; column < std::min(row + 2, m); ++column) {
      at(row, column) /= std::tgamma(static_cast<double>(row + 2 - column));
    }
  }
  return matrix;
}

/// P(D_n < d).
double kolmogorov_distribution(int n, double d) {
  const double s = d * d * n;
  // Beyond this the tail's leading term has 15 digits, and the matrix would only grow.
  if (s > 18.0) return 1.0;
  // With this many values the limit law with its correction has more digits than anything that is tested with it.
  if (s > 7.24 || (s > 3.76 && n > 99) || n > 2000) {
    return 1.0 - 2.0 * std::exp(-(2.000071 + 0.331 / std::sqrt(n) + 1.409 / n) * s);
  }
  const int k = static_cast<int>(n * d) + 1;
  const auto m = static_cast<std::size_t>(2 * k - 1);
  const ScaledMatrix matrix = power(kolmogorov_matrix(m, k - n * d), n);
  const auto middle = static_cast<std::size_t>(k - 1);
  double log_value = std::log(matrix.entries[middle * m + middle]) + matrix.exponent * std::log(2.0);
  log_value += std::lgamma(n + 1.0) - n * std::log(n);
  return std::clamp(std::exp(log_value), 0.0, 1.0);
}

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

UniformityTest kolmogorov_smirnov(const std::vector<double>& values) {
  if (values.empty()) return {};
  const double distance = distance_from_uniform(values);
  return {distance, 1.0 - kolmogorov_distribution(static_cast<int>(values.size()), distance)};
}

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
