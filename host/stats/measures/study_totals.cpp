#include "stats/measures/study_totals.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>

#include "base/error.hpp"
#include "stats/measures/correlation.hpp"
#include "stats/measures/quantiles.hpp"

namespace hashlease {

void EstimateArray::resize(const std::vector<std::size_t>& lengths) {
  std::size_t size = 1;
  for (const std::size_t length : lengths) size *= length;
  shape = lengths;
  value.assign(size, std::numeric_limits<double>::quiet_NaN());
  standard_error.assign(size, std::numeric_limits<double>::quiet_NaN());
}

std::size_t EstimateArray::index(std::initializer_list<std::size_t> entry) const {
  if (entry.size() != shape.size()) throw std::logic_error("an entry names another number of axes than its table has");
  std::size_t flat = 0;
  std::size_t axis = 0;
  for (const std::size_t number : entry) {
    if (number >= shape[axis]) throw std::logic_error("an entry lies beyond an axis of its table");
    flat = flat * shape[axis++] + number;
  }
  return flat;
}

Estimate EstimateArray::at(std::initializer_list<std::size_t> entry) const {
  if (empty()) return {};
  const std::size_t flat = index(entry);
  return {value.at(flat), standard_error.at(flat)};
}

void EstimateArray::put(std::size_t index, const Estimate& estimate) {
  value[index] = estimate.value;
  standard_error[index] = estimate.standard_error;
}

void clear_subnormal(EstimateArray& array) {
  for (auto* values : {&array.value, &array.standard_error}) {
    for (double& value : *values) {
      if (std::fabs(value) < static_cast<double>(std::numeric_limits<float>::min())) value = 0.0;
    }
  }
}

StudyTotals::StudyTotals(const StudyState& state, const ColumnLayout& layout)
    : state_(state), layout_(layout), total_(state.sums.total()) {
  if (total_.size() != sum_width(layout)) throw RunError("the state is not one of this study");
  for (const PathRange& range : state.ranges) paths_ += range.count;
}

ColumnMoments StudyTotals::moments(int column) const {
  return column_moments(powers(column), count(column), state_.shift[static_cast<std::size_t>(column)]);
}

Estimate StudyTotals::correlation(std::size_t pair) const {
  const auto [a, b] = layout_.correlated_columns()[pair];
  if (count(a) != paths_ || count(b) != paths_) return {};
  const std::size_t cross = static_cast<std::size_t>(layout_.column_count()) * kPowerSums + pair * kCrossSums;
  return correlation_estimate(powers(a), powers(b), total_.data() + cross, paths_);
}

ColumnDistribution StudyTotals::distribution(int column, const ColumnMoments& moments) const {
  std::span<const TailEntry> lowest;
  std::span<const TailEntry> highest;
  for (std::size_t i = 0; i < layout_.headline_columns().size(); ++i) {
    if (layout_.headline_columns()[i] != column) continue;
    lowest = state_.lowest[i];
    highest = state_.highest[i];
  }
  const std::optional<double> constant =
      moments.is_constant() ? std::optional<double>(static_cast<float>(moments.mean)) : std::nullopt;
  return {state_.histograms[static_cast<std::size_t>(column)], lowest, highest, constant};
}

void StudyTotals::put_quantiles(int column, EstimateArray& array, std::size_t index) const {
  const ColumnDistribution values = distribution(column, moments(column));
  for (std::size_t i = 0; i < kQuantileProbabilities.size(); ++i) {
    const QuantileEstimate quantile = quantile_estimate(values, kQuantileProbabilities[i]);
    array.put(index + i, {quantile.value, quantile.standard_error});
  }
}

}  // namespace hashlease
