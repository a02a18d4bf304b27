#include "report/sections/ridges.hpp"

#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/density.hpp"

namespace hashlease {

RidgeRow revenue_ridge(const StudyResult& study, std::size_t site, std::size_t period, double mean) {
  constexpr Outcome outcome = Outcome::revenue;
  const auto relative = [&](double value) { return 100.0 * value / mean; };
  RidgeRow row = quantile_ridge([&](double probability) {
    const auto index = study.axes().place_of_probability(probability);
    return index ? relative(study.tables.quantile(site, outcome, period, *index).value) : std::nan("");
  });
  row.note = "mean " + significant_text(study.tables.of(&RiskTables::mean, site, outcome, period).value * 1e-6, 3) +
             " million USD";
  if (const auto level = study.tables.place_of_level(0.95)) {
    const double loss = study.tables.of(&RiskTables::expected_shortfall, site, outcome, period, *level).value;
    row.tail_mean = relative(study.tables.loss_reference(site, outcome, period) - loss);
  }
  if (const Histogram* histogram = study.find_histogram(site, Outcome::revenue, period)) {
    row.shape = density_line(*histogram, quantile_of(*histogram, 0.002), quantile_of(*histogram, 0.99));
    for (Point& point : row.shape) point.x = relative(point.x);
  }
  return row;
}

}  // namespace hashlease
