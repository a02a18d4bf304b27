#include <algorithm>
#include <cmath>

#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"

namespace hashlease {

namespace {

/// Autocovariances of lags 0 to `most`.
std::vector<double> autocovariances(const std::vector<double>& values, std::size_t most) {
  const double mean = mean_of(values);
  std::vector<double> result;
  for (std::size_t lag = 0; lag <= most; ++lag) {
    double sum = 0.0;
    for (std::size_t k = lag; k < values.size(); ++k) sum += (values[k] - mean) * (values[k - lag] - mean);
    result.push_back(sum / static_cast<double>(values.size()));
  }
  return result;
}

/// The lag after which the next few correlations are all negligible: |correlation| < 2 sqrt(log10 n / n).
std::size_t last_correlated_lag(const std::vector<double>& covariance, std::size_t count, std::size_t run) {
  const double bound = 2.0 * std::sqrt(std::log10(static_cast<double>(count)) / static_cast<double>(count));
  std::size_t quiet = 0, last = 0;
  for (std::size_t lag = 1; lag < covariance.size(); ++lag) {
    const bool is_quiet = std::abs(covariance[lag] / covariance[0]) < bound;
    quiet = is_quiet ? quiet + 1 : 0;
    if (!is_quiet) last = lag;
    if (quiet == run) return lag - run;
  }
  return last;
}

}  // namespace

double block_length_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const auto run = static_cast<std::size_t>(std::max(5.0, std::ceil(std::sqrt(std::log10(count)))));
  const auto most = static_cast<std::size_t>(std::ceil(std::sqrt(count))) + run;
  const std::vector<double> covariance = autocovariances(values, std::min(most, values.size() - 1));
  const std::size_t last = std::max<std::size_t>(last_correlated_lag(covariance, values.size(), run), 1);
  const std::size_t width = std::min(2 * last, covariance.size() - 1);
  double spectrum = covariance[0], slope = 0.0;
  for (std::size_t lag = 1; lag <= width; ++lag) {
    // The flat-top window of Politis & Romano (1995).
    const double place = static_cast<double>(lag) / static_cast<double>(width);
    const double weight = std::min(1.0, 2.0 * (1.0 - place));
    spectrum += 2.0 * weight * covariance[lag];
    slope += 2.0 * weight * static_cast<double>(lag) * covariance[lag];
  }
  const double noise = 2.0 * spectrum * spectrum;
  const double length = std::cbrt(2.0 * slope * slope / noise * count);
  return std::clamp(length, 1.0, std::ceil(std::min(3.0 * std::sqrt(count), count / 3.0)));
}

Fit fit_bootstrap(const std::vector<double>& returns, const std::vector<std::vector<double>>& others) {
  std::vector<double> sizes;
  for (const double value : returns) sizes.push_back(std::abs(value));
  double longest = std::max(block_length_of(returns), block_length_of(sizes));
  for (const std::vector<double>& other : others) longest = std::max(longest, block_length_of(other));
  Fit fit;
  fit.model = name_of(BtcModel::bootstrap);
  fit.method = "automatic block length of the stationary bootstrap";
  fit.sample_size = returns.size();
  FittedParameter length;
  length.key = "mean_block_days";
  length.value = longest;
  length.unit = "day";
  length.note = "the longest of those of the returns, their size and what is drawn with them";
  fit.parameters.push_back(length);
  return fit;
}

}  // namespace hashlease
