#pragma once

#include <vector>

#include "report/drawing/svg.hpp"
#include "report/reading/study_result.hpp"

namespace hashlease {

/// The density of a histogram between two values as the points of a line, per unit of the value: averages over
/// intervals that are about as wide as Freedman and Diaconis (1981) advise for its number of paths, at most 120 of
/// them.
std::vector<Point> density_line(const Histogram& histogram, double low, double high);

/// The value below which a share of the distribution lies; linear inside a bin.
double quantile_of(const Histogram& histogram, double probability);

/// Share of the paths below zero with its binomial standard error. No bin lies on both sides of zero, so it is exact.
Estimate share_below_zero(const Histogram& histogram);

}  // namespace hashlease
