#pragma once

/// Distribution functions of the normal, Student's t and chi-square in double, and quantiles at the probability of a
/// normal. They stand on the incomplete beta and gamma functions, which are nowhere else.

namespace hashlease {

/// ln P(T > x) of Student's t with `degrees` degrees of freedom, x >= 0. Relative error of P about 1e-13: the
/// regularised incomplete beta function by its continued fraction (DLMF 8.17.22).
double log_student_t_tail(double x, double degrees);
/// ln P(X <= x) and ln P(X > x) of chi-square, x > 0: the incomplete gamma function by series (DLMF 8.7.1) and
/// continued fraction (DLMF 8.9.2).
double log_chi_square_lower(double x, double degrees);
double log_chi_square_upper(double x, double degrees);
/// ln P(Z > z) of a standard normal, |z| up to 30.
double log_normal_tail(double z);

/// P(Z <= z) of a standard normal.
double normal_distribution(double z);
/// P(T <= t) of Student's t.
double student_t_distribution(double t, double degrees);
/// P(X > x) of chi-square; 1 for x <= 0.
double chi_square_tail(double x, double degrees);

/// x with P(T > x) = P(Z > z), for z >= 0, sought from `guess` below it (0 at first).
double student_t_of_normal(double z, double degrees, double guess);
/// x with P(X <= x) = P(Z <= z).
double chi_square_of_normal(double z, double degrees);
/// z with P(Z > z) = P(T > x), for x >= 0.
double normal_of_student_t(double x, double degrees);

}  // namespace hashlease
