/// Every standard error against the spread of its measure over independent runs. With R runs the ratio of the sample
/// variance of the measure to the mean of the squared standard errors is chi-square(R - 1) / (R - 1): R = 400 and z = 4
/// give the band 1 -+ 4 sqrt(2 / 399) = [0.717, 1.283]. Each twin is a formula that looks right and must be refused.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "stats/measures/correlation.hpp"
#include "stats/measures/quantiles.hpp"
#include "stats/measures/tail.hpp"
#include "stats/support/samples.hpp"

namespace hashlease {
namespace {

constexpr int kRuns = 400;
constexpr std::size_t kSize = 2000;
constexpr double kBand = 4.0 * 0.0708;

/// A run's measure with its standard error, and the standard error of the twin.
struct Repetition {
  Estimate estimate;
  double twin_error;
};

struct Ratios {
  double right;
  double twin;
};

Ratios variance_ratios(const std::function<Repetition(std::mt19937_64&)>& run) {
  std::mt19937_64 words(41);
  double mean = 0.0;
  double squares = 0.0;
  double right = 0.0;
  double twin = 0.0;
  for (int i = 0; i < kRuns; ++i) {
    const Repetition result = run(words);
    const double step = result.estimate.value - mean;
    mean += step / (i + 1);
    squares += step * (result.estimate.value - mean);
    right += result.estimate.standard_error * result.estimate.standard_error / kRuns;
    twin += result.twin_error * result.twin_error / kRuns;
  }
  const double variance = squares / (kRuns - 1);
  return {variance / right, variance / twin};
}

void expect_right_and_refuse_twin(const std::function<Repetition(std::mt19937_64&)>& run) {
  const Ratios ratios = variance_ratios(run);
  EXPECT_NEAR(ratios.right, 1.0, kBand);
  EXPECT_GT(std::fabs(ratios.twin - 1.0), kBand);
}

/// Runs a measure of moments on samples.
void check_moment(const Sampler& sampler, Estimate (*measure)(const ColumnMoments&),
                  const std::function<double(const ColumnMoments&)>& twin_error) {
  expect_right_and_refuse_twin([&](std::mt19937_64& words) {
    const ColumnMoments moments = moments_of(draw_sample(sampler, kSize, words));
    return Repetition{measure(moments), twin_error(moments)};
  });
}

TEST(StandardErrorTest, Mean) {
  // Twin: the mean absolute deviation of a normal sample in place of s.
  check_moment(draw_exponential, mean_estimate,
               [](const ColumnMoments& m) { return 0.7979 * std::sqrt(m.variance / m.count); });
}

TEST(StandardErrorTest, StandardDeviation) {
  // Twin: s / sqrt(2 n), right for normal samples only.
  check_moment(draw_exponential, standard_deviation_estimate,
               [](const ColumnMoments& m) { return std::sqrt(m.variance / (2.0 * m.count)); });
}

TEST(StandardErrorTest, Skewness) {
  check_moment(draw_squared_uniform, skewness_estimate,
               [](const ColumnMoments& m) { return std::sqrt(6.0 / m.count); });
}

TEST(StandardErrorTest, ExcessKurtosis) {
  check_moment(draw_squared_uniform, excess_kurtosis_estimate,
               [](const ColumnMoments& m) { return std::sqrt(24.0 / m.count); });
}

TEST(StandardErrorTest, CoefficientOfVariation) {
  // Twin: forgets that the mean is estimated too.
  check_moment(draw_exponential, coefficient_of_variation_estimate,
               [](const ColumnMoments& m) { return standard_deviation_estimate(m).standard_error / m.mean; });
}

TEST(StandardErrorTest, Correlation) {
  // Pairs with a common scale; twin: (1 - rho^2) / sqrt(n), right for normal pairs only.
  expect_right_and_refuse_twin([](std::mt19937_64& words) {
    std::vector<float> a(kSize);
    std::vector<float> b(kSize);
    for (std::size_t i = 0; i < kSize; ++i) {
      const double scale = std::exp(0.4 * draw_normal(words));
      const double common = draw_normal(words);
      a[i] = static_cast<float>(scale * common);
      b[i] = static_cast<float>(scale * (0.6 * common + 0.8 * draw_normal(words)));
    }
    std::vector<double> cross(kCrossSums, 0.0);
    for (std::size_t first = 0; first < kSize; first += kLeafPaths) {
      std::vector<double> leaf(kCrossSums);
      const auto size = static_cast<int>(std::min<std::size_t>(kLeafPaths, kSize - first));
      leaf_cross(a.data() + first, b.data() + first, size, 0.0, 0.0, leaf.data());
      for (std::size_t i = 0; i < cross.size(); ++i) cross[i] += leaf[i];
    }
    const Estimate rho =
        correlation_estimate(power_sums(a, 0.0).data(), power_sums(b, 0.0).data(), cross.data(), kSize);
    return Repetition{rho, (1.0 - rho.value * rho.value) / std::sqrt(static_cast<double>(kSize))};
  });
}

/// Twin: the density at the quantile is that of the normal distribution with the same moments.
TEST(StandardErrorTest, Quantiles) {
  for (const bool refined : {true, false}) {
    for (const double p : {0.05, 0.5, 0.9}) {
      expect_right_and_refuse_twin([&](std::mt19937_64& words) {
        const std::vector<float> values = draw_sample(draw_exponential, kSize, words);
        std::vector<std::uint64_t> ranks;
        add_quantile_ranks(ranks, kSize, p);
        const QuantileEstimate quantile =
            quantile_estimate(refined ? refined_distribution(values, ranks) : coarse_distribution(values), p);
        const double y = quantile.value - 1.0;
        const double normal_density = 0.39894 * std::exp(-0.5 * y * y);
        return Repetition{{quantile.value, quantile.standard_error},
                          std::sqrt(p * (1.0 - p) / static_cast<double>(kSize)) / normal_density};
      });
    }
  }
}

/// Losses with an exponential tail at level 0.75.
TailEstimate exponential_tail(std::mt19937_64& words, LossReference reference) {
  const std::vector<float> values = draw_sample(draw_negative_exponential, kSize, words);
  std::vector<std::uint64_t> ranks;
  add_tail_ranks(ranks, kSize, 0.75);
  return tail_estimate(refined_distribution(values, ranks), moments_of(values), 0.75, reference);
}

TEST(StandardErrorTest, ValueAtRiskAboutTheMean) {
  // Twin: the error of the quantile alone, sqrt(p (1 - p) / n) / f with f = p for the exponential.
  expect_right_and_refuse_twin([](std::mt19937_64& words) {
    return Repetition{exponential_tail(words, LossReference::mean).value_at_risk,
                      std::sqrt(0.75 / 0.25 / static_cast<double>(kSize))};
  });
}

TEST(StandardErrorTest, ValueAtRiskAboutZero) {
  // Twin: adds the variance of a mean that is not there as if it were independent.
  expect_right_and_refuse_twin([](std::mt19937_64& words) {
    return Repetition{exponential_tail(words, LossReference::zero).value_at_risk,
                      std::sqrt((0.75 / 0.25 + 2.0) / static_cast<double>(kSize))};
  });
}

TEST(StandardErrorTest, ExpectedShortfallAboutTheMean) {
  // Twin: the tail mean alone; (Var(X | tail) + (1 - p) (ES - q)^2) / (n p) with both 1 for the exponential.
  expect_right_and_refuse_twin([](std::mt19937_64& words) {
    return Repetition{exponential_tail(words, LossReference::mean).expected_shortfall,
                      std::sqrt(1.75 / 0.25 / static_cast<double>(kSize))};
  });
}

TEST(StandardErrorTest, ExpectedShortfallAboutZero) {
  // Twin: the spread within the tail alone.
  expect_right_and_refuse_twin([](std::mt19937_64& words) {
    return Repetition{exponential_tail(words, LossReference::zero).expected_shortfall,
                      std::sqrt(1.0 / 0.25 / static_cast<double>(kSize))};
  });
}

TEST(StandardErrorTest, TailOfAHeavyTailedSampleAtNinetyFivePercent) {
  // Outcomes -exp(z / 2); twin: the error of a normal sample of the same deviation.
  const auto run = [](std::mt19937_64& words, bool shortfall) {
    const std::vector<float> values = draw_sample([](auto& w) { return -draw_lognormal(w); }, kSize, words);
    const ColumnMoments moments = moments_of(values);
    const TailEstimate tail = tail_estimate(coarse_distribution(values), moments, 0.95, LossReference::mean);
    const double deviation = std::sqrt(moments.variance / moments.count);
    // Of a standard normal sample: 1.85 for the quantile less the mean, 2.39 for the shortfall.
    return Repetition{shortfall ? tail.expected_shortfall : tail.value_at_risk, deviation * (shortfall ? 2.39 : 1.85)};
  };
  expect_right_and_refuse_twin([&](std::mt19937_64& words) { return run(words, false); });
  expect_right_and_refuse_twin([&](std::mt19937_64& words) { return run(words, true); });
}

}  // namespace
}  // namespace hashlease
