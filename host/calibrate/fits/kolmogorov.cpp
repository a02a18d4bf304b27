#include "calibrate/fits/kolmogorov.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hashlease {

namespace {

/// Up to so many values the distribution of the distance is worked out by its exact law (but for its far tail).
constexpr int kMostExact = 2000;

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

/// The limit law with the corrections of Vrbik (2018, "Small-sample corrections to Kolmogorov-Smirnov test statistic"):
/// within 1e-5 of the exact one from kMostExact values on.
double kolmogorov_limit(int n, double d) {
  const double root = std::sqrt(n);
  const double scaled = root * d + 1.0 / (6.0 * root) + (root * d - 1.0) / (4.0 * n);
  if (scaled < 0.2) return 0.0;
  double tail = 0.0;
  for (int k = 1; k <= 100; ++k) tail += 2.0 * (k % 2 == 1 ? 1.0 : -1.0) * std::exp(-2.0 * k * k * scaled * scaled);
  return std::clamp(1.0 - tail, 0.0, 1.0);
}

/// P(D_n < d).
double kolmogorov_distribution(int n, double d) {
  const double s = d * d * n;
  // Beyond this the tail's leading term has 15 digits, and the matrix would only grow.
  if (s > 18.0) return 1.0;
  if (n > kMostExact) return kolmogorov_limit(n, d);
  if (s > 7.24 || (s > 3.76 && n > 99)) {
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

}  // namespace

UniformityTest kolmogorov_smirnov(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0.0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto below = static_cast<double>(k);
    distance = std::max({distance, (below + 1.0) / n - values[k], values[k] - below / n});
  }
  return {distance, 1.0 - kolmogorov_distribution(static_cast<int>(values.size()), distance)};
}

}  // namespace hashlease
