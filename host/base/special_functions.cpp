#include "base/special_functions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace hashlease {
namespace {

constexpr int kTerms = 10'000;
constexpr double kTiny = 1e-300;
constexpr double kPrecision = 1e-16;

/// Value of a continued fraction b_0 + a_1 / (b_1 + a_2 / (b_2 + ...)) by the modified method of Lentz (Thompson &
/// Barnett 1986).
template <class Numerator, class Denominator>
double continued_fraction(Numerator numerator, Denominator denominator) {
  double value = denominator(0) == 0.0 ? kTiny : denominator(0);
  double c = value;
  double d = 0.0;
  for (int k = 1; k < kTerms; ++k) {
    d = denominator(k) + numerator(k) * d;
    c = denominator(k) + numerator(k) / c;
    if (std::abs(d) < kTiny) d = kTiny;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1.0 / d;
    value *= c * d;
    if (std::abs(c * d - 1.0) < 4.0 * kPrecision) break;
  }
  return value;
}

/// ln I_x(a, b), good for x below (a + 1) / (a + b + 2); y = 1 - x.
double log_beta_part(double a, double b, double x, double y) {
  const auto numerator = [&](int k) {
    if (k == 1) return 1.0;
    const int m = (k - 1) / 2;
    if (k % 2 == 0) return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
  };
  const double fraction = continued_fraction(numerator, [](int k) { return k == 0 ? 0.0 : 1.0; });
  const double front =
      a * std::log(x) + b * std::log(y) + std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) - std::log(a);
  return front + std::log(fraction);
}

double log_gamma_front(double a, double x) { return a * std::log(x) - x - std::lgamma(a); }

/// Newton's method for f(x) = target with f monotone and its derivative known.
template <class Function, class Slope>
double solve(double x, double target, Function function, Slope slope) {
  for (int k = 0; k < 200; ++k) {
    const double change = (target - function(x)) / slope(x);
    x += change;
    if (std::abs(change) <= 1e-14 * std::max(std::abs(x), 1e-3)) break;
  }
  return x;
}

double log_student_t_density(double x, double degrees) {
  return std::lgamma(0.5 * (degrees + 1.0)) - std::lgamma(0.5 * degrees) - 0.5 * std::log(degrees * std::numbers::pi) -
         0.5 * (degrees + 1.0) * std::log1p(x * x / degrees);
}

double log_normal_density(double z) { return -0.5 * z * z - 0.5 * std::log(2.0 * std::numbers::pi); }

}  // namespace

double log_student_t_tail(double x, double degrees) {
  const double a = 0.5 * degrees;
  const double near = degrees / (degrees + x * x);
  const double far = x * x / (degrees + x * x);
  if (x == 0.0) return -std::numbers::ln2;
  if (near < (a + 1.0) / (a + 2.5)) return log_beta_part(a, 0.5, near, far) - std::numbers::ln2;
  return std::log(0.5 - 0.5 * std::exp(log_beta_part(0.5, a, far, near)));
}

double log_chi_square_lower(double x, double degrees) {
  const double a = 0.5 * degrees;
  const double t = 0.5 * x;
  if (t > a + 1.0) return std::log1p(-std::exp(log_chi_square_upper(x, degrees)));
  double term = 1.0 / a;
  double sum = term;
  for (int k = 1; k < kTerms && term > sum * kPrecision; ++k) sum += term *= t / (a + k);
  return log_gamma_front(a, t) + std::log(sum);
}

double log_chi_square_upper(double x, double degrees) {
  const double a = 0.5 * degrees;
  const double t = 0.5 * x;
  if (t <= a + 1.0) return std::log1p(-std::exp(log_chi_square_lower(x, degrees)));
  const auto numerator = [&](int k) { return k == 1 ? 1.0 : -(k - 1.0) * (k - 1.0 - a); };
  const auto denominator = [&](int k) { return k == 0 ? 0.0 : t + 2.0 * k - 1.0 - a; };
  return log_gamma_front(a, t) + std::log(continued_fraction(numerator, denominator));
}

double log_normal_tail(double z) { return std::log(0.5 * std::erfc(z / std::numbers::sqrt2)); }

double normal_distribution(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double student_t_distribution(double t, double degrees) {
  const double tail = std::exp(log_student_t_tail(std::abs(t), degrees));
  return t < 0.0 ? tail : 1.0 - tail;
}

double chi_square_tail(double x, double degrees) { return x > 0.0 ? std::exp(log_chi_square_upper(x, degrees)) : 1.0; }

double student_t_of_normal(double z, double degrees, double guess) {
  return solve(
      guess, log_normal_tail(z), [&](double x) { return log_student_t_tail(std::max(x, 0.0), degrees); },
      [&](double x) {
        const double held = std::max(x, 0.0);
        return -std::exp(log_student_t_density(held, degrees) - log_student_t_tail(held, degrees));
      });
}

double chi_square_of_normal(double z, double degrees) {
  // Wilson & Hilferty (1931), at the median for lower tails: from there Newton's method cannot leave.
  const double share = 2.0 / (9.0 * degrees);
  const double cube = 1.0 - share + std::max(z, 0.0) * std::sqrt(share);
  const double start = std::log(std::max(degrees * cube * cube * cube, 0.1));
  const auto log_density = [&](double y) {  // of ln x
    return log_gamma_front(0.5 * degrees, 0.5 * std::exp(y));
  };
  if (z <= 0.0) {
    return std::exp(solve(
        start, log_normal_tail(-z), [&](double y) { return log_chi_square_lower(std::exp(y), degrees); },
        [&](double y) { return std::exp(log_density(y) - log_chi_square_lower(std::exp(y), degrees)); }));
  }
  return std::exp(solve(
      start, log_normal_tail(z), [&](double y) { return log_chi_square_upper(std::exp(y), degrees); },
      [&](double y) { return -std::exp(log_density(y) - log_chi_square_upper(std::exp(y), degrees)); }));
}

double normal_of_student_t(double x, double degrees) {
  const double wallace = std::sqrt(degrees * std::log1p(x * x / degrees));
  const double start = wallace * (8.0 * degrees + 1.0) / (8.0 * degrees + 3.0);
  return solve(start, log_student_t_tail(x, degrees), log_normal_tail,
               [](double z) { return -std::exp(log_normal_density(z) - log_normal_tail(z)); });
}

}  // namespace hashlease
