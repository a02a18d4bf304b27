#include "stats/measures/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "stats/measures/correlation.hpp"
#include "stats/support/samples.hpp"

namespace hashlease {
namespace {

/// Mean of (x - mean)^order in two passes.
long double central_moment(const std::vector<float>& values, int order) {
  long double mean = 0.0L;
  for (const float value : values) mean += value;
  mean /= static_cast<long double>(values.size());
  long double sum = 0.0L;
  for (const float value : values) sum += std::pow(value - mean, order);
  return sum / static_cast<long double>(values.size());
}

void expect_relative(double value, long double expected, double tolerance) {
  EXPECT_NEAR(value, static_cast<double>(expected), tolerance * std::fabs(static_cast<double>(expected)));
}

TEST(MomentsTest, EqualTwoPassMoments) {
  std::mt19937_64 words(21);
  for (const std::size_t size : {2U, 3U, 63U, 64U, 65U, 5000U}) {
    const std::vector<float> values = draw_sample(draw_lognormal, size, words);
    const ColumnMoments moments = moments_of(values);
    const long double m2 = central_moment(values, 2);
    const auto count = static_cast<long double>(size);
    expect_relative(standard_deviation_estimate(moments).value, std::sqrt(m2 * count / (count - 1)), 1e-12);
    EXPECT_NEAR(skewness_estimate(moments).value, static_cast<double>(central_moment(values, 3) / std::pow(m2, 1.5L)),
                1e-10);
    EXPECT_NEAR(excess_kurtosis_estimate(moments).value, static_cast<double>(central_moment(values, 4) / (m2 * m2) - 3),
                1e-10);
    for (int order = 0; order <= 8; ++order) {
      const long double expected = central_moment(values, order) / std::pow(m2, 0.5L * order);
      ASSERT_NEAR(moments.standardised[static_cast<std::size_t>(order)], static_cast<double>(expected),
                  1e-9 * std::max(1.0, static_cast<double>(std::fabs(expected))));
    }
  }
}

TEST(MomentsTest, DoNotDependOnTheShift) {
  std::mt19937_64 words(22);
  const std::vector<float> values = draw_sample(draw_lognormal, 10000, words);
  const ColumnMoments reference = moments_of(values, 1.1);
  for (const double shift : {0.0, -3.0, 8.0}) {
    const ColumnMoments moments = moments_of(values, shift);
    expect_relative(moments.mean, reference.mean, 1e-13);
    for (const auto estimate : {mean_estimate, standard_deviation_estimate, skewness_estimate, excess_kurtosis_estimate,
                                coefficient_of_variation_estimate}) {
      expect_relative(estimate(moments).value, estimate(reference).value, 1e-8);
      expect_relative(estimate(moments).standard_error, estimate(reference).standard_error, 1e-8);
    }
  }
}

TEST(MomentsTest, SmallNoiseOnALargeValueKeepsSixDigits) {
  std::mt19937_64 words(23);
  // Steps of floats at 1e8 are 8 wide.
  const std::vector<float> values = draw_sample([](auto& w) { return 1e8 + 40.0 * draw_normal(w); }, 100000, words);
  const long double deviation = std::sqrt(central_moment(values, 2) * 100000.0L / 99999.0L);
  expect_relative(standard_deviation_estimate(moments_of(values)).value, deviation, 1e-10);
  // Sums about zero lose them: the shift is needed.
  const double about_zero = standard_deviation_estimate(moments_of(values, 0.0)).value;
  EXPECT_GT(std::fabs(about_zero - static_cast<double>(deviation)), 1e-6 * static_cast<double>(deviation));
}

TEST(MomentsTest, ConstantColumnsHaveNoSpread) {
  for (const double shift : {0.1F, 0.0F, 7.0F}) {
    const ColumnMoments moments = moments_of(std::vector<float>(1000, 0.1F), shift);
    expect_relative(moments.mean, 0.1F, 1e-15);
    for (const Estimate& estimate :
         {standard_deviation_estimate(moments), coefficient_of_variation_estimate(moments)}) {
      EXPECT_EQ(estimate.value, 0.0);
      EXPECT_EQ(estimate.standard_error, 0.0);
    }
    EXPECT_EQ(mean_estimate(moments).standard_error, 0.0);
    EXPECT_TRUE(std::isnan(skewness_estimate(moments).value));
    EXPECT_TRUE(std::isnan(excess_kurtosis_estimate(moments).standard_error));
  }
}

TEST(MomentsTest, OneValueOrNoneHasNoSpread) {
  const ColumnMoments one = moments_of({3.0F});
  EXPECT_EQ(one.mean, 3.0);
  EXPECT_TRUE(std::isnan(mean_estimate(one).standard_error));
  EXPECT_TRUE(std::isnan(standard_deviation_estimate(one).value));
  const std::vector<double> zeros(8, 0.0);
  EXPECT_TRUE(std::isnan(mean_estimate(column_moments(zeros.data(), 0, 1.0)).value));
  EXPECT_TRUE(std::isnan(skewness_estimate(column_moments(zeros.data(), 0, 1.0)).value));
}

/// Closed forms of a distribution: mean, deviation, skewness, excess kurtosis, deviation over mean.
struct ClosedForm {
  const char* name;
  Sampler sampler;
  std::array<double, 5> measures;
};

std::vector<ClosedForm> closed_forms() {
  const double w = std::exp(0.04);  // of the lognormal with log deviation 0.2
  return {{"normal", [](auto& words) { return 2.0 + 0.5 * draw_normal(words); }, {2.0, 0.5, 0.0, 0.0, 0.25}},
          {"exponential", draw_exponential, {1.0, 1.0, 2.0, 6.0, 1.0}},
          {"lognormal",
           [](auto& words) { return std::exp(0.2 * draw_normal(words)); },
           {std::exp(0.02), std::exp(0.02) * std::sqrt(w - 1), (w + 2) * std::sqrt(w - 1),
            w * w * w * w + 2 * w * w * w + 3 * w * w - 6, std::sqrt(w - 1)}}};
}

/// z-scores of the five measures against a closed form.
std::array<double, 5> z_scores(const std::vector<float>& values, const std::array<double, 5>& measures) {
  const ColumnMoments moments = moments_of(values);
  const std::array<Estimate, 5> estimates = {mean_estimate(moments), standard_deviation_estimate(moments),
                                             skewness_estimate(moments), excess_kurtosis_estimate(moments),
                                             coefficient_of_variation_estimate(moments)};
  std::array<double, 5> scores{};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = (estimates[i].value - measures[i]) / estimates[i].standard_error;
  }
  return scores;
}

TEST(MomentsTest, AgreeWithClosedForms) {
  std::mt19937_64 words(24);
  for (const ClosedForm& form : closed_forms()) {
    const std::vector<float> values = draw_sample(form.sampler, 400000, words);
    for (const double z : z_scores(values, form.measures)) EXPECT_LT(std::fabs(z), 4.0) << form.name;
    // The twin: every measure of another distribution is refused.
    std::array<double, 5> wrong = form.measures;
    for (double& measure : wrong) measure += 0.15 * std::max(std::fabs(measure), 0.5);
    const std::array<double, 5> scores = z_scores(values, wrong);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      EXPECT_GT(std::fabs(scores[i]), 4.0) << form.name << ' ' << i;
    }
  }
}

TEST(CorrelationTest, EqualsTwoPassCorrelation) {
  std::mt19937_64 words(25);
  std::vector<float> a = draw_sample(draw_exponential, 1000, words);
  std::vector<float> b = draw_sample(draw_normal, 1000, words);
  for (std::size_t i = 0; i < a.size(); ++i) b[i] -= 0.7F * a[i];
  std::vector<double> cross(kCrossSums, 0.0);
  for (std::size_t first = 0; first < a.size(); first += kLeafPaths) {
    std::vector<double> leaf(kCrossSums);
    leaf_cross(a.data() + first, b.data() + first, static_cast<int>(std::min<std::size_t>(64, a.size() - first)), 0.3,
               -2.0, leaf.data());
    for (std::size_t i = 0; i < cross.size(); ++i) cross[i] += leaf[i];
  }
  std::vector<float> sum(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) sum[i] = a[i] + b[i];
  const double va = moments_of(a).variance;
  const double vb = moments_of(b).variance;
  const double expected = (moments_of(sum).variance - va - vb) / (2.0 * std::sqrt(va * vb));
  const Estimate estimate =
      correlation_estimate(power_sums(a, 0.3).data(), power_sums(b, -2.0).data(), cross.data(), a.size());
  EXPECT_NEAR(estimate.value, expected, 1e-6);
  EXPECT_GT(estimate.standard_error, 0.0);
}

TEST(CorrelationTest, OfAConstantIsUndefined) {
  const std::vector<float> a = {1.0F, 2.0F, 4.0F};
  const std::vector<float> b(3, 5.0F);
  const std::vector<double> cross(kCrossSums, 0.0);
  EXPECT_TRUE(
      std::isnan(correlation_estimate(power_sums(a, 1.0).data(), power_sums(b, 5.0).data(), cross.data(), 3).value));
}

TEST(CorrelationTest, OfAColumnWithItselfIsOneWithoutError) {
  std::mt19937_64 words(26);
  const std::vector<float> a = draw_sample(draw_exponential, 64, words);
  std::vector<double> cross(kCrossSums);
  leaf_cross(a.data(), a.data(), 64, 1.0, 1.0, cross.data());
  const std::vector<double> sums = power_sums(a, 1.0);
  const Estimate estimate = correlation_estimate(sums.data(), sums.data(), cross.data(), 64);
  EXPECT_NEAR(estimate.value, 1.0, 1e-12);
  EXPECT_NEAR(estimate.standard_error, 0.0, 1e-8);
}

}  // namespace
}  // namespace hashlease
