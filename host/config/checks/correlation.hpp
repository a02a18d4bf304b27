#pragma once

#include <vector>

#include "config/keys/factor_correlation.hpp"

namespace hashlease {

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
