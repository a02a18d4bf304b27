#pragma once

/// Minimisation without derivatives, and small dense matrices.

#include <functional>
#include <optional>
#include <vector>

namespace hashlease {

using Objective = std::function<double(const std::vector<double>&)>;

/// Square matrix, row by row.
struct Matrix {
  explicit Matrix(std::size_t rows) : size(rows), entries(rows * rows, 0.0) {}
  std::size_t size;
  std::vector<double> entries;
  double& at(std::size_t row, std::size_t column) { return entries[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return entries[row * size + column]; }
};

/// Gauss-Jordan with pivots; nothing when the matrix is singular.
std::optional<Matrix> inverse(Matrix matrix);
Matrix product(const Matrix& a, const Matrix& b);
Matrix transpose(const Matrix& a);

/// Nelder & Mead (1965), then BFGS with numeric gradients (Nocedal & Wright 2006, algorithm 6.1 with backtracking).
/// Values that are no numbers count as infinite, so an objective may refuse a point.
/// @param steps  extent of the first simplex in each direction
std::vector<double> minimise(const Objective& objective, const std::vector<double>& start,
                             const std::vector<double>& steps);

/// BFGS alone, for a start that is near.
std::vector<double> polish(const Objective& objective, std::vector<double> start);

/// Where a function of one variable is lowest between two ends, by golden sections (Kiefer 1953).
double minimise_between(const std::function<double(double)>& function, double low, double high);

/// Second derivatives by central differences, steps taken such that the objective changes by about `change`.
Matrix hessian(const Objective& objective, const std::vector<double>& point, double change = 0.02);

}  // namespace hashlease
