#pragma once

/// Samples of one column, and everything that statistics keep of it.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "stats/measures/column_distribution.hpp"
#include "stats/measures/moments.hpp"
#include "stats/sums/leaf_sum.hpp"

namespace hashlease {

using Sampler = std::function<double(std::mt19937_64&)>;

inline std::vector<float> draw_sample(const Sampler& sampler, std::size_t size, std::mt19937_64& words) {
  std::vector<float> values(size);
  for (float& value : values) value = static_cast<float>(sampler(words));
  return values;
}

/// Samplers: standard normal; exp of 0.5 times that; exponential with mean 1; its negative; a square of a uniform.
inline double draw_normal(std::mt19937_64& words) { return std::normal_distribution<double>()(words); }
inline double draw_lognormal(std::mt19937_64& words) { return std::exp(0.5 * draw_normal(words)); }
inline double draw_exponential(std::mt19937_64& words) { return std::exponential_distribution<double>()(words); }
inline double draw_negative_exponential(std::mt19937_64& words) { return -draw_exponential(words); }
inline double draw_squared_uniform(std::mt19937_64& words) {
  const double uniform = std::uniform_real_distribution<double>()(words);
  return uniform * uniform;
}

inline std::vector<double> power_sums(const std::vector<float>& values, double shift) {
  std::vector<double> sums(kPowerSums, 0.0);
  for (std::size_t first = 0; first < values.size(); first += kLeafPaths) {
    std::vector<double> leaf(kPowerSums);
    leaf_powers(values.data() + first, static_cast<int>(std::min<std::size_t>(kLeafPaths, values.size() - first)),
                shift, leaf.data());
    for (std::size_t i = 0; i < leaf.size(); ++i) sums[i] += leaf[i];
  }
  return sums;
}

inline ColumnMoments moments_of(const std::vector<float>& values, double shift) {
  return column_moments(power_sums(values, shift).data(), values.size(), shift);
}
inline ColumnMoments moments_of(const std::vector<float>& values) {
  return moments_of(values, static_cast<double>(values.front()));
}

inline FloatHistogram histogram_of(const std::vector<float>& values) {
  FloatHistogram histogram;
  for (const float value : values) histogram.add(value);
  return histogram;
}

/// From the histogram alone.
inline ColumnDistribution coarse_distribution(const std::vector<float>& values) {
  return {histogram_of(values), {}, {}, std::nullopt};
}

/// Exact at `ranks`; the values are streamed in two pieces.
inline ColumnDistribution refined_distribution(const std::vector<float>& values,
                                               const std::vector<std::uint64_t>& ranks) {
  ColumnDistribution distribution = coarse_distribution(values);
  distribution.refine(
      [&](const ColumnSink& sink) {
        const std::span<const float> all(values);
        sink(all.first(values.size() / 3));
        sink(all.subspan(values.size() / 3));
        return true;
      },
      ranks);
  return distribution;
}

}  // namespace hashlease
