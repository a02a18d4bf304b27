#include "stats/measures/moments.hpp"

#include <cmath>
#include <cstddef>

namespace hashlease {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Central moments m[0..8] about the mean from raw moments r[0..8] about another point.
std::array<long double, 9> central_moments(const std::array<long double, 9>& raw) {
  std::array<long double, 9> central{};
  for (std::size_t order = 0; order < central.size(); ++order) {
    long double binomial = 1.0L;
    long double power = 1.0L;  // of -r[1]
    for (std::size_t k = 0; k <= order; ++k) {
      central[order] += binomial * raw[order - k] * power;
      binomial = binomial * static_cast<long double>(order - k) / static_cast<long double>(k + 1);
      power *= -raw[1];
    }
  }
  return central;
}

/// Standard error of an estimator with influence function sum of coefficients[k] y^k, k = 0..4.
double influence_error(const ColumnMoments& moments, const std::array<double, 5>& coefficients) {
  double mean = 0.0;
  double square = 0.0;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    mean += coefficients[i] * moments.standardised[i];
    for (std::size_t j = 0; j < coefficients.size(); ++j) {
      square += coefficients[i] * coefficients[j] * moments.standardised[i + j];
    }
  }
  return std::sqrt(std::fmax(square - mean * mean, 0.0) / moments.count);
}

double sample_deviation(const ColumnMoments& moments) {
  if (!(moments.count > 1.0)) return kNaN;
  return std::sqrt(moments.variance * (moments.count / (moments.count - 1.0)));
}

}  // namespace

ColumnMoments column_moments(const double* power_sums, std::uint64_t count, double shift) {
  ColumnMoments moments;
  moments.count = static_cast<double>(count);
  if (count == 0) return moments;
  std::array<long double, 9> raw{1.0L};
  for (std::size_t k = 1; k < raw.size(); ++k) {
    raw[k] = static_cast<long double>(power_sums[k - 1]) / static_cast<long double>(count);
  }
  moments.mean = static_cast<double>(static_cast<long double>(shift) + raw[1]);
  const std::array<long double, 9> central = central_moments(raw);
  const long double resolution = 64.0L * std::numeric_limits<double>::epsilon() * raw[2];
  // Written so that a NaN stays one.
  moments.variance = central[2] <= resolution ? 0.0 : static_cast<double>(central[2]);
  const long double deviation = std::sqrt(central[2]);
  long double scale = 1.0L;
  for (std::size_t k = 0; k < central.size(); ++k) {
    moments.standardised[k] = moments.is_constant() ? kNaN : static_cast<double>(central[k] / scale);
    scale *= deviation;
  }
  return moments;
}

Estimate mean_estimate(const ColumnMoments& moments) {
  return {moments.mean, sample_deviation(moments) / std::sqrt(moments.count)};
}

Estimate standard_deviation_estimate(const ColumnMoments& moments) {
  const double deviation = sample_deviation(moments);
  if (moments.is_constant()) return {deviation, deviation};
  return {deviation, deviation * influence_error(moments, {-0.5, 0.0, 0.5, 0.0, 0.0})};
}

Estimate skewness_estimate(const ColumnMoments& moments) {
  if (!(moments.count > 1.0) || moments.is_constant()) return {};
  const double skewness = moments.standardised[3];
  return {skewness, influence_error(moments, {0.5 * skewness, -3.0, -1.5 * skewness, 1.0, 0.0})};
}

Estimate excess_kurtosis_estimate(const ColumnMoments& moments) {
  if (!(moments.count > 1.0) || moments.is_constant()) return {};
  const double kurtosis = moments.standardised[4];
  return {kurtosis - 3.0,
          influence_error(moments, {kurtosis, -4.0 * moments.standardised[3], -2.0 * kurtosis, 0.0, 1.0})};
}

Estimate coefficient_of_variation_estimate(const ColumnMoments& moments) {
  if (moments.mean == 0.0) return {};
  const double ratio = sample_deviation(moments) / moments.mean;
  if (moments.is_constant()) return {ratio, ratio};
  return {ratio, influence_error(moments, {-0.5 * ratio, -ratio * ratio, 0.5 * ratio, 0.0, 0.0})};
}

}  // namespace hashlease
