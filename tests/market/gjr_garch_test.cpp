/// GJR-GARCH with Student-t innovations: the innovations' law, moments of the variance in closed form, and limits.

#include <gtest/gtest.h>

#include <cmath>

#include "market/btc_models.hpp"
#include "market/support/model_samples.hpp"
#include "plan/build_models.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 1 << 16;

Configuration garch() {
  Configuration configuration = calm_configuration();
  configuration.run.seed = 11;
  BtcConfiguration& btc = configuration.market.btc;
  btc.model = BtcModel::gjr_garch;
  btc.annual_volatility = 0.6;
  btc.gjr_garch.alpha = 0.06;
  btc.gjr_garch.gamma = 0.08;
  btc.gjr_garch.beta = 0.80;
  btc.gjr_garch.degrees_of_freedom = 10.0;
  btc.gjr_garch.innovation_limit = 1000.0;
  return configuration;
}

/// Variances of a day after so many days over the unconditional one, by path.
std::vector<double> variances_after(const Configuration& configuration, int days, std::uint64_t paths = kPaths) {
  const MarketStudy study(configuration);
  const double unconditional = std::pow(configuration.market.btc.annual_volatility, 2) / 365.25;
  std::vector<double> found;
  for (std::uint64_t path = 0; path < paths; ++path) {
    float variance = study.plan.models.initial_variance;
    for (std::uint32_t step = 0; step < static_cast<std::uint32_t>(days); ++step) {
      const MarketShocks<float> shocks = conditioned_shocks(study, path, step);
      gjr_garch_return(study.plan.models, study.tables.data(), shocks.factor[0], 1.0F, variance);
    }
    found.push_back(static_cast<double>(variance) / unconditional);
  }
  return found;
}

/// E[h] and E[h^2] over the unconditional variance after so many days from `start`, by recursion:
///   E[h'] = w + p E[h],  E[h'^2] = w^2 + 2 w p E[h] + (b^2 + 2 b (a + g / 2) + k (a^2 + a g + g^2 / 2)) E[h^2],
/// p = a + g / 2 + b, w = 1 - p, k the kurtosis of the innovations.
std::pair<double, double> variance_moments(const GjrGarchConfiguration& law, double start, int days) {
  const double nu = law.degrees_of_freedom;
  const double kurtosis = 3.0 * (nu - 2.0) / (nu - 4.0);
  const double a = law.alpha, g = law.gamma, b = law.beta, p = a + g / 2 + b, w = 1.0 - p;
  double mean = start, square = start * start;
  for (int day = 0; day < days; ++day) {
    square = w * w + 2 * w * p * mean + (b * b + 2 * b * (a + g / 2) + kurtosis * (a * a + a * g + g * g / 2)) * square;
    mean = w + p * mean;
  }
  return {mean, square};
}

TEST(GjrGarchTest, VarianceHasTheMomentsOfTheRecursion) {
  Configuration configuration = garch();
  configuration.market.btc.initial_volatility = 0.9;
  const double start = 0.81 / 0.36;
  const GjrGarchConfiguration& law = configuration.market.btc.gjr_garch;
  for (const int days : {1, 10, 30}) {
    const std::vector<double> found = variances_after(configuration, days);
    const auto [mean, square] = variance_moments(law, start, days);
    expect_agrees(estimate(found), mean, 0.01, "mean variance");
    expect_agrees(estimate(found, [](double h) { return h * h; }), square, 0.1, "mean squared variance");
  }
  Configuration wrong = configuration;
  wrong.market.btc.gjr_garch.gamma = 0.0;
  const auto [mean, square] = variance_moments(law, start, 30);
  expect_rejects(estimate(variances_after(wrong, 30), [](double h) { return h * h; }), square, "no leverage");
  wrong = configuration;
  wrong.market.btc.gjr_garch.degrees_of_freedom = 1000.0;
  expect_rejects(estimate(variances_after(wrong, 30), [](double h) { return h * h; }), square, "normal innovations");
}

/// E[(ln S - drift)^2] is the sum of daily variances; a month's kurtosis shows the clusters, which a twin with the same
/// innovations and constant variance lacks.
TEST(GjrGarchTest, ReturnsOfAMonthHaveTheUnconditionalVariance) {
  Configuration configuration = garch();
  configuration.market.btc.gjr_garch.gamma = 0.0;
  configuration.market.btc.gjr_garch.alpha = 0.15;
  const std::vector<double> found = log_prices(configuration, 0, kPaths);
  const double variance = 31.0 * 0.36 / 365.25;
  // E[ln S] is -variance / 2; the variance of that drift adds less than 1 % of it.
  expect_agrees(estimate(found), -0.5 * variance, 0.001, "mean");
  expect_agrees(standard_moment(found, -0.5 * variance, std::sqrt(variance), 2), 1.0, 0.01, "variance");
  Configuration calm = configuration;
  calm.market.btc.gjr_garch.alpha = calm.market.btc.gjr_garch.beta = 0.0;
  const double independent = 3.0 + 1.0 / 31.0;  // excess kurtosis 6 / (10 - 4) of a day over 31 days
  const std::vector<double> steady = log_prices(calm, 0, kPaths);
  expect_agrees(standard_moment(steady, -0.5 * variance, std::sqrt(variance), 4), independent, 0.05, "kurtosis");
  expect_rejects(standard_moment(found, -0.5 * variance, std::sqrt(variance), 4), independent, "no clusters");
}

/// Distribution function of Student's t with 4 degrees of freedom, in closed form.
double student_4(double x) {
  const double q = 1.0 + x * x / 4.0;
  return 0.5 + 0.375 * x / std::sqrt(q) * (1.0 - x * x / (12.0 * q));
}

TEST(GjrGarchTest, InnovationsAreStudentT) {
  Configuration configuration = garch();
  configuration.market.btc.gjr_garch.degrees_of_freedom = 4.0;
  const MarketStudy study(configuration);
  constexpr int kCells = 40;
  std::vector<double> counts(kCells, 0.0), normal(kCells, 0.0);
  const std::vector<double> expected(kCells, kPaths / static_cast<double>(kCells));
  for (std::uint64_t path = 0; path < kPaths; ++path) {
    const float shock = conditioned_shocks(study, path, 2).factor[0];
    const auto innovation =
        static_cast<double>(tabulated(study.plan.models.gjr_garch.innovation, study.tables.data(), shock));
    const auto cell = [](double x) { return std::min(static_cast<std::size_t>(student_4(x) * kCells), kCells - 1UL); };
    ++counts[cell(innovation * std::sqrt(2.0))];
    ++normal[cell(static_cast<double>(shock) * std::sqrt(2.0))];
  }
  EXPECT_LT(std::abs(chi_square_z(counts, expected)), kCriticalZ);
  EXPECT_GT(chi_square_z(normal, expected), kCriticalZ) << "a normal passes for Student's t";
}

TEST(GjrGarchTest, HeldInnovationsKeepTheirVariance) {
  for (const double degrees : {2.05, 3.44, 1000.0}) {
    const std::vector<double> law = student_t_innovations(degrees, 20.0, 2049);
    double mass = 0.0, square = 0.0;
    for (std::size_t k = 0; k < law.size(); ++k) {
      const double z = -6.8 + 13.6 * static_cast<double>(k) / 2048.0;
      mass += std::exp(-0.5 * z * z);
      square += std::exp(-0.5 * z * z) * law[k] * law[k];
    }
    EXPECT_NEAR(square / mass, 1.0, 2e-3) << degrees;
    EXPECT_LE(law.back(), 20.0);
    EXPECT_EQ(law[1024], 0.0);
  }
}

/// Without feedback and with 1000 degrees of freedom it is geometric Brownian motion, path by path.
TEST(GjrGarchTest, LimitIsGeometricBrownianMotion) {
  Configuration configuration = garch();
  GjrGarchConfiguration& limit = configuration.market.btc.gjr_garch;
  limit.alpha = limit.gamma = limit.beta = 0.0;
  limit.degrees_of_freedom = limit.innovation_limit = 1000.0;
  Configuration gbm = configuration;
  gbm.market.btc.model = BtcModel::gbm;
  const std::vector<double> found = log_prices(configuration, 2, 1024), exact = log_prices(gbm, 2, 1024);
  for (std::size_t path = 0; path < found.size(); ++path) ASSERT_NEAR(found[path], exact[path], 5e-3);
  configuration.market.btc.gjr_garch.degrees_of_freedom = 5.0;
  double furthest = 0.0;
  const std::vector<double> far = log_prices(configuration, 2, 1024);
  for (std::size_t path = 0; path < far.size(); ++path) {
    furthest = std::max(furthest, std::abs(far[path] - exact[path]));
  }
  EXPECT_GT(furthest, 0.05) << "5 degrees of freedom pass for normal";
}

}  // namespace
}  // namespace hashlease::testing
