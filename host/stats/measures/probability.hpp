#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "stats/measures/study_totals.hpp"

namespace hashlease {

/// Probabilities as shares of paths. Standard error sqrt(p (1 - p) / (n - 1)), that of a mean of zeros and ones; the
/// 95 % interval is Wilson's (1927), which says something where all or no paths are counted, too.
struct ProbabilityArray {
  EstimateArray share;
  std::vector<double> ci_low;
  std::vector<double> ci_high;
  void resize(const std::vector<std::size_t>& lengths);
  void put(std::size_t index, std::uint64_t count, std::uint64_t paths);
  Estimate at(std::initializer_list<std::size_t> entry) const { return share.at(entry); }
  /// The entry at a place in the arrays.
  Estimate at(std::size_t index) const { return {share.value.at(index), share.standard_error.at(index)}; }
};

}  // namespace hashlease
