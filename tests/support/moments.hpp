#pragma once

/// Two-sided tests of a simulated mean against an exact value: |z| < 4, with the standard error small enough that a
/// stated bias would be seen.

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "support/z_pool.hpp"

namespace hashlease::testing {

/// |z| beyond this rejects; a right model is rejected once in 16,000 tests.
inline constexpr double kCriticalZ = 4.0;

/// Mean and its standard error.
struct Estimate {
  double mean = 0.0;
  double error = 0.0;
  double z(double expected) const { return (mean - expected) / error; }
};

inline Estimate estimate(const std::vector<double>& values) {
  const double count = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (count - 1.0) / count)};
}

/// Estimate of E[f(x)].
template <class Function>
Estimate estimate(const std::vector<double>& values, const Function& function) {
  std::vector<double> mapped;
  mapped.reserve(values.size());
  for (const double value : values) mapped.push_back(function(value));
  return estimate(mapped);
}

/// Estimate of E[((x - mean) / deviation)^power] about known figures: unbiased, unlike sample moments.
inline Estimate standard_moment(const std::vector<double>& values, double mean, double deviation, int power) {
  return estimate(values, [&](double x) { return std::pow((x - mean) / deviation, power); });
}

/// The estimate agrees with the exact value, and could have told it from values four `largest_error`s away. Its z joins
/// the pool.
inline void expect_agrees(const Estimate& found, double expected, double largest_error, const char* what) {
  record_z(found.z(expected), what);
  EXPECT_LT(std::abs(found.z(expected)), kCriticalZ)
      << what << ": " << found.mean << " +- " << found.error << ", expected " << expected;
  EXPECT_LE(found.error, largest_error) << what << ": too wide to mean anything";
  EXPECT_GT(found.error, 0.0) << what;
}

/// The failing twin: a deliberately wrong model is rejected.
inline void expect_rejects(const Estimate& found, double expected, const char* what) {
  EXPECT_GT(std::abs(found.z(expected)), kCriticalZ)
      << what << ": " << found.mean << " +- " << found.error << " passes for " << expected;
}

/// Chi-square statistic of counts against expectations, as a standard normal (Wilson & Hilferty 1931). Neighbouring
/// cells are pooled until they hold 10 expected events.
inline double chi_square_z(const std::vector<double>& counts, const std::vector<double>& expected) {
  double statistic = 0.0, count = 0.0, expectation = 0.0;
  int cells = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    count += counts[k];
    expectation += expected[k];
    double rest = 0.0;
    for (std::size_t j = k + 1; j < counts.size(); ++j) rest += expected[j];
    if (expectation < 10.0 || (rest > 0.0 && rest < 10.0)) continue;
    statistic += (count - expectation) * (count - expectation) / expectation;
    ++cells;
    count = expectation = 0.0;
  }
  const double freedom = cells - 1;
  const double spread = 2.0 / (9.0 * freedom);
  return (std::cbrt(statistic / freedom) - (1.0 - spread)) / std::sqrt(spread);
}

}  // namespace hashlease::testing
