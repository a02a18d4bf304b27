#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// Small dense square matrix, by rows.
using SquareMatrix = std::vector<std::vector<double>>;

/// The matrix over kFactorNames of the pairs given; unit diagonal, 0 where nothing was said. Pairs that name no factor
/// are left out (check_configuration reports them).
SquareMatrix correlation_matrix(const DependenceConfiguration& dependence);

/// The two factor numbers of a key "a,b" (blanks around names allowed); -1 where a name is no factor.
std::pair<int, int> factor_pair(const std::string& key);

/// Lower-triangular L with L L^T = matrix, or nothing if a pivot is not above 1e-9: not positive definite.
std::optional<SquareMatrix> cholesky_factor(const SquareMatrix& matrix);

/// Eigenvalues in ascending order, and the eigenvectors as columns in the same order.
struct SymmetricEigen {
  std::vector<double> values;
  SquareMatrix vectors;
};
/// Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 8.5); for symmetric matrices of any definiteness.
SymmetricEigen symmetric_eigen(SquareMatrix matrix);

/// The correlation matrix nearest in the Frobenius norm whose eigenvalues are at least `least_eigenvalue` (below 1):
/// alternating projections with Dykstra's correction (Higham 2002, "Computing the nearest correlation matrix", IMA
/// Journal of Numerical Analysis 22).
SquareMatrix nearest_correlation(const SquareMatrix& matrix, double least_eigenvalue);

/// Frobenius norm of a - b.
double frobenius_distance(const SquareMatrix& a, const SquareMatrix& b);

}  // namespace hashlease
