#pragma once

#include <vector>

namespace hashlease {

/// A test of the hypothesis that values are independent and uniform on (0, 1).
struct UniformityTest {
  double statistic = 0.0;
  double p_value = 1.0;
};

/// Kolmogorov and Smirnov: D = sup |F_n(u) - u|. Up to 2000 values the p-value is exact (Marsaglia, Tsang & Wang 2003,
/// "Evaluating Kolmogorov's distribution"; relative error below 1e-7 and beyond n D^2 = 18 below 1e-15 absolute); of
/// more it is that of the limit law with the corrections of Vrbik (2018), within 1e-5.
UniformityTest kolmogorov_smirnov(std::vector<double> values);

}  // namespace hashlease
