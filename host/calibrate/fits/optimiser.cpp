#include "calibrate/fits/optimiser.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace hashlease {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double finite_or_high(const Objective& objective, const std::vector<double>& point) {
  const double value = objective(point);
  return std::isfinite(value) ? value : kInfinity;
}

struct Vertex {
  std::vector<double> point;
  double value;
};

std::vector<double> blend(const std::vector<double>& a, const std::vector<double>& b, double weight_b) {
  std::vector<double> point(a.size());
  for (std::size_t k = 0; k < a.size(); ++k) point[k] = a[k] + weight_b * (b[k] - a[k]);
  return point;
}

/// One reflection, expansion, contraction or shrinkage of an ordered simplex.
void improve(const Objective& objective, std::vector<Vertex>& simplex) {
  const std::size_t dimension = simplex.size() - 1;
  std::vector<double> centre(dimension, 0.0);
  for (std::size_t v = 0; v < dimension; ++v) {
    for (std::size_t k = 0; k < dimension; ++k) {
      centre[k] += simplex[v].point[k] / static_cast<double>(dimension);
    }
  }
  const auto tried = [&](double weight) {
    Vertex vertex{blend(centre, simplex.back().point, weight), 0.0};
    vertex.value = finite_or_high(objective, vertex.point);
    return vertex;
  };
  Vertex reflected = tried(-1.0);
  if (reflected.value < simplex.front().value) {
    Vertex expanded = tried(-2.0);
    simplex.back() = expanded.value < reflected.value ? std::move(expanded) : std::move(reflected);
    return;
  }
  if (reflected.value < simplex[dimension - 1].value) {
    simplex.back() = std::move(reflected);
    return;
  }
  Vertex contracted = tried(reflected.value < simplex.back().value ? -0.5 : 0.5);
  if (contracted.value < std::min(reflected.value, simplex.back().value)) {
    simplex.back() = std::move(contracted);
    return;
  }
  for (std::size_t v = 1; v <= dimension; ++v) {
    simplex[v].point = blend(simplex.front().point, simplex[v].point, 0.5);
    simplex[v].value = finite_or_high(objective, simplex[v].point);
  }
}

std::vector<double> nelder_mead(const Objective& objective, const std::vector<double>& start,
                                const std::vector<double>& steps) {
  std::vector<Vertex> simplex{{start, finite_or_high(objective, start)}};
  for (std::size_t k = 0; k < start.size(); ++k) {
    std::vector<double> point = start;
    point[k] += steps[k];
    simplex.push_back({point, finite_or_high(objective, point)});
  }
  const int most = 120 * static_cast<int>(start.size());
  for (int iteration = 0; iteration < most; ++iteration) {
    std::sort(simplex.begin(), simplex.end(), [](const Vertex& a, const Vertex& b) { return a.value < b.value; });
    if (simplex.back().value - simplex.front().value < 1e-5) break;
    improve(objective, simplex);
  }
  return std::min_element(simplex.begin(), simplex.end(),
                          [](const Vertex& a, const Vertex& b) { return a.value < b.value; })
      ->point;
}

std::vector<double> gradient(const Objective& objective, const std::vector<double>& point) {
  std::vector<double> slope(point.size());
  std::vector<double> moved = point;
  for (std::size_t k = 0; k < point.size(); ++k) {
    const double step = 1e-5 * std::max(1.0, std::abs(point[k]));
    moved[k] = point[k] + step;
    const double above = objective(moved);
    moved[k] = point[k] - step;
    const double below = objective(moved);
    moved[k] = point[k];
    slope[k] = (above - below) / (2.0 * step);
  }
  return slope;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// inverse Hessian <- (I - r s y') B (I - r y s') + r s s', r = 1 / y's.
void update_inverse(Matrix& inverse_hessian, const std::vector<double>& s, const std::vector<double>& y) {
  const double curvature = dot(s, y);
  if (curvature <= 1e-12) return;
  const std::size_t size = s.size();
  std::vector<double> by(size, 0.0);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) by[i] += inverse_hessian.at(i, j) * y[j];
  }
  const double factor = (1.0 + dot(y, by) / curvature) / curvature;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      inverse_hessian.at(i, j) += factor * s[i] * s[j] - (by[i] * s[j] + s[i] * by[j]) / curvature;
    }
  }
}

/// Curvature along each direction, as a first guess of the Hessian.
Matrix diagonal_inverse(const Objective& objective, const std::vector<double>& point, double value) {
  Matrix start(point.size());
  std::vector<double> moved = point;
  for (std::size_t k = 0; k < point.size(); ++k) {
    const double step = 1e-3;
    moved[k] = point[k] + step;
    const double above = objective(moved);
    moved[k] = point[k] - step;
    const double curvature = (above + objective(moved) - 2.0 * value) / (step * step);
    moved[k] = point[k];
    start.at(k, k) = curvature > 1e-3 ? 1.0 / curvature : 1.0;
  }
  return start;
}

}  // namespace

std::vector<double> polish(const Objective& objective, std::vector<double> point) {
  double value = finite_or_high(objective, point);
  if (value == kInfinity) return point;
  Matrix inverse_hessian = diagonal_inverse(objective, point, value);
  std::vector<double> slope = gradient(objective, point);
  for (int iteration = 0; iteration < 100; ++iteration) {
    std::vector<double> direction(point.size(), 0.0);
    for (std::size_t i = 0; i < point.size(); ++i) {
      for (std::size_t j = 0; j < point.size(); ++j) direction[i] -= inverse_hessian.at(i, j) * slope[j];
    }
    const double descent = dot(direction, slope);
    if (!(descent < -1e-8)) break;
    double length = 1.0;
    std::vector<double> moved;
    double moved_value = kInfinity;
    for (; length > 1e-6; length *= 0.5) {
      moved = point;
      for (std::size_t k = 0; k < point.size(); ++k) moved[k] += length * direction[k];
      moved_value = finite_or_high(objective, moved);
      if (moved_value <= value + 1e-4 * length * descent) break;
    }
    if (!(moved_value < value)) break;
    const std::vector<double> new_slope = gradient(objective, moved);
    std::vector<double> s(point.size()), y(point.size());
    for (std::size_t k = 0; k < point.size(); ++k) {
      s[k] = moved[k] - point[k];
      y[k] = new_slope[k] - slope[k];
    }
    update_inverse(inverse_hessian, s, y);
    const double gain = value - moved_value;
    point = moved;
    value = moved_value;
    slope = new_slope;
    if (gain < 1e-9) break;
  }
  return point;
}

std::vector<double> minimise(const Objective& objective, const std::vector<double>& start,
                             const std::vector<double>& steps) {
  return polish(objective, nelder_mead(objective, start, steps));
}

double minimise_between(const std::function<double(double)>& function, double low, double high) {
  const double ratio = 0.5 * (std::sqrt(5.0) - 1.0);
  double a = high - ratio * (high - low), b = low + ratio * (high - low);
  double at_a = function(a), at_b = function(b);
  for (int k = 0; k < 40; ++k) {
    if (at_a < at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - ratio * (high - low);
      at_a = function(a);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + ratio * (high - low);
      at_b = function(b);
    }
  }
  return 0.5 * (low + high);
}

Matrix hessian(const Objective& objective, const std::vector<double>& point, double change) {
  const std::size_t size = point.size();
  const double value = objective(point);
  const auto at = [&](std::size_t i, double di, std::size_t j, double dj) {
    std::vector<double> moved = point;
    moved[i] += di;
    moved[j] += dj;
    return objective(moved);
  };
  std::vector<double> step(size, 1e-3);
  for (std::size_t k = 0; k < size; ++k) {
    const double curvature = (at(k, step[k], k, 0) + at(k, -step[k], k, 0) - 2.0 * value) / (step[k] * step[k]);
    if (curvature > 0.0) step[k] = std::clamp(std::sqrt(2.0 * change / curvature), 1e-5, 0.2);
  }
  Matrix second(size);
  for (std::size_t i = 0; i < size; ++i) {
    second.at(i, i) = (at(i, step[i], i, 0) + at(i, -step[i], i, 0) - 2.0 * value) / (step[i] * step[i]);
    for (std::size_t j = 0; j < i; ++j) {
      const double mixed = at(i, step[i], j, step[j]) - at(i, step[i], j, -step[j]) - at(i, -step[i], j, step[j]) +
                           at(i, -step[i], j, -step[j]);
      second.at(i, j) = second.at(j, i) = mixed / (4.0 * step[i] * step[j]);
    }
  }
  return second;
}

}  // namespace hashlease
