#pragma once

/// Charts of one kind each. Sizes are in user units; a chart is about 400 wide, so that its text is readable when a
/// phone shows it at its own width.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/drawing/scale.hpp"
#include "report/drawing/svg.hpp"

namespace hashlease {

/// A drawing with what a reader hears who does not see it.
struct Chart {
  Svg svg;
  std::string title;
  std::string description;
};

inline constexpr double kChartWidth = 400.0;
inline constexpr double kChartHeight = 250.0;
inline constexpr int kColourCount = 6;

/// "c3": the class of the colour of a series; it repeats after kColourCount. Lines also differ by their dashes.
std::string colour_class(std::size_t series);
/// The text, or as much of its beginning as fits into `width` at that font size, with an ellipsis.
std::string fitted_text(std::string_view text, double width, double font_size);

/// The plotting area of a chart with its axes, drawn when it is made.
class Frame {
 public:
  /// `top`: room above the area for a legend; the title of the y axis stands there too.
  Frame(Svg& svg, Axis x, Axis y, double top);

  double x(double value) const { return left_ + (right_ - left_) * x_.fraction(value); }
  double y(double value) const { return bottom_ - (bottom_ - top_) * y_.fraction(value); }
  Point at(double x_value, double y_value) const { return {x(x_value), y(y_value)}; }
  double left() const { return left_; }
  double right() const { return right_; }
  double top() const { return top_; }
  double bottom() const { return bottom_; }
  const Axis& x_axis() const { return x_; }
  const Axis& y_axis() const { return y_; }

 private:
  void draw_y_axis(Svg& svg) const;
  void draw_x_axis(Svg& svg) const;

  Axis x_;
  Axis y_;
  double left_ = 0.0;
  double right_ = 0.0;
  double top_ = 0.0;
  double bottom_ = 0.0;
};

/// An entry of a legend.
struct LegendEntry {
  std::string text;
  std::string classes;   // of its sample
  bool is_area = false;  // a filled sample instead of a line
};
/// Draws a legend from the top in as many rows as it takes, and returns the y below it.
double draw_legend(Svg& svg, const std::vector<LegendEntry>& entries);
/// Height of that legend, for a drawing of this width.
double legend_height(double width, const std::vector<LegendEntry>& entries);

/// Quantiles over time: bands between 5 and 95 % and between 25 and 75 %, a line for the median.
struct FanSeries {
  std::vector<double> x;                         // days
  std::vector<std::vector<double>> low_to_high;  // [5, 25, 50, 75, 95 %][x]
  std::size_t colour = 0;
  std::vector<Point> history;  // what happened, drawn as a line of its own; may be empty
};
Svg draw_fan(const FanSeries& series, const Axis& x, const Axis& y);

/// Lines over a common axis.
struct LineSeries {
  std::string name;
  std::vector<Point> points;  // in values of the axes
  std::size_t colour = 0;
  bool is_filled = false;       // down to the lower end of the y axis
  std::vector<Point> markers;   // dots on the line
  std::vector<Point> band_low;  // with band_high: a band around the line
  std::vector<Point> band_high;
};
Svg draw_lines(const std::vector<LineSeries>& series, const Axis& x, const Axis& y);

/// Rows of a distribution each: its shape above a bar from the 5 to the 95 % and from the 25 to the 75 % quantile.
struct RidgeRow {
  std::string name;
  std::string note;          // at the right end
  std::vector<Point> shape;  // density over value; heights are scaled to the row
  double low = 0.0;          // 5 %
  double lower = 0.0;        // 25 %
  double middle = 0.0;       // 50 %
  double upper = 0.0;        // 75 %
  double high = 0.0;         // 95 %
  double tail_mean = 0.0;    // mean of the worst 5 %; NaN: not shown
  std::size_t colour = 0;
};
Svg draw_ridges(const std::vector<RidgeRow>& rows, const Axis& x, bool with_shapes);

/// Rows of an estimate each with its 95 % interval; several marks to a row for several studies.
struct IntervalMark {
  double value = 0.0;
  double half_width = 0.0;
  std::size_t colour = 0;
};
struct IntervalRow {
  std::string name;
  std::vector<IntervalMark> marks;
};
Svg draw_intervals(const std::vector<IntervalRow>& rows, const std::vector<LegendEntry>& legend, const Axis& x);

/// A density over two axes: cells of equal size, row by row from the lower left.
struct DensityMap {
  std::vector<double> x_edges;
  std::vector<double> y_edges;
  std::vector<double> density;  // [y][x], any unit
};
Svg draw_density_map(const DensityMap& map, const Axis& x, const Axis& y);

}  // namespace hashlease
