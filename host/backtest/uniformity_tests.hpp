#pragma once

/// Tests of whether probability integral transforms are uniform: u = P(predicted <= outcome) is uniform on (0, 1) when
/// the predicted distribution is the true one (Rosenblatt 1952; Diebold, Gunther & Tay 1998).

#include <vector>

#include "calibrate/fits/kolmogorov.hpp"

namespace hashlease {

/// Anderson and Darling: A^2 = -n - sum (2 i - 1) (ln u_(i) + ln(1 - u_(n + 1 - i))) / n, which weighs the tails. Its
/// p-value is that of Marsaglia & Marsaglia (2004, "Evaluating the Anderson-Darling distribution"), good to 2e-4 for
/// any n.
UniformityTest anderson_darling(std::vector<double> values);

/// Number of values in each of `bins` equal parts of (0, 1).
std::vector<int> uniform_histogram(const std::vector<double>& values, int bins);

}  // namespace hashlease
