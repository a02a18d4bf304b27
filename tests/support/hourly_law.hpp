#pragma once

/// Hourly power prices in double precision by plain integration over the hours' normal law: no closed form.

#include <algorithm>
#include <cmath>

namespace hashlease::testing {

/// Price held between floor and cap, asinh(p / 10) ~ Normal(mean, deviation^2).
struct HourlyLaw {
  double mean, deviation, floor, cap;
  double price(double z) const { return std::clamp(10.0 * std::sinh(mean + deviation * z), floor, cap); }
};

struct HourlyFigures {
  double price_mean = 0.0;  // E[p]
  double run_share = 0.0;   // P(p < b)
  double run_cost = 0.0;    // E[p; p < b]
  double margin = 0.0;      // E[max(0, b - p)]
};

/// Midpoint rule on z in [-9, 9]; off by at most 2e-5 of the run share where the break-even falls inside a cell.
inline HourlyFigures integrate_hours(const HourlyLaw& law, double break_even) {
  constexpr int kCells = 1 << 18;
  constexpr double kWidth = 18.0 / kCells;
  HourlyFigures figures;
  for (int cell = 0; cell < kCells; ++cell) {
    const double z = -9.0 + (cell + 0.5) * kWidth;
    const double weight = kWidth * std::exp(-0.5 * z * z) / std::sqrt(2.0 * M_PI);
    const double price = law.price(z);
    figures.price_mean += weight * price;
    if (price >= break_even) continue;
    figures.run_share += weight;
    figures.run_cost += weight * price;
    figures.margin += weight * (break_even - price);
  }
  return figures;
}

}  // namespace hashlease::testing
