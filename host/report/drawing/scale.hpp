#pragma once

/// From values to places on a chart: axes, their round tick marks and the tick labels.

#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// A mark on an axis.
struct Tick {
  double value = 0.0;
  std::string label;
  bool operator==(const Tick&) const = default;
};

/// Between `least` and about 2 * `least` round marks (steps of 1, 2 or 5 times a power of ten) inside [low, high],
/// their labels with thousands separators and equal decimals. Without any extent, one mark at `low`.
std::vector<Tick> linear_ticks(double low, double high, int least);
/// Marks for a logarithmic axis, 0 < low < high: powers of ten, with 2 and 5 between them when there is room; those of
/// linear_ticks when the range is within a factor of 3.
std::vector<Tick> logarithmic_ticks(double low, double high);
/// First days of months or years between two days counted from 1970-01-01, at most `most` of them; labelled by year
/// where it begins ("2025") and by month otherwise ("Apr").
std::vector<Tick> date_ticks(std::int64_t first_day, std::int64_t last_day, int most);

enum class ScaleKind { linear, logarithmic };

/// One axis of a chart.
struct Axis {
  std::string title;  // with its unit
  ScaleKind kind = ScaleKind::linear;
  double low = 0.0;
  double high = 1.0;
  std::vector<Tick> ticks;

  /// 0 at `low`, 1 at `high`; beyond where the value is. A logarithmic axis takes what is not positive for its lower
  /// end.
  double fraction(double value) const;
};

/// An axis with round ends around [low, high] (0 belongs to it when it is near), and its ticks.
Axis make_axis(std::string title, double low, double high, int least_ticks = 4);
/// The same without moving the ends.
Axis make_tight_axis(std::string title, double low, double high, int least_ticks = 4);
/// A logarithmic axis when the range spans more than a factor of `factor`, else as make_axis. 0 < low <= high.
Axis make_positive_axis(std::string title, double low, double high, double factor = 6.0);
/// An axis of days.
Axis make_date_axis(std::int64_t first_day, std::int64_t last_day, int most_ticks = 8);

}  // namespace hashlease
