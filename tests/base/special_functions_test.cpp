#include "base/special_functions.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hashlease {
namespace {

/// Tables of Student's t and chi-square at 97.5 % and 95 %; one degree is Cauchy.
TEST(SpecialFunctions, KnownValues) {
  EXPECT_NEAR(normal_distribution(1.959963984540054), 0.975, 1e-14);
  EXPECT_NEAR(normal_distribution(-1.959963984540054), 0.025, 1e-14);
  EXPECT_NEAR(student_t_distribution(1.0, 1.0), 0.75, 1e-12);
  EXPECT_NEAR(student_t_distribution(2.228138852, 10.0), 0.975, 1e-9);
  EXPECT_NEAR(student_t_distribution(-3.182446305, 3.0), 0.025, 1e-9);
  EXPECT_NEAR(student_t_distribution(0.0, 7.0), 0.5, 1e-15);
  EXPECT_NEAR(chi_square_tail(3.841458821, 1.0), 0.05, 1e-9);
  EXPECT_NEAR(chi_square_tail(31.41043284, 20.0), 0.05, 1e-9);
  EXPECT_EQ(chi_square_tail(0.0, 3.0), 1.0);
  EXPECT_EQ(chi_square_tail(-1.0, 3.0), 1.0);
}

/// Closed forms: two degrees of chi-square are an exponential law, one of Student's t is Cauchy's; both far out.
TEST(SpecialFunctions, TailsKeepTheirDigits) {
  for (const double x : {0.1, 2.0, 40.0, 900.0}) EXPECT_NEAR(log_chi_square_upper(x, 2.0), -0.5 * x, 1e-12 * x) << x;
  for (const double t : {0.01, 1.0, 1e3, 1e8}) {
    const double tail = std::atan(1.0 / t) / 3.141592653589793;
    EXPECT_NEAR(log_student_t_tail(t, 1.0), std::log(tail), 1e-12 * std::abs(std::log(tail))) << t;
  }
}

/// A quantile at the probability of a normal has that probability. That of Student's t is sought from the one before,
/// as tables of it are made.
TEST(SpecialFunctions, QuantilesInvertTheirDistributions) {
  for (const double degrees : {1.5, 4.0, 60.0}) {
    double t = 0.0;
    for (int k = 1; k <= 60; ++k) {
      const double z = 0.1 * k;
      t = student_t_of_normal(z, degrees, t);
      ASSERT_NEAR(log_student_t_tail(t, degrees), log_normal_tail(z), 1e-11) << degrees << " " << z;
      ASSERT_NEAR(normal_of_student_t(t, degrees), z, 1e-11) << degrees << " " << z;
      ASSERT_NEAR(log_chi_square_upper(chi_square_of_normal(z, degrees), degrees), log_normal_tail(z), 1e-11) << z;
      ASSERT_NEAR(log_chi_square_lower(chi_square_of_normal(-z, degrees), degrees), log_normal_tail(z), 1e-11) << z;
    }
  }
}

}  // namespace
}  // namespace hashlease
