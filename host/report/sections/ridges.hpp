#pragma once

#include <cstddef>
#include <limits>

#include "report/drawing/chart.hpp"
#include "report/reading/study_result.hpp"

namespace hashlease {

/// A row with the values of `quantile(probability)`; without a name, a shape and a mean of the worst.
template <class Quantile>
RidgeRow quantile_ridge(const Quantile& quantile) {
  RidgeRow row;
  row.low = quantile(0.05);
  row.lower = quantile(0.25);
  row.middle = quantile(0.5);
  row.upper = quantile(0.75);
  row.high = quantile(0.95);
  row.tail_mean = std::numeric_limits<double>::quiet_NaN();
  return row;
}

/// Revenue of a site in a period in percent of `mean` [USD], with its mean as the note; name and colour are the
/// caller's.
RidgeRow revenue_ridge(const StudyResult& study, std::size_t site, std::size_t period, double mean);

}  // namespace hashlease
