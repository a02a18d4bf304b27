#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "config/empirical_shocks.hpp"
#include "market/model_plan.hpp"

namespace hashlease {

/// Knots of functions that the program itself tabulates.
inline constexpr int kKnots = 2049;

/// The tables of a study, one behind the other.
class StudyTables {
 public:
  std::uint32_t add_rows(const std::vector<double>& rows) {
    const auto first = static_cast<std::uint32_t>(values_.size());
    for (const double row : rows) values_.push_back(static_cast<float>(row));
    return first;
  }
  /// A function by its values at even steps from `low` to `high`.
  EvenTable add(const std::vector<double>& function, double low, double high) {
    const auto intervals = static_cast<std::int32_t>(function.size() - 1);
    const double scale = intervals / (high - low);
    const EvenTable table{intervals, add_rows(function), static_cast<float>(scale), static_cast<float>(-low * scale)};
    values_.push_back(values_.back());  // the last step may count as the first of an interval of its own
    return table;
  }
  std::vector<float> take() { return std::move(values_); }

 private:
  std::vector<float> values_;
};

inline double score(int knot, int count) { return -kNormalReach + 2.0 * kNormalReach * knot / (count - 1); }

/// Values of a function of normal scores.
template <class Function>
std::vector<double> at_scores(int count, Function function) {
  std::vector<double> values;
  for (int knot = 0; knot < count; ++knot) values.push_back(function(score(knot, count)));
  return values;
}

}  // namespace hashlease
