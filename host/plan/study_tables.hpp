#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "market/model_plan.hpp"
#include "vocabulary/empirical_shocks.hpp"

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
  /// A function by its values at the knots of an OctaveTable, from 1 on. Slopes lead to the rounded values.
  OctaveTable add_octaves(const std::vector<double>& function) {
    OctaveTable table{};
    table.first = add_rows(function);
    std::vector<double> slopes;
    for (std::size_t knot = 0; knot + 1 < function.size(); ++knot) {
      const double change = static_cast<double>(values_[table.first + knot + 1] - values_[table.first + knot]);
      slopes.push_back(change / (octave_knot(knot + 1) - octave_knot(knot)));
    }
    slopes.push_back(0.0);
    table.slopes = add_rows(slopes);
    table.highest = static_cast<float>(octave_knot(function.size() - 1));
    return table;
  }
  static double octave_knot(std::size_t knot) {
    constexpr std::size_t kIntervals = kOctaveIntervals;
    return std::ldexp(1.0 + static_cast<double>(knot % kIntervals) / kIntervals, static_cast<int>(knot / kIntervals));
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
