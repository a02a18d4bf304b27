/// The Student-t copula: normal margins, joint tails against numerical integration and the closed form, the limit.

#include <gtest/gtest.h>

#include <cmath>

#include "market/support/model_samples.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 1 << 18;
constexpr double kCorrelation = 0.5;

Configuration student_t(double degrees) {
  Configuration configuration = calm_configuration();
  configuration.market.dependence.correlation = {{"btc,power", kCorrelation}};
  configuration.market.dependence.copula = Copula::student_t;
  configuration.market.dependence.degrees_of_freedom = degrees;
  return configuration;
}

struct Pairs {
  std::vector<double> btc, power;
};

Pairs pairs_of(const Configuration& configuration) {
  const MarketStudy study(configuration);
  Pairs pairs;
  for (std::uint64_t path = 0; path < kPaths; ++path) {
    const MarketShocks<float> shocks = conditioned_shocks(study, path, 1);
    pairs.btc.push_back(static_cast<double>(shocks.factor[static_cast<int>(Factor::btc)]));
    pairs.power.push_back(static_cast<double>(shocks.factor[static_cast<int>(Factor::power)]));
  }
  return pairs;
}

/// P(both above z) over P(one above z).
Estimate joint_tail(const Pairs& pairs, double z) {
  std::vector<double> both;
  const double one = 0.5 * std::erfc(z / std::sqrt(2.0));
  for (std::size_t path = 0; path < pairs.btc.size(); ++path) {
    both.push_back(pairs.btc[path] > z && pairs.power[path] > z ? 1.0 / one : 0.0);
  }
  return estimate(both);
}

double normal_tail(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

/// P(X > h, Y > h) of two normals: Phi(-h)^2 + 1 / (2 pi) times the integral over sin t of exp(-h^2 / (1 + sin t)), t
/// from 0 to asin(rho) (Plackett 1954).
double normal_joint_tail(double h) {
  constexpr int kCells = 64;
  const double end = std::asin(kCorrelation);
  double sum = 0.0;
  for (int cell = 0; cell < kCells; ++cell) {
    sum += std::exp(-h * h / (1.0 + std::sin((cell + 0.5) * end / kCells))) * end / kCells;
  }
  return normal_tail(h) * normal_tail(h) + sum / (2.0 * M_PI);
}

/// E[f(sqrt(chi^2_nu / nu))], by the midpoint rule on ln chi^2.
template <class Function>
double mixed(double nu, const Function& f) {
  constexpr int kCells = 20'000;
  const double low = std::log(nu) - 60.0 / nu - 8.0, high = std::log(nu) + 4.0, width = (high - low) / kCells;
  double sum = 0.0;
  for (int cell = 0; cell < kCells; ++cell) {
    const double y = low + (cell + 0.5) * width;
    const double density = std::exp(0.5 * nu * y - 0.5 * std::exp(y) - std::lgamma(0.5 * nu) - 0.5 * nu * M_LN2);
    sum += density * width * f(std::exp(0.5 * y) / std::sqrt(nu));
  }
  return sum;
}

/// The t variate above which a share `tail` lies, by bisection of the mixture.
double student_quantile(double nu, double tail) {
  double low = 0.0, high = 1e6;
  for (int k = 0; k < 80; ++k) {
    const double middle = 0.5 * (low + high);
    (mixed(nu, [&](double m) { return normal_tail(middle * m); }) > tail ? low : high) = middle;
  }
  return low;
}

/// P(both above) / P(one above) of the t copula where one is above with probability `tail`.
double exact_joint_tail(double nu, double tail) {
  const double x = student_quantile(nu, tail);
  return mixed(nu, [&](double m) { return normal_joint_tail(x * m); }) / tail;
}

/// Limit of that at tail 0: 2 P(T > sqrt((nu + 1) (1 - rho) / (1 + rho))), T of nu + 1 degrees (Demarta & McNeil 2005).
double tail_dependence(double nu) {
  const double x = std::sqrt((nu + 1.0) * (1.0 - kCorrelation) / (1.0 + kCorrelation));
  return 2.0 * mixed(nu + 1.0, [&](double m) { return normal_tail(x * m); });
}

TEST(StudentTCopulaTest, MarginsStayNormal) {
  for (const double nu : {1.0, 4.0, 30.0}) {
    const Pairs pairs = pairs_of(student_t(nu));
    for (const std::vector<double>* values : {&pairs.btc, &pairs.power}) {
      expect_agrees(estimate(*values), 0.0, 0.003, "mean");
      expect_agrees(standard_moment(*values, 0.0, 1.0, 2), 1.0, 0.004, "variance");
      expect_agrees(standard_moment(*values, 0.0, 1.0, 4), 3.0, 0.03, "kurtosis");
      for (const double z : {2.0, 3.0}) {
        const auto above = estimate(*values, [&](double x) { return std::abs(x) > z ? 1.0 : 0.0; });
        expect_agrees(above, 2.0 * normal_tail(z), 0.001, "tail");
      }
    }
  }
}

TEST(StudentTCopulaTest, JointTailsAreTheIntegral) {
  for (const double nu : {2.0, 4.0}) {
    const Pairs pairs = pairs_of(student_t(nu));
    for (const double z : {1.0, 2.0, 2.5}) {
      expect_agrees(joint_tail(pairs, z), exact_joint_tail(nu, normal_tail(z)), 0.02, "joint tail");
    }
    expect_rejects(joint_tail(pairs, 2.0), normal_joint_tail(2.0) / normal_tail(2.0), "Gaussian copula");
  }
  Configuration gaussian = student_t(4.0);
  gaussian.market.dependence.copula = Copula::gaussian;
  expect_rejects(joint_tail(pairs_of(gaussian), 2.0), exact_joint_tail(4.0, normal_tail(2.0)), "no copula");
}

/// The integral tends to the published limit, so the simulation that agrees with it has its tail dependence.
TEST(StudentTCopulaTest, TailDependenceIsTheClosedForm) {
  EXPECT_NEAR(tail_dependence(2.0), exact_joint_tail(2.0, 1e-7), 0.002);
  EXPECT_NEAR(tail_dependence(4.0), exact_joint_tail(4.0, 1e-7), 0.01);
  EXPECT_NEAR(tail_dependence(4.0), 0.253, 0.001);  // table 1 of Demarta & McNeil (2005)
  const Estimate far = joint_tail(pairs_of(student_t(2.0)), 3.0);
  expect_agrees(far, exact_joint_tail(2.0, normal_tail(3.0)), 0.04, "joint tail beyond 3");
  expect_agrees(far, tail_dependence(2.0), 0.04, "its limit");
}

TEST(StudentTCopulaTest, LimitIsTheGaussianCopula) {
  Configuration gaussian = student_t(1000.0);
  gaussian.market.dependence.copula = Copula::gaussian;
  const Pairs far = pairs_of(student_t(1000.0)), limit = pairs_of(gaussian);
  double largest = 0.0;
  for (std::size_t path = 0; path < 4096; ++path) {
    largest = std::max(largest, std::abs(far.btc[path] - limit.btc[path]) / (1.0 + std::abs(limit.btc[path])));
  }
  EXPECT_LT(largest, 0.15);  // chi / sqrt(nu) differs from 1 by 1 / sqrt(2000) = 2 %
  expect_agrees(joint_tail(far, 2.0), normal_joint_tail(2.0) / normal_tail(2.0), 0.01, "joint tail");
}

}  // namespace
}  // namespace hashlease::testing
