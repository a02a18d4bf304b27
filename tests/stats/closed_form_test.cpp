/// Quantiles, value at risk and expected shortfall against closed forms: |z| < 4 with the reported standard error, and
/// above 4 for a distribution that is 5 % wider.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "stats/measures/quantiles.hpp"
#include "stats/measures/tail.hpp"
#include "stats/support/samples.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kSize = 400000;

/// Quantile functions of the outcome and mean of the lowest share p, at p = 0.05.
struct ClosedForm {
  const char* name;
  Sampler sampler;
  double mean;
  double low_quantile;   // at 5 %
  double high_quantile;  // at 95 %
  double tail_mean;      // of the lowest 5 %
};

constexpr double kNormal95 = 1.6448536269514722;

double normal_distribution(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

std::vector<ClosedForm> closed_forms(double widening) {
  const double s = 0.4 * widening;
  const double density = std::exp(-0.5 * kNormal95 * kNormal95) / std::sqrt(2.0 * std::acos(-1.0));
  const double w = widening;
  return {{"normal", draw_normal, 0.0, -kNormal95 * w, kNormal95 * w, -w * density / 0.05},
          {"lognormal", [](auto& words) { return std::exp(0.4 * draw_normal(words)); }, std::exp(0.5 * s * s),
           std::exp(-s * kNormal95), std::exp(s * kNormal95),
           std::exp(0.5 * s * s) * normal_distribution(-kNormal95 - s) / 0.05},
          {"exponential", draw_negative_exponential, -w, -w * std::log(20.0), -w * std::log(20.0 / 19.0),
           -w * (std::log(20.0) + 1.0)}};
}

/// z-scores of two quantiles and of the risk measures about zero and about the mean.
std::vector<double> z_scores(const std::vector<float>& values, const ClosedForm& form) {
  std::vector<std::uint64_t> ranks;
  for (const double p : {0.05, 0.95}) add_quantile_ranks(ranks, kSize, p);
  add_tail_ranks(ranks, kSize, 0.95);
  const ColumnDistribution distribution = refined_distribution(values, ranks);
  const ColumnMoments moments = moments_of(values);
  std::vector<double> scores;
  const auto compare = [&](const Estimate& estimate, double expected) {
    scores.push_back((estimate.value - expected) / estimate.standard_error);
  };
  const QuantileEstimate low = quantile_estimate(distribution, 0.05);
  const QuantileEstimate high = quantile_estimate(distribution, 0.95);
  compare({low.value, low.standard_error}, form.low_quantile);
  compare({high.value, high.standard_error}, form.high_quantile);
  const TailEstimate about_zero = tail_estimate(distribution, moments, 0.95, LossReference::zero);
  compare(about_zero.value_at_risk, -form.low_quantile);
  compare(about_zero.expected_shortfall, -form.tail_mean);
  const TailEstimate about_mean = tail_estimate(distribution, moments, 0.95, LossReference::mean);
  compare(about_mean.value_at_risk, form.mean - form.low_quantile);
  compare(about_mean.expected_shortfall, form.mean - form.tail_mean);
  return scores;
}

TEST(ClosedFormTest, QuantilesAndTailsAgreeAndWiderTwinsDoNot) {
  std::mt19937_64 words(51);
  const std::vector<ClosedForm> right = closed_forms(1.0);
  const std::vector<ClosedForm> twins = closed_forms(1.05);
  for (std::size_t i = 0; i < right.size(); ++i) {
    const std::vector<float> values = draw_sample(right[i].sampler, kSize, words);
    const std::vector<double> scores = z_scores(values, right[i]);
    const std::vector<double> twin_scores = z_scores(values, twins[i]);
    for (std::size_t k = 0; k < scores.size(); ++k) {
      EXPECT_LT(std::fabs(scores[k]), 4.0) << right[i].name << ' ' << k;
      EXPECT_GT(std::fabs(twin_scores[k]), 4.0) << right[i].name << ' ' << k;
    }
  }
}

}  // namespace
}  // namespace hashlease
