#include "stats/measures/correlation.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace hashlease {
namespace {

/// Mean of a^i b^j, i + j <= 4.
using JointMoments = std::array<std::array<long double, 5>, 5>;

JointMoments raw_moments(const double* a, const double* b, const double* cross, long double count) {
  JointMoments raw{};
  raw[0][0] = 1.0L;
  for (std::size_t k = 1; k <= 4; ++k) {
    raw[k][0] = a[k - 1] / count;
    raw[0][k] = b[k - 1] / count;
  }
  raw[1][1] = cross[0] / count;
  raw[2][1] = cross[1] / count;
  raw[1][2] = cross[2] / count;
  raw[3][1] = cross[3] / count;
  raw[2][2] = cross[4] / count;
  raw[1][3] = cross[5] / count;
  return raw;
}

/// Mean of (a - mean of a)^i (b - mean of b)^j by expansion of both binomials.
long double central_moment(const JointMoments& raw, std::size_t i, std::size_t j) {
  constexpr std::array<std::array<long double, 5>, 5> kBinomial = {
      {{1, 0, 0, 0, 0}, {1, 1, 0, 0, 0}, {1, 2, 1, 0, 0}, {1, 3, 3, 1, 0}, {1, 4, 6, 4, 1}}};
  long double sum = 0.0L;
  for (std::size_t k = 0; k <= i; ++k) {
    for (std::size_t l = 0; l <= j; ++l) {
      sum += kBinomial[i][k] * kBinomial[j][l] * raw[k][l] * std::pow(-raw[1][0], static_cast<int>(i - k)) *
             std::pow(-raw[0][1], static_cast<int>(j - l));
    }
  }
  return sum;
}

}  // namespace

Estimate correlation_estimate(const double* power_sums_a, const double* power_sums_b, const double* cross_sums,
                              std::uint64_t count) {
  if (count < 2 || column_moments(power_sums_a, count, 0.0).is_constant() ||
      column_moments(power_sums_b, count, 0.0).is_constant()) {
    return {};
  }
  const JointMoments raw = raw_moments(power_sums_a, power_sums_b, cross_sums, static_cast<long double>(count));
  const long double deviation_a = std::sqrt(central_moment(raw, 2, 0));
  const long double deviation_b = std::sqrt(central_moment(raw, 0, 2));
  const auto standardised = [&](int i, int j) {
    return central_moment(raw, static_cast<std::size_t>(i), static_cast<std::size_t>(j)) /
           (std::pow(deviation_a, i) * std::pow(deviation_b, j));
  };
  const long double rho = standardised(1, 1);
  const long double variance = standardised(2, 2) - rho * (standardised(3, 1) + standardised(1, 3)) +
                               rho * rho / 4.0L * (standardised(4, 0) + 2.0L * standardised(2, 2) + standardised(0, 4));
  return {static_cast<double>(rho),
          static_cast<double>(std::sqrt(std::fmax(variance, 0.0L) / static_cast<long double>(count)))};
}

}  // namespace hashlease
