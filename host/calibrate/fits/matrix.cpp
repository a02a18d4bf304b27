#include <cmath>
#include <utility>

#include "calibrate/fits/optimiser.hpp"

namespace hashlease {

std::optional<Matrix> inverse(Matrix matrix) {
  const std::size_t size = matrix.size;
  Matrix result(size);
  for (std::size_t k = 0; k < size; ++k) result.at(k, k) = 1.0;
  for (std::size_t column = 0; column < size; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < size; ++row) {
      if (std::abs(matrix.at(row, column)) > std::abs(matrix.at(pivot, column))) pivot = row;
    }
    const double value = matrix.at(pivot, column);
    if (!(std::abs(value) > 1e-300)) return std::nullopt;
    for (std::size_t k = 0; k < size; ++k) {
      std::swap(matrix.at(pivot, k), matrix.at(column, k));
      std::swap(result.at(pivot, k), result.at(column, k));
      matrix.at(column, k) /= value;
      result.at(column, k) /= value;
    }
    for (std::size_t row = 0; row < size; ++row) {
      const double factor = matrix.at(row, column);
      if (row == column || factor == 0.0) continue;
      for (std::size_t k = 0; k < size; ++k) {
        matrix.at(row, k) -= factor * matrix.at(column, k);
        result.at(row, k) -= factor * result.at(column, k);
      }
    }
  }
  return result;
}

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix result(a.size);
  for (std::size_t i = 0; i < a.size; ++i) {
    for (std::size_t j = 0; j < a.size; ++j) {
      for (std::size_t k = 0; k < a.size; ++k) result.at(i, j) += a.at(i, k) * b.at(k, j);
    }
  }
  return result;
}

Matrix transpose(const Matrix& a) {
  Matrix result(a.size);
  for (std::size_t i = 0; i < a.size; ++i) {
    for (std::size_t j = 0; j < a.size; ++j) result.at(i, j) = a.at(j, i);
  }
  return result;
}

}  // namespace hashlease
