#include "report/sections/probability_text.hpp"

#include "report/drawing/numbers.hpp"

namespace hashlease {

std::string probability_text(const ProbabilityArray& probability, std::initializer_list<std::size_t> entry) {
  const Estimate share = probability.share.at(entry);
  const std::size_t index = probability.share.index(entry);
  if (share.value == 0.0) return "0 (< " + significant_text(100.0 * probability.ci_high[index], 2) + ")";
  if (share.value == 1.0) return "100 (> " + significant_text(100.0 * probability.ci_low[index], 4) + ")";
  return estimate_text(share, percent_unit());
}

}  // namespace hashlease
