#include "config/checks/correlation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hashlease {
namespace {

SquareMatrix identity(std::size_t size) {
  SquareMatrix matrix(size, std::vector<double>(size, 0.0));
  for (std::size_t i = 0; i < size; ++i) matrix[i][i] = 1.0;
  return matrix;
}

/// One Jacobi rotation that makes matrix[p][q] zero, accumulated into the columns of `vectors`.
void rotate(SquareMatrix& matrix, SquareMatrix& vectors, std::size_t p, std::size_t q) {
  const double theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
  const double t = (theta >= 0.0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
  const double cosine = 1.0 / std::sqrt(t * t + 1.0);
  const double sine = t * cosine;
  for (std::size_t k = 0; k < matrix.size(); ++k) {
    const double kp = matrix[k][p];
    const double kq = matrix[k][q];
    matrix[k][p] = cosine * kp - sine * kq;
    matrix[k][q] = sine * kp + cosine * kq;
  }
  for (std::size_t k = 0; k < matrix.size(); ++k) {
    const double pk = matrix[p][k];
    const double qk = matrix[q][k];
    matrix[p][k] = cosine * pk - sine * qk;
    matrix[q][k] = sine * pk + cosine * qk;
    const double vp = vectors[k][p];
    const double vq = vectors[k][q];
    vectors[k][p] = cosine * vp - sine * vq;
    vectors[k][q] = sine * vp + cosine * vq;
  }
}

/// The nearest symmetric matrix with eigenvalues of at least `least`.
SquareMatrix with_eigenvalues_above(const SquareMatrix& matrix, double least) {
  const SymmetricEigen eigen = symmetric_eigen(matrix);
  const std::size_t size = matrix.size();
  SquareMatrix result(size, std::vector<double>(size, 0.0));
  for (std::size_t k = 0; k < size; ++k) {
    const double value = std::max(eigen.values[k], least);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) result[i][j] += value * eigen.vectors[i][k] * eigen.vectors[j][k];
    }
  }
  return result;
}

/// a + sign * b.
SquareMatrix combined(const SquareMatrix& a, const SquareMatrix& b, double sign) {
  SquareMatrix result = a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < a.size(); ++j) result[i][j] += sign * b[i][j];
  }
  return result;
}

}  // namespace

SymmetricEigen symmetric_eigen(SquareMatrix matrix) {
  constexpr int kSweeps = 64;
  const std::size_t size = matrix.size();
  SquareMatrix vectors = identity(size);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t p = 0; p + 1 < size; ++p) {
      for (std::size_t q = p + 1; q < size; ++q) {
        if (std::abs(matrix[p][q]) > 1e-300) rotate(matrix, vectors, p, q);
      }
    }
  }
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return matrix[a][a] < matrix[b][b]; });
  SymmetricEigen eigen{{}, SquareMatrix(size, std::vector<double>(size, 0.0))};
  for (std::size_t k = 0; k < size; ++k) {
    eigen.values.push_back(matrix[order[k]][order[k]]);
    for (std::size_t i = 0; i < size; ++i) eigen.vectors[i][k] = vectors[i][order[k]];
  }
  return eigen;
}

SquareMatrix nearest_correlation(const SquareMatrix& matrix, double least_eigenvalue) {
  constexpr int kIterations = 2000;
  constexpr double kConverged = 1e-10;
  SquareMatrix nearest = matrix;
  SquareMatrix correction(matrix.size(), std::vector<double>(matrix.size(), 0.0));
  for (int i = 0; i < kIterations; ++i) {
    const SquareMatrix shifted = combined(nearest, correction, -1.0);
    const SquareMatrix definite = with_eigenvalues_above(shifted, least_eigenvalue);
    correction = combined(definite, shifted, -1.0);
    SquareMatrix next = definite;
    for (std::size_t k = 0; k < next.size(); ++k) next[k][k] = 1.0;
    const double change = frobenius_distance(next, nearest);
    nearest = std::move(next);
    if (change < kConverged) break;
  }
  return nearest;
}

double frobenius_distance(const SquareMatrix& a, const SquareMatrix& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < a.size(); ++j) sum += (a[i][j] - b[i][j]) * (a[i][j] - b[i][j]);
  }
  return std::sqrt(sum);
}

}  // namespace hashlease
