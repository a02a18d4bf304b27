#pragma once

/// What the tables of measures are worked out from: the totals of a state, by column.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "stats/measures/column_distribution.hpp"
#include "stats/measures/moments.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

/// Measures over axes in C order, each with its standard error; NaN where one is not defined.
struct EstimateArray {
  std::vector<std::size_t> shape;  // length of each axis
  std::vector<double> value;
  std::vector<double> standard_error;

  void resize(const std::vector<std::size_t>& lengths);  // all NaN
  void put(std::size_t index, const Estimate& estimate);
  bool empty() const { return value.empty(); }
  /// Place of an entry in `value` and in every other array over the same axes.
  std::size_t index(std::initializer_list<std::size_t> entry) const;
  /// NaN in an empty array.
  Estimate at(std::initializer_list<std::size_t> entry) const;
};

/// Sets to 0 what is nearer to it than any normal float: the bin of 0 reaches up to 1.3e-40, and money is 0 there.
void clear_subnormal(EstimateArray& array);

class StudyTotals {
 public:
  /// Both must outlive it. Throws RunError when the state is not of this layout.
  StudyTotals(const StudyState& state, const ColumnLayout& layout);

  std::uint64_t paths() const { return paths_; }
  /// Paths on which a column is finite.
  std::uint64_t count(int column) const { return paths_ - state_.undefined[static_cast<std::size_t>(column)]; }
  ColumnMoments moments(int column) const;
  /// Correlation of a pair of correlated_columns(); NaN where one of them is undefined on a path, because sums of
  /// powers and of products then run over different paths.
  Estimate correlation(std::size_t pair) const;
  /// Order statistics of a column with a histogram, exact where its tails are remembered.
  ColumnDistribution distribution(int column, const ColumnMoments& moments) const;
  /// Puts the quantiles at kQuantileProbabilities of a column with a histogram to array[index...].
  void put_quantiles(int column, EstimateArray& array, std::size_t index) const;

 private:
  const double* powers(int column) const { return total_.data() + static_cast<std::size_t>(column) * kPowerSums; }

  const StudyState& state_;
  const ColumnLayout& layout_;
  std::vector<double> total_;
  std::uint64_t paths_ = 0;
};

}  // namespace hashlease
