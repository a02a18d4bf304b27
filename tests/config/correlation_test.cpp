#include "config/checks/correlation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace hashlease {
namespace {

SquareMatrix random_symmetric(std::mt19937& words, std::size_t size) {
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  SquareMatrix matrix(size, std::vector<double>(size, 1.0));
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < i; ++j) matrix[i][j] = matrix[j][i] = uniform(words);
  }
  return matrix;
}

TEST(Correlation, MatrixHasThePairsInEitherOrder) {
  DependenceConfiguration dependence;
  dependence.correlation = {{"hashrate,btc", 0.2}, {"power, gpu_demand", -0.3}};
  const SquareMatrix matrix = correlation_matrix(dependence);
  ASSERT_EQ(matrix.size(), 5U);
  EXPECT_EQ(matrix[0][1], 0.2);
  EXPECT_EQ(matrix[1][0], 0.2);
  EXPECT_EQ(matrix[3][4], -0.3);
  EXPECT_EQ(matrix[2][2], 1.0);
  EXPECT_EQ(matrix[0][2], 0.0);
}

TEST(Correlation, BlanksAndTabsAroundANameAreNoPartOfIt) {
  const auto pair = factor_pair(" \tfee \t,\t power ");
  ASSERT_TRUE(pair.has_value());
  EXPECT_EQ(pair->names[0], "fee");
  EXPECT_EQ(pair->names[1], "power");
  EXPECT_EQ(pair->factors[0], Factor::fee);
  EXPECT_EQ(pair->factors[1], Factor::power);
  EXPECT_FALSE(factor_pair("fee").has_value());
  const auto within = factor_pair("gpu demand,power");
  ASSERT_TRUE(within.has_value());
  EXPECT_FALSE(within->factors[0].has_value());
  EXPECT_EQ(pair_key(Factor::fee, Factor::power), "fee,power");
}

TEST(Correlation, CholeskyFactorMultipliesBack) {
  const SquareMatrix matrix = {{1.0, 0.5, 0.2}, {0.5, 1.0, -0.3}, {0.2, -0.3, 1.0}};
  const auto factor = cholesky_factor(matrix);
  ASSERT_TRUE(factor.has_value());
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < 3; ++k) sum += (*factor)[i][k] * (*factor)[j][k];
      EXPECT_NEAR(sum, matrix[i][j], 1e-15);
      if (j > i) {
        EXPECT_EQ((*factor)[i][j], 0.0);
      }
    }
  }
  EXPECT_FALSE(cholesky_factor({{1.0, 1.0}, {1.0, 1.0}}).has_value());
  EXPECT_FALSE(cholesky_factor({{1.0, 1.1}, {1.1, 1.0}}).has_value());
}

TEST(Correlation, EigenpairsSatisfyTheirEquation) {
  std::mt19937 words(7);
  for (int trial = 0; trial < 50; ++trial) {
    const SquareMatrix matrix = random_symmetric(words, 5);
    const SymmetricEigen eigen = symmetric_eigen(matrix);
    for (std::size_t k = 0; k < 5; ++k) {
      if (k > 0) {
        EXPECT_LE(eigen.values[k - 1], eigen.values[k]);
      }
      for (std::size_t i = 0; i < 5; ++i) {
        double product = 0.0;
        for (std::size_t j = 0; j < 5; ++j) product += matrix[i][j] * eigen.vectors[j][k];
        EXPECT_NEAR(product, eigen.values[k] * eigen.vectors[i][k], 1e-12);
      }
    }
  }
}

// Higham (2002), section 4: the nearest correlation matrix of this one, to the digits printed there.
TEST(Correlation, NearestIsThatOfThePublishedExample) {
  const SquareMatrix nearest = nearest_correlation({{1, 1, 0}, {1, 1, 1}, {0, 1, 1}}, 0.0);
  EXPECT_NEAR(nearest[0][1], 0.7607, 5e-5);
  EXPECT_NEAR(nearest[0][2], 0.1573, 5e-5);
  EXPECT_NEAR(nearest[1][2], 0.7607, 5e-5);
  EXPECT_NEAR(frobenius_distance(nearest, {{1, 1, 0}, {1, 1, 1}, {0, 1, 1}}), 0.5278, 5e-5);
}

TEST(Correlation, NearestIsDefiniteHasAUnitDiagonalAndLeavesDefiniteOnesAlone) {
  std::mt19937 words(11);
  int indefinite = 0;
  for (int trial = 0; trial < 100; ++trial) {
    const SquareMatrix matrix = random_symmetric(words, 5);
    const SquareMatrix nearest = nearest_correlation(matrix, 1e-4);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(nearest[i][i], 1.0);
    EXPECT_TRUE(cholesky_factor(nearest).has_value());
    EXPECT_GE(symmetric_eigen(nearest).values.front(), 0.99e-4);
    if (symmetric_eigen(matrix).values.front() >= 1e-4) {
      EXPECT_LT(frobenius_distance(matrix, nearest), 1e-9);
    } else {
      ++indefinite;
    }
  }
  EXPECT_GT(indefinite, 20);
  EXPECT_LT(indefinite, 100);
}

}  // namespace
}  // namespace hashlease
