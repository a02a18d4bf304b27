/// The numerics that the fits stand on, against known values.

#include <gtest/gtest.h>

#include <cmath>

#include "calibrate/calibration.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/optimiser.hpp"
#include "calibrate/support/simulate.hpp"

namespace hashlease::testing {
namespace {

/// A density integrates to one and has the variance it is given.
TEST(DistributionsTest, DensityHasItsVariance) {
  double mass = 0.0, variance = 0.0;
  for (double x = -400.0; x < 400.0; x += 0.01) {
    const double density = std::exp(student_log_density(x, 2.0, 5.0)) * 0.01;
    mass += density;
    variance += x * x * density;
  }
  EXPECT_NEAR(mass, 1.0, 1e-6);
  EXPECT_NEAR(variance, 2.0, 1e-3);
}

TEST(DistributionsTest, TestsOfFitRejectAsOftenAsTheySay) {
  int smirnov = 0, portmanteau = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Dice dice(seed);
    std::vector<double> uniforms, normals;
    for (int k = 0; k < 300; ++k) {
      uniforms.push_back(dice.uniform());
      normals.push_back(dice.normal());
    }
    smirnov += uniformity_of(uniforms, "").p_value < 0.1 ? 1 : 0;
    portmanteau += ljung_box(normals, 10, "").p_value < 0.1 ? 1 : 0;
  }
  // 40 expected, four deviations of 6 either side.
  EXPECT_NEAR(smirnov, 40, 24);
  EXPECT_NEAR(portmanteau, 40, 24);
  // Twins: a shifted law, and a series with memory.
  Dice dice(1);
  std::vector<double> shifted, remembered(1, 0.0);
  for (int k = 0; k < 1000; ++k) {
    shifted.push_back(std::pow(dice.uniform(), 1.3));
    remembered.push_back(0.3 * remembered.back() + dice.normal());
  }
  EXPECT_LT(uniformity_of(shifted, "").p_value, 1e-3);
  EXPECT_LT(ljung_box(remembered, 10, "").p_value, 1e-6);
}

TEST(OptimiserTest, FindsTheBottomOfAValley) {
  const Objective valley = [](const std::vector<double>& x) {
    return 100.0 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1.0 - x[0], 2);
  };
  const std::vector<double> bottom = minimise(valley, {-1.2, 1.0}, {0.5, 0.5});
  EXPECT_NEAR(bottom[0], 1.0, 1e-3);
  EXPECT_NEAR(bottom[1], 1.0, 2e-3);
  // Second derivatives there: 802, -400 and 200 (Rosenbrock 1960).
  const Matrix second = hessian(valley, {1.0, 1.0}, 1e-6);
  EXPECT_NEAR(second.at(0, 0), 802.0, 1.0);
  EXPECT_NEAR(second.at(0, 1), -400.0, 1.0);
  EXPECT_NEAR(second.at(1, 1), 200.0, 1.0);
  const Matrix back = product(second, inverse(second).value());
  EXPECT_NEAR(back.at(0, 0), 1.0, 1e-9);
  EXPECT_NEAR(back.at(0, 1), 0.0, 1e-9);
  EXPECT_FALSE(inverse(Matrix(2)).has_value());
  EXPECT_NEAR(minimise_between([](double x) { return std::cosh(x - 0.3); }, -2.0, 5.0), 0.3, 1e-6);
}

TEST(IdentificationTest, WidthOfTheIntervalDecides) {
  FittedParameter drift;
  drift.lower = 0.1;
  drift.upper = 0.55;
  check_identified(drift, -0.25, 0.75);
  EXPECT_TRUE(drift.is_identified);
  drift.upper = 0.65;
  check_identified(drift, -0.25, 0.75);
  EXPECT_FALSE(drift.is_identified);
  FittedParameter half_life;  // no interval at all
  check_identified(half_life, 1.0, 60.0);
  EXPECT_FALSE(half_life.is_identified);
}

TEST(CalendarTest, MonthsOfReturns) {
  // 30 and 31 January, February of a leap year, and the first of March 2024.
  EXPECT_EQ(month_lengths(*day_of("2024-01-30"), 32), (std::vector<int>{2, 29, 1}));
}

}  // namespace
}  // namespace hashlease::testing
